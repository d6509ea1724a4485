"""Outbox: mails and webhook calls as rows, their state, and the PDFs that they enclose."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from server.ids import LinkId, NoteId, VisitorId
from server.storage import Db
from server.storage.rights import links
from server.storage.rights.links import Link
from server.storage.rights.targets import named, target_of
from server.storage.sql import marks
from server.targets import Target, columns_of

_FIELDS: Final = (
    "id, batch, target, kind, recipient, gives, content, enclosure, state, tries, due_at,"
    " made_at, made_by, ended_at, why, answer, link, generation"
)
_READ: Final = ", ".join((*(f"sendings.{field}" for field in _FIELDS.split(", ")), target_of("sendings")))
_SELECT: Final = f"SELECT {_READ} FROM sendings"  # noqa: S608 - constants
_LISTED: Final = 600


class Kind(StrEnum):
    """By which way it leaves."""

    MAIL = "mail"
    HOOK = "hook"


class State(StrEnum):
    """Delivery state. `HANDING`: it may have left at any moment; `MAYBE`: unknown whether it has."""

    WAITING = "waiting"
    HANDING = "handing"
    SENT = "sent"
    REFUSED = "refused"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One row. `content` is what there is to say, empty once that is deleted. Times: ms since 1970.

    `link` and its `generation` are what a mail brings or has brought.
    """

    id: str
    batch: str
    target: Target
    kind: Kind
    recipient: str
    gives: str
    content: Mapping[str, Any] = field(default_factory=dict)
    enclosure: str | None = None
    state: State = State.WAITING
    tries: int = 0
    due_at: int
    made_at: int
    made_by: VisitorId
    ended_at: int | None = None
    why: str = ""
    answer: str = ""
    link: LinkId | None = None
    generation: int = 1


def insert(db: Db, sending: Sending) -> None:
    one = sending
    db.execute(
        f"INSERT INTO sendings ({_FIELDS}) VALUES ({', '.join('?' * 18)})",  # noqa: S608 - a constant
        (
            *(one.id, one.batch, one.target.id, one.kind.value, one.recipient, one.gives),
            *(json.dumps(dict(one.content), ensure_ascii=False), one.enclosure, one.state.value, one.tries),
            *(one.due_at, one.made_at, one.made_by, one.ended_at, one.why, one.answer),
            *(one.link, one.generation),
        ),
    )


def enclose(db: Db, id_: str, pdf: bytes, target: Target) -> None:
    """Keep a PDF of a note or a pochette for the mails that carry it."""
    row = (id_, *columns_of(target)[:2], pdf)
    db.execute("INSERT INTO enclosures (id, note, folder, pdf) VALUES (?, ?, ?, ?)", row)


def enclosed(db: Db, id_: str) -> bytes | None:
    return next((pdf for (pdf,) in db.execute("SELECT pdf FROM enclosures WHERE id = ?", (id_,))), None)


def find(db: Db, id_: str) -> Sending | None:
    return next(iter(_sendings(db.execute(f"{_SELECT} WHERE id = ?", (id_,)))), None)


def of_batch(db: Db, batch: str) -> list[Sending]:
    return _sendings(db.execute(f"{_SELECT} WHERE batch = ? ORDER BY recipient, id", (batch,)))


def mails(db: Db, target: Target) -> list[Sending]:
    """The mails of a note, a pochette or a classeur, the latest first."""
    query = f"{_SELECT} WHERE target = ? AND kind = ? ORDER BY made_at DESC, recipient LIMIT ?"
    return _sendings(db.execute(query, (target.id, Kind.MAIL.value, _LISTED)))


def outdated(db: Db, now: int, target: Target) -> list[Sending]:
    """The newest mail of each address and link where the link still opens, at another address by now.

    Those of what is in a classeur too. Mails that were refused for another reason are left out: their link
    never arrived.
    """
    inside = "SELECT id FROM notes WHERE binder = ? UNION ALL SELECT id FROM folders WHERE binder = ?"
    return _outdated(db, now, f"(target = ? OR target IN ({inside}))", (target.id,) * 3)


def outdated_by(db: Db, now: int, these: Collection[LinkId]) -> list[Sending]:
    """The same of mails that have brought any of these links."""
    return _outdated(db, now, f"link IN ({marks(these)})", tuple(these))


