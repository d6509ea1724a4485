"""Audit log of rights and prints: a hash chain of rows under the instance key, so that every edit is seen."""

import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from server.storage import Db
from server.storage.sql import excluded

# Makes the seal of some bytes with the key of the instance.
Sealer = Callable[[bytes], bytes]

_FIELDS: Final = "seq, at, what, subject, visitor, device, details, seal"
_FIRST: Final = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An entry to be appended. `at` in milliseconds since 1970."""

    at: int
    what: str
    subject: str = ""
    visitor: str = ""
    device: str = ""
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row as it stands there; `is_sound` says that it and all before it are as they were written."""

    seq: int
    at: int
    what: str
    subject: str
    visitor: str
    device: str
    details: str
    is_sound: bool


class BrokenError(Exception):
    """The chain is broken; the message names the first wrong row."""


def append(db: Db, deed: Deed, sealer: Sealer) -> None:
    """Write a row behind the last one."""
    seq, before = next(
        ((seq, seal) for seq, seal in db.execute("SELECT seq, seal FROM audit ORDER BY seq DESC LIMIT 1")),
        (0, _FIRST),
    )
    details = json.dumps(dict(deed.details), ensure_ascii=False, sort_keys=True)
    row = (seq + 1, deed.at, deed.what, deed.subject, deed.visitor, deed.device, details)
    seal = sealer(_said(before, row))
    db.execute(f"INSERT INTO audit ({_FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, seal))  # noqa: S608
    end = (seq + 1, sealer(_end(seq + 1, seal)))
    db.execute(
        "INSERT INTO audit_end (id, seq, seal) VALUES (1, ?, ?)"  # noqa: S608 - constants
        f" ON CONFLICT (id) DO UPDATE SET {excluded(('seq', 'seal'))}",
        end,
    )


def entries(db: Db, sealer: Sealer) -> Iterator[Entry]:
    """Every row in order; one that is not sound makes those behind it unsound too."""
    is_sound, expected, before = True, 1, _FIRST
    for *row, seal in db.execute(f"SELECT {_FIELDS} FROM audit ORDER BY seq"):  # noqa: S608 - constants
        is_right = row[0] == expected and hmac.compare_digest(sealer(_said(before, tuple(row))), seal)
        is_sound, expected, before = is_sound and is_right, row[0] + 1, seal
        seq, at, what, subject, visitor, device, details = row
        yield Entry(
            seq=seq,
            at=at,
            what=what,
            subject=subject,
            visitor=visitor,
            device=device,
            details=details,
            is_sound=is_sound,
        )


def verify(db: Db, sealer: Sealer) -> int:
    """How many rows there are, all of them as they were written. Raises BrokenError."""
    last = 0
    for entry in entries(db, sealer):
        if not entry.is_sound:
            raise BrokenError(f"row {last + 1} is not what was written")
        last = entry.seq
    ends = [(seq, seal) for seq, seal in db.execute("SELECT seq, seal FROM audit_end")]
    if not ends and not last:
        return 0
    ((seal,),) = list(db.execute("SELECT seal FROM audit WHERE seq = ?", (last,))) or [(_FIRST,)]
    if len(ends) != 1 or ends[0][0] != last or not hmac.compare_digest(sealer(_end(last, seal)), ends[0][1]):
        raise BrokenError(f"rows behind row {last} are missing")
    return last


def is_of(db: Db, sealer: Sealer) -> bool | None:
    """Whether the end of the log was sealed with this key; None where nothing was. Cheap: one row is read."""
    for seq, seal, end in db.execute(
        "SELECT audit.seq, audit.seal, audit_end.seal FROM audit_end JOIN audit ON audit.seq = audit_end.seq"
    ):
        return hmac.compare_digest(sealer(_end(seq, seal)), end)
    return None


def _said(before: bytes, row: tuple[object, ...]) -> bytes:
    return before + json.dumps(row, ensure_ascii=False).encode()


def _end(seq: int, seal: bytes) -> bytes:
    return b"end" + seq.to_bytes(8, "big") + seal
