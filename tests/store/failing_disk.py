"""A disk that fails: SQLite's own file layer with a `write`, `sync` or `truncate` that reports an error when told to.

The functions through which SQLite writes its files are replaced in the process at hand, so use it in one made for it.
Covered are the store's file, its journal and its write-ahead log; not the shared-memory index beside them, which is
rebuilt from the log.
"""

from __future__ import annotations

import _sqlite3
import ctypes
from dataclasses import dataclass, field
from typing import Any

FULL = 13
WRITE_FAILED, SYNC_FAILED, TRUNCATE_FAILED = 10 | 3 << 8, 10 | 4 << 8, 10 | 6 << 8
# The store's file, its journal, its log.
_WATCHED = 0x100 | 0x800 | 0x80000

# The name is handed on as it came: SQLite keeps more behind it than the words.
_Open = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_Write = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_Truncate = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class _Methods(ctypes.Structure):
    """`sqlite3_io_methods`, version 3."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("close", ctypes.c_void_p),
        ("read", ctypes.c_void_p),
        ("write", _Write),
        ("truncate", _Truncate),
        ("sync", _Sync),
        ("others", ctypes.c_void_p * 13),
    )


class _File(ctypes.Structure):
    """`sqlite3_file`."""

    _fields_ = (("methods", ctypes.POINTER(_Methods)),)


class _Vfs(ctypes.Structure):
    """The beginning of `sqlite3_vfs`."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", _Open),
    )


@dataclass
class FailingDisk:
    """Fails at call number `at` to one of its operations, and for good where `lasting`; counts calls all the while."""

    operation: str = ""
    code: int = 0
    at: int = -1
    # The first half of what was to be written is, as where the disk is full.
    half: bool = False
    lasting: bool = True
    calls: dict[str, int] = field(default_factory=lambda: {"write": 0, "truncate": 0, "sync": 0})
    _kept: list[Any] = field(default_factory=list)

    def install(self) -> None:
        """Put it in the place of the disk that works, in this process."""
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        vfs = library.sqlite3_vfs_find(None).contents
        original = _Open(ctypes.cast(vfs.open, ctypes.c_void_p).value)

        def open_file(of: int, name: int, file: int, flags: int, given: int) -> int:
            status = original(of, name, file, flags, given)
            if status == 0 and flags & _WATCHED:
                self._watch(ctypes.cast(file, ctypes.POINTER(_File)).contents)
            return int(status)

        vfs.open = _Open(open_file)
        self._kept += [vfs, vfs.open, original]

    def fails(self, operation: str) -> bool:
        """Whether this call fails."""
        number = self.calls[operation]
        self.calls[operation] += 1
        return operation == self.operation and (number == self.at or (self.lasting and number > self.at >= 0))

    def _watch(self, file: _File) -> None:
        real = file.methods.contents
        ours = _Methods.from_buffer_copy(real)
        write, truncate, sync = (
            kind(ctypes.cast(getattr(real, name), ctypes.c_void_p).value)
            for kind, name in ((_Write, "write"), (_Truncate, "truncate"), (_Sync, "sync"))
        )

        def failing_write(of: int, data: int, amount: int, offset: int) -> int:
            if not self.fails("write"):
                return int(write(of, data, amount, offset))
            if self.half:
                write(of, data, amount // 2, offset)
            return self.code

        ours.write = _Write(failing_write)
        ours.truncate = _Truncate(lambda of, size: self.code if self.fails("truncate") else truncate(of, size))
        ours.sync = _Sync(lambda of, flags: self.code if self.fails("sync") else sync(of, flags))
        file.methods = ctypes.pointer(ours)
        self._kept += [ours, ours.write, ours.truncate, ours.sync, write, truncate, sync]
