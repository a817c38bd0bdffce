"""What can go wrong, as a tree; every message says what, where and what to do.

CommuniqueError
├── ConfigError       an option, model, lexicon or folder that the user named does not fit
├── ReadingError      a source that cannot be read as an article (becomes a refusal)
├── CodingError       an article that cannot be coded (becomes a refusal)
└── StoreError        a store that cannot be opened, is of another kind, or is full
"""

from __future__ import annotations


class CommuniqueError(Exception):
    """Root of all errors that a user can mend.

    Args:
        message: What happened and where.
        remedy: What the user can do about it, or None.
    """

    def __init__(self, message: str, *, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}; {self.remedy}" if self.remedy else self.message


class ConfigError(CommuniqueError):
    """A wrong option, model name, lexicon file or folder."""


class ReadingError(CommuniqueError):
    """A source that holds no readable article."""


class CodingError(CommuniqueError):
    """An article that cannot be coded, such as one in a language without a language folder."""


class StoreError(CommuniqueError):
    """A store that cannot be opened, read or written."""