def recipients(db: Db, these: Collection[LinkId]) -> list[tuple[LinkId, str]]:
    """Which of these links mails have brought, and to whom, in the order of the alphabet of the latter.

    After a restore nobody is known: a backup holds no mails.
    """
    rows = db.execute(
        f"SELECT DISTINCT link, recipient FROM sendings WHERE kind = 'mail' AND link IN ({marks(these)})"  # noqa: S608
        " AND (state <> 'refused' OR why = 'renewed') ORDER BY recipient, link",
        tuple(these),
    )
    return [(LinkId(link), recipient) for link, recipient in rows]


def _outdated(db: Db, now: int, where: str, values: tuple[object, ...]) -> list[Sending]:
    rows = db.execute(
        f"SELECT {_READ} FROM (SELECT *, row_number() OVER (PARTITION BY link, recipient"  # noqa: S608 - constants
        " ORDER BY made_at DESC, id) AS place FROM sendings"
        f" WHERE {where} AND kind = 'mail'"
        " AND link IS NOT NULL AND (state <> 'refused' OR why = 'renewed')) AS sendings"
        " JOIN links ON links.id = sendings.link AND links.generation > sendings.generation"
        " WHERE place = 1 ORDER BY sendings.recipient, sendings.id",
        values,
    )
    return [one for one in _sendings(rows) if one.link and _opens(links.find(db, one.link), now)]


def _opens(link: Link | None, now: int) -> bool:
    return link is not None and link.is_open(now) and not link.is_spent


def hooks(db: Db, most: int) -> list[Sending]:
    """The calls to other programs, the latest first."""
    query = f"{_SELECT} WHERE kind = ? ORDER BY made_at DESC, id LIMIT ?"
    return _sendings(db.execute(query, (Kind.HOOK.value, most)))


def next_due(db: Db, kinds: Iterable[Kind]) -> Sending | None:
    """The next one due, now or later."""
    known = [kind.value for kind in kinds]
    query = f"{_SELECT} WHERE state = 'waiting' AND kind IN ({marks(known)}) ORDER BY due_at, id LIMIT 1"
    return next(iter(_sendings(db.execute(query, known))), None)


def due_like(db: Db, sending: Sending, at: int) -> list[Sending]:
    """All that is to be tried by now and goes the same way; hooks go each its own."""
    query = f"{_SELECT} WHERE state = 'waiting' AND kind = ? AND due_at <= ?"
    if sending.kind is Kind.MAIL:
        return _sendings(db.execute(query, (sending.kind.value, at)))
    return _sendings(db.execute(f"{query} AND recipient = ?", (sending.kind.value, at, sending.recipient)))


def waiting(db: Db) -> int:
    """How many have still to leave."""
    ((count,),) = db.execute("SELECT count(*) FROM sendings WHERE state IN ('waiting', 'handing')")
    return int(count)


def waiting_by_mail(db: Db) -> int:
    """How many mails have still to leave."""
    ((count,),) = db.execute(
        "SELECT count(*) FROM sendings WHERE kind = 'mail' AND state IN ('waiting', 'handing')"
    )
    return int(count)


def weight(db: Db) -> int:
    """Bytes of the PDFs that are kept."""
    ((size,),) = db.execute("SELECT coalesce(sum(length(pdf)), 0) FROM enclosures")
    return int(size)


def begin(db: Db, id_: str, due_at: int) -> bool:
    """Count a try before it is made: where nothing more is heard of it, it is made again then."""
    query = "UPDATE sendings SET tries = tries + 1, due_at = ? WHERE id = ? AND state = 'waiting' RETURNING 1"
    return bool(list(db.execute(query, (due_at, id_))))


def hand(db: Db, id_: str) -> bool:
    """From now on it may have left; False where it was taken back, and then it must not."""
    query = "UPDATE sendings SET state = 'handing' WHERE id = ? AND state = 'waiting' RETURNING 1"
    return bool(list(db.execute(query, (id_,))))


def handed(db: Db) -> list[Sending]:
    """Those in the state `HANDING`."""
    return _sendings(db.execute(f"{_SELECT} WHERE state = 'handing' ORDER BY id"))


def doubt(db: Db, id_: str, at: int, *, answer: str) -> None:
    """Set `MAYBE`: unknown whether it has left. Its content stays for a while, for another try."""
    db.execute(
        "UPDATE sendings SET state = 'maybe', ended_at = ?, why = 'maybe', answer = ?"
        " WHERE id = ? AND state IN ('waiting', 'handing')",
        (at, answer, id_),
    )


