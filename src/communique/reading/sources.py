"""Where articles come from: files, folders, standard input. Finding them opens none of them."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.errors import ReadingError

# A day of a wire fits in 20 MB; what is larger is no article but an archive or a mistake.
MAX_BYTES = 20 * 1024 * 1024
SUFFIXES = frozenset({".txt", ".text", ".html", ".htm", ".xhtml", ".md", ""})
STDIN_URI = "file:///dev/stdin"


@dataclass(frozen=True, slots=True)
class Source:
    """One input: `read` gives its bytes, or raises ReadingError saying why it cannot."""

    uri: str
    path: Path | None
    read: Callable[[], bytes]


def find_sources(paths: Sequence[str]) -> Iterator[Source]:
    """Files named, files in folders named (sorted, hidden ones skipped), `-` for standard input.

    A path that does not exist is a Source too, whose `read` says so: the batch goes on with the rest.

    Args:
        paths: As the user wrote them.

    Yields:
        Sources in a fixed order, each file once.
    """
    seen: set[Path] = set()
    for name in paths:
        if name == "-":
            yield Source(STDIN_URI, None, _read_stdin)
            continue
        path = Path(name)
        if _is_folder(path):
            found: Iterator[Path] = _walk(path)
        else:
            found = iter((path,))
        for file in found:
            absolute = Path(os.path.abspath(file))
            if absolute not in seen:
                seen.add(absolute)
                yield Source(_uri_of(absolute), absolute, _reader(absolute))


def read_file(path: Path) -> bytes:
    """Bytes of a file of readable kind and size.

    Raises:
        ReadingError: No such file, a folder, a device or pipe, no permission, too large, empty.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ReadingError(f"{path} is a folder that cannot be listed")
        if not stat.S_ISREG(status.st_mode):
            raise ReadingError(f"{path} is a pipe or device, not a file", remedy="give its content with -")
        if status.st_size > MAX_BYTES:
            raise _too_large(str(path), status.st_size)
        with path.open("rb") as file:
            # A file may grow between the two calls.
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _explain(path, error) from error
    except ValueError as error:
        raise ReadingError(f"{str(path)!r} is no name that a file can have") from error
    if len(content) > MAX_BYTES:
        raise _too_large(str(path), len(content))
    if not content:
        raise ReadingError(f"{path} is empty")
    return content


def _read_stdin() -> bytes:
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise _too_large("standard input", len(content))
    if not content.strip():
        raise ReadingError("standard input is empty")
    return content


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        # A name that no file can have; reading it says so.
        return False


def _reader(path: Path) -> Callable[[], bytes]:
    return lambda: read_file(path)


def _uri_of(path: Path) -> str:
    try:
        return path.as_uri()
    except (ValueError, UnicodeEncodeError):
        return f"file://{str(path).encode('utf-8', 'replace').decode('utf-8')}"


def _walk(folder: Path) -> Iterator[Path]:
    """Files of the kinds that are read, folder by folder, by name; links to folders are not followed."""
    broken: list[Path] = []
    for here, folders, names in os.walk(folder, onerror=lambda error: broken.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here) / name
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES:
                yield path
    yield from broken


def _explain(path: Path, error: OSError) -> ReadingError:
    if error.errno == errno.ENOENT and path.is_symlink():
        return ReadingError(f"{path} is a link to a file that does not exist")
    reasons = {
        errno.ENOENT: (f"{path} does not exist", "check the path"),
        errno.EACCES: (f"{path} may not be read", "check its permissions"),
        errno.EPERM: (f"{path} may not be read", "check its permissions"),
        errno.ELOOP: (f"{path} is a link that leads to itself", None),
        errno.ENAMETOOLONG: ("a path is longer than the system allows", "check the path"),
        errno.ENOTDIR: (f"{path} does not exist", "check the path"),
    }
    message, remedy = reasons.get(error.errno or 0, (f"{path} cannot be read: {error.strerror or error}", None))
    return ReadingError(message, remedy=remedy)


def _too_large(name: str, size: int) -> ReadingError:
    return ReadingError(
        f"{name} is {max(21, round(size / 1024 / 1024))} MB; articles up to {MAX_BYTES // 1024 // 1024} MB are read",
        remedy="split it into one file per article",
    )
