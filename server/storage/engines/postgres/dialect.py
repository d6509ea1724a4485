"""Dialect: the common SQL of `server.storage` as psycopg takes it, and values as SQLite gives them back."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap, Dumper, Loader
from psycopg.pq import Format
from psycopg.types.numeric import Int8Dumper, NumericBinaryLoader
from psycopg.types.string import StrDumperUnknown

_INT8: Final = 20
_REPLACEMENT: Final = "\ufffd"


@cache
def translated(sql: str) -> str:
    """A statement with psycopg's marks; no statement has a ? in a text."""
    return sql.replace("%", "%%").replace("?", "%s")


class _Text(StrDumperUnknown):
    """U+0000 is no character of its texts: a title or a version has the replacement character there."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", _REPLACEMENT) if "\0" in obj else obj)


class _TruthAsNumber(Dumper):
    """SQLite has no truth values; the columns that keep one are numbers."""

    oid = _INT8

    def dump(self, obj: bool) -> Buffer | None:  # noqa: FBT001 - psycopg's signature
        return b"1" if obj else b"0"


class _NumberOfTruth(Loader):
    """The answer of a comparison is 1 or 0, as SQLite gives it."""

    format = Format.BINARY

    def load(self, data: Buffer) -> int:
        return bytes(data)[0]


class _Sum(NumericBinaryLoader):
    """The sum of BIGINTs is a NUMERIC."""

    def load(self, data: Buffer) -> Any:
        value = super().load(data)
        return int(value) if value == int(value) else float(value)


@dataclass(frozen=True, slots=True)
class Dialect:
    """An `AdaptContext` of psycopg."""

    adapters: AdaptersMap
    connection: None = None


def _ours() -> Dialect:
    adapters = AdaptersMap(psycopg.adapters)
    adapters.register_dumper(str, _Text)
    adapters.register_dumper(int, Int8Dumper)
    adapters.register_dumper(bool, _TruthAsNumber)
    adapters.register_loader("bool", _NumberOfTruth)
    adapters.register_loader("numeric", _Sum)
    return Dialect(adapters)


DIALECT: Final = _ours()