def sent(db: Db, id_: str, at: int) -> None:
    """Set `SENT`, and delete its content."""
    db.execute(
        "UPDATE sendings SET state = 'sent', ended_at = ?, why = '', answer = '', content = NULL,"
        " enclosure = NULL WHERE id = ?",
        (at, id_),
    )
    _drop_enclosures(db)


def later(db: Db, id_: str, due_at: int, *, why: str, answer: str) -> None:
    """It has not left; it is tried again then."""
    db.execute(
        "UPDATE sendings SET state = 'waiting', due_at = ?, why = ?, answer = ?"
        " WHERE id = ? AND state IN ('waiting', 'handing')",
        (due_at, why, answer, id_),
    )


def refuse(db: Db, id_: str, at: int, *, why: str, answer: str) -> None:
    """Set `REFUSED`: no more tries. Its content stays for a while, for another try."""
    db.execute(
        "UPDATE sendings SET state = 'refused', ended_at = ?, why = ?, answer = ?"
        " WHERE id = ? AND state IN ('waiting', 'handing')",
        (at, why, answer, id_),
    )


def again(db: Db, id_: str, at: int) -> bool:
    """Retry now; False if its content is deleted."""
    rows = db.execute(
        "UPDATE sendings SET state = 'waiting', tries = 0, due_at = ?, ended_at = NULL, answer = '', why = ''"
        " WHERE id = ? AND state NOT IN ('sent', 'handing') AND content IS NOT NULL RETURNING 1",
        (at, id_),
    )
    return bool(list(rows))


def sweep(db: Db, at: int, *, given_up: int, forgotten: int, gone: int) -> None:
    """Refuse rows waiting since before `given_up`; delete the content of those ended before `forgotten`,
    and the rows that ended before `gone`. Times: ms since 1970.
    """
    db.execute(
        "UPDATE sendings SET state = 'refused', ended_at = ?, why = 'gave_up'"
        " WHERE state = 'waiting' AND made_at < ?",
        (at, given_up),
    )
    db.execute(
        "UPDATE sendings SET content = NULL, enclosure = NULL"
        " WHERE state IN ('refused', 'maybe') AND ended_at < ?",
        (forgotten,),
    )
    db.execute("DELETE FROM sendings WHERE ended_at < ?", (gone,))
    _drop_enclosures(db)


def take_back(db: Db, note: NoteId, at: int) -> None:
    """A passage was erased from the note: PDFs that hold it leave no more, unless one is just leaving."""
    of_it = "note = ? OR folder IN (SELECT folder FROM folder_items WHERE note = ?)"
    db.execute(
        "UPDATE sendings SET state = CASE state WHEN 'waiting' THEN 'refused' ELSE state END,"  # noqa: S608 - constant
        " ended_at = ?, why = 'erased', content = NULL,"
        f" enclosure = NULL WHERE enclosure IN (SELECT id FROM enclosures WHERE {of_it})",
        (at, note, note),
    )
    _drop_enclosures(db)


def stop(db: Db) -> int:
    """Delete what has still to leave, as a backup has none of it; how many those were."""
    stopped = list(db.execute("DELETE FROM sendings WHERE state IN ('waiting', 'handing') RETURNING id"))
    _drop_enclosures(db)
    return len(stopped)


def _drop_enclosures(db: Db) -> None:
    db.execute(
        "DELETE FROM enclosures WHERE id NOT IN (SELECT enclosure FROM sendings WHERE enclosure IS NOT NULL)"
    )


def _sendings(rows: Iterable[tuple[Any, ...]]) -> list[Sending]:
    return [_sending(row) for row in rows]


def _sending(row: tuple[Any, ...]) -> Sending:
    id_, batch, _, kind, recipient, gives, content, enclosure, state, tries, *rest = row
    due_at, made_at, made_by, ended_at, why, answer, link, generation, target, of_kind = rest
    return Sending(
        id=id_,
        batch=batch,
        target=named(target, of_kind),
        kind=Kind(kind),
        recipient=recipient,
        gives=gives,
        content=json.loads(content) if content is not None else {},
        enclosure=enclosure,
        state=State(state),
        tries=tries,
        due_at=due_at,
        made_at=made_at,
        made_by=made_by,
        ended_at=ended_at,
        why=why,
        answer=answer,
        link=link,
        generation=generation,
    )
