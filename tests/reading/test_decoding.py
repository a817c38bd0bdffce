"""From bytes to characters: marks, declarations, guesses, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import ReadingError
from communique.reading.decoding import decode, tidy

RUSSIAN = "Министры двух стран встретились в Осло и подписали соглашение."
SPANISH = "El señor Muñoz habló en Córdoba del acuerdo con Túnez."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "utf-8-sig"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (SPANISH, "utf-16-be"),
        (SPANISH, "windows-1252"),
        (SPANISH, "latin-1"),
        ("The treaty — “a first” — was signed.", "windows-1252"),
        ("The treaty was signed in Oslo by both.", "utf-16-le"),
    ],
)
def test_encodings_are_found_without_a_declaration(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_the_declared_encoding_is_used() -> None:
    page = f'<meta charset="iso-8859-5"><p>{RUSSIAN}</p>'
    assert RUSSIAN in decode(page.encode("iso-8859-5"))


def test_one_bad_byte_does_not_change_the_encoding() -> None:
    content = (SPANISH * 50).encode() + b"\xff" + SPANISH.encode()
    assert decode(content).endswith(SPANISH)


@pytest.mark.parametrize(
    "content", [b"", b" \n\t", b"%PDF-1.7 stream", b"\x89PNG\r\n\x1a\n", b"a\0b\0\0\0c", b"PK\x03\x04zip"]
)
def test_empty_and_binary_files_are_refused(content: bytes) -> None:
    with pytest.raises(ReadingError, match=r"empty|binary"):
        decode(content)


def test_text_is_made_tidy() -> None:
    assert tidy("Co\u0301rdoba\u200b\r\nA\u00a0B\x07\u00adC\u2028D") == "C\u00f3rdoba\nA BC\nD"


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(content: bytes) -> None:
    try:
        text = decode(content)
    except ReadingError:
        return
    assert tidy(text) == text
