"""Kept lists of addresses: each belongs to a classeur; what is deleted here is in no other table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from export.languages.folding import sort_key
from server.ids import BinderId
from server.storage import Db


@dataclass(frozen=True, slots=True, kw_only=True)
class MailList:
    """A named list, its addresses in the order of their letters. `changed_at`: ms since 1970."""

    id: str
    binder: BinderId
    name: str
    changed_at: int
    addresses: tuple[str, ...] = ()


def insert(db: Db, one: MailList) -> None:
    db.execute(
        "INSERT INTO mail_lists (id, binder, name, changed_at) VALUES (?, ?, ?, ?)",
        (one.id, one.binder, one.name, one.changed_at),
    )
    add(db, one.id, one.addresses)


def of_binder(db: Db, binder: BinderId) -> list[MailList]:
    """With their addresses, in the order of their names."""
    rows = list(db.execute("SELECT id, name, changed_at FROM mail_lists WHERE binder = ?", (binder,)))
    found = [
        MailList(id=id_, binder=binder, name=name, changed_at=changed_at, addresses=_addresses(db, id_))
        for id_, name, changed_at in rows
    ]
    return sorted(found, key=lambda one: (sort_key(one.name), one.id))


def find(db: Db, binder: BinderId, id_: str) -> MailList | None:
    """One of this classeur, and of no other."""
    return next((one for one in of_binder(db, binder) if one.id == id_), None)


def count(db: Db, binder: BinderId) -> int:
    ((many,),) = db.execute("SELECT count(*) FROM mail_lists WHERE binder = ?", (binder,))
    return int(many)


def add(db: Db, id_: str, addresses: Iterable[str]) -> None:
    """Those that it has already are there once."""
    for address in addresses:
        db.execute(
            "INSERT INTO mail_list_addresses (list, address) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (id_, address),
        )


def put(db: Db, one: MailList, at: int) -> None:
    """Its name and its addresses as they are to be."""
    db.execute("UPDATE mail_lists SET name = ?, changed_at = ? WHERE id = ?", (one.name, at, one.id))
    take_out(db, one.id, _addresses(db, one.id))
    add(db, one.id, one.addresses)


def take_out(db: Db, id_: str, addresses: Sequence[str]) -> None:
    for address in addresses:
        db.execute("DELETE FROM mail_list_addresses WHERE list = ? AND address = ?", (id_, address))


def delete(db: Db, id_: str) -> None:
    """With its addresses."""
    take_out(db, id_, _addresses(db, id_))
    db.execute("DELETE FROM mail_lists WHERE id = ?", (id_,))


def _addresses(db: Db, id_: str) -> tuple[str, ...]:
    rows = db.execute("SELECT address FROM mail_list_addresses WHERE list = ?", (id_,))
    return tuple(sorted((address for (address,) in rows), key=str.casefold))
