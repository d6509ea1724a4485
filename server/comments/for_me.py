"""Pour moi: comments that name a visitor, answer them, or began a thread for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from crdt.roles import Role
from export.languages.folding import fold_line
from server.ids import DeviceId
from server.storage import Db, for_me, kept_rights, members
from server.storage.for_me import Said
from server.storage.readable import rights

SINCE_MS: Final = 90 * 24 * 3600 * 1000
MOST: Final = 100


class Why(StrEnum):
    """What makes it one for the visitor."""

    ASKED = "asked"
    NAMED = "named"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForMe:
    """One entry; `is_new` until the visitor has opened the page."""

    said: Said
    why: Why
    is_new: bool


def listed(db: Db, device: DeviceId, name: str | None, *, proof: str, now: int) -> list[ForMe]:
    """The latest, at most MOST; `name` is what the visitor of the device is called.

    Each note is asked for its right now: comments are for who may comment.
    """
    own = kept_rights.visitors(db, device)
    is_member = members.ends_at(db, device, proof=proof, now=now) is not None
    found = for_me.said(db, device, own, is_member=is_member, since=now - SINCE_MS)
    meant = list(_meant(found, name or ""))
    if not meant:
        return []
    near = {id_ for said, _ in meant for id_ in (said.note, said.binder) if id_}
    held, seen = rights(db, device, proof=proof, now=now, among=near), for_me.seen_at(db, device)
    entries = (
        ForMe(said=said, why=why, is_new=said.at > seen)
        for said, why in meant
        if (role := held.role(said.note, said.binder)) is not None and role.allows(Role.COMMENT)
    )
    return list(islice(entries, MOST))


def count_new(db: Db, device: DeviceId, name: str | None, *, proof: str, now: int) -> int:
    """How many the visitor has not seen."""
    return sum(one.is_new for one in listed(db, device, name, proof=proof, now=now))


def _meant(found: list[Said], name: str) -> Iterator[tuple[Said, Why]]:
    me, others = fold_line(name), {fold_line(said.name) for said in found}
    longer = [one for one in others if me and one.startswith(me) and one != me]
    for said in found:
        at = _mention(fold_line(said.text), me, longer)
        if at is not None:
            yield said, Why.ASKED if said.is_first and at == 0 else Why.NAMED
        elif said.is_answer:
            yield said, Why.ANSWERED


def _mention(text: str, me: str, longer: list[str]) -> int | None:
    """Where `@` and the name stand, as web/src/comments/names.ts finds them; not in a longer known name."""
    if not me:
        return None
    for match in re.finditer(rf"(?<![^\W_])@{re.escape(me)}(?![^\W_])", text):
        rest = text[match.start() + 1 :]
        if not any(rest.startswith(one) for one in longer):
            return match.start()
    return None
