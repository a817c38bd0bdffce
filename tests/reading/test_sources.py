"""Finding inputs: folders, files, standard input, and what is refused with its reason."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from communique.errors import ReadingError
from communique.reading.sources import MAX_BYTES, find_sources


def test_folders_are_walked_in_order_and_hidden_files_skipped(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("z.txt", "a.html", "b/c.md", "b/plain", ".hidden.txt", "picture.png", ".git/x.txt"):
        (tmp_path / name).write_text("x")
    found = [s.path.relative_to(tmp_path).as_posix() for s in find_sources([str(tmp_path)]) if s.path]
    assert found == ["a.html", "z.txt", "b/c.md", "b/plain"]


def test_a_file_named_twice_is_read_once_and_has_an_absolute_address(tmp_path: Path) -> None:
    file = tmp_path / "a note.txt"
    file.write_bytes(b"Oslo")
    (source,) = find_sources([str(file), str(tmp_path)])
    assert source.uri == file.as_uri()
    assert source.uri.startswith("file:///")
    assert source.read() == b"Oslo"


def test_a_named_file_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    file = tmp_path / "story.article"
    file.write_bytes(b"Oslo")
    assert [s.read() for s in find_sources([str(file)])] == [b"Oslo"]


def test_the_batch_goes_on_after_a_missing_path(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Oslo")
    missing, present = find_sources([str(tmp_path / "none.txt"), str(tmp_path / "a.txt")])
    with pytest.raises(ReadingError, match=r"none\.txt does not exist"):
        missing.read()
    assert present.read() == b"Oslo"


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "big.txt"
    with file.open("wb") as f:
        f.truncate(10 * MAX_BYTES)
    with pytest.raises(ReadingError, match="is 200 MB; articles up to 20 MB are read") as caught:
        next(find_sources([str(file)])).read()
    assert caught.value.remedy


def test_pipes_devices_dangling_links_and_empty_files_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "empty.txt").touch()
    reasons = {
        "pipe": "pipe or device",
        "link.txt": "link to a file that does not exist",
        "loop.txt": "link",
        "empty.txt": "is empty",
    }
    for name, reason in reasons.items():
        with pytest.raises(ReadingError, match=reason):
            next(find_sources([str(tmp_path / name)])).read()
    with pytest.raises(ReadingError, match="pipe or device"):
        next(find_sources(["/dev/zero"])).read()


def test_a_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("Oslo")

    # Root may read everything, so the system's refusal is played rather than provoked.
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied", str(file))

    for name in ("open", "read_bytes"):
        monkeypatch.setattr(Path, name, refuse)
    with pytest.raises(ReadingError, match="may not be read"):
        next(find_sources([str(file)])).read()


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_impossible_names_are_refused(name: str) -> None:
    with pytest.raises(ReadingError):
        next(find_sources([name])).read()


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(b"Oslo and Bergen")

    monkeypatch.setattr(sys, "stdin", Stdin())
    (source,) = find_sources(["-"])
    assert source.path is None
    assert source.read() == b"Oslo and Bergen"
