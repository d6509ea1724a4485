"""The links of a note, a pochette or a classeur: which are made, found, shown and changed, and by whom."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias

from crdt.roles import Role
from export.note.formats import Format
from server.clock import now_ms
from server.deeds import Done
from server.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from server.ids import DeviceId, LinkId
from server.links.rules.caps import capped, rests_on
from server.links.rules.fields import read_link_fields
from server.paper.layout import USUAL
from server.rights.access import Access
from server.secrets.tokens import new_link_id
from server.storage import Db, Engine, password_grants, print_links
from server.storage.print_links import PrintLink, Source
from server.storage.rights import links
from server.storage.rights.links import CARRY_HOURS, Link
from server.targets import BinderTarget, Target

Hash: TypeAlias = Callable[[str], Awaitable[str]]
"""Hashes a password when it is its turn; raises BusyError where too many wait."""
MOST_LINKS = 200
# Of those that mails brought, which are counted apart: a list has up to 500 addresses.
MOST_MAILED = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLink:
    """A link, and what it prints where it is one to print.

    `is_known`: whoever asks may be shown its address.
    """

    link: Link
    prints: PrintLink
    is_known: bool = False


async def make(
    engine: Engine,
    hashed: Hash,
    asked: Mapping[str, object],
    *,
    access: Access[Target],
    proof: str,
) -> Done[SharedLink]:
    """A link to what the request's own opens, at most as strong. Raises ForbiddenError, BadInputError."""
    values = read_link_fields(asked)
    shared = draft(access, values)
    if password := values.get("password"):
        shared = replace(shared, link=replace(shared.link, password_hash=await hashed(password)))
    await engine.write(partial(insert, access=access, shared=shared, proof=proof, at=now_ms()))
    found = await engine.read(partial(find, access=access, link=shared.link.id))
    made = replace(found, is_known=True)  # to a program without a cookie too
    details = {"link": made.link.id, "role": made.link.role.value}
    has_password = {"password": "set"} if made.link.password_hash else {}
    return Done(what="link-made", result=made, details=details | has_password)


def draft(access: Access[Target], values: Mapping[str, Any]) -> SharedLink:
    """A link that is not there yet, at most as strong as the right. Raises ForbiddenError, BadInputError."""
    role: Role = values.get("role", Role.READ)
    if not access.role.allows(role):
        raise ForbiddenError("role", role=access.role.value)
    if role is Role.PRINT and isinstance(access.target, BinderTarget):
        raise BadInputError("bad_link", field="role", expected="read, comment, edit")
    link = Link(
        id=new_link_id(),
        target=access.target,
        role=role,
        label=values.get("label", ""),
        expires_at=values.get("expires_at"),
        max_openings=values.get("max_openings"),
        carry_hours=values.get("carry_hours", CARRY_HOURS),
    )
    prints = PrintLink(
        link=link.id,
        source=values.get("source", Source.LIVE),
        format=values.get("format", Format.NOTE),
        recipient=values.get("recipient", ""),
        copy_number=values.get("copy_number"),
        **values.get("setting", USUAL).how,
    )
    if role is not Role.PRINT and (link.max_openings is not None or prints != PrintLink(link=link.id)):
        raise BadInputError("only_print")
    if role is Role.PRINT and "carry_hours" in values:
        raise BadInputError("never_print")
    return SharedLink(link=link, prints=prints)


def open_links(db: Db, access: Access[Target], at: int, *, mailed: bool = False) -> int:
    """How many links are open to what the request's own opens; those that mails brought are counted apart."""
    return sum(link.is_open(at) and link.mailed is mailed for link in links.of_target(db, access.target))


def insert(db: Db, *, access: Access[Target], shared: SharedLink, proof: str, at: int) -> None:
    """Write one down, with the link through which it is made. Raises BadInputError where there are too many.

    ForbiddenError, ConflictError where that link gives less by now.
    """
    if not shared.link.mailed and open_links(db, access, at) >= MOST_LINKS:
        raise BadInputError("too_many_links", most=MOST_LINKS)
    by = rests_on(db, access, shared.link.role, proof=proof, now=at)
    links.insert(db, capped(db, replace(shared.link, through=by), at), by=access.device, at=at)
    if shared.link.role is Role.PRINT:
        print_links.insert(db, shared.prints)
    admit(db, shared.link.id, access.device, shared.link.password_hash, at)


def admit(db: Db, link: LinkId, device: DeviceId | None, password_hash: str | None, at: int) -> None:
    """The device that sets a password is granted it."""
    if device is not None and password_hash is not None:
        password_grants.admit(db, link, device, password_hash=password_hash, at=at)


def every(db: Db, *, access: Access[Target]) -> list[SharedLink]:
    """The links of what the request's own link opens, the newest first."""
    known = known_to(db, access)
    return [_shared(db, link, known) for link in reversed(links.of_target(db, access.target))]


def known_to(db: Db, access: Access[Target]) -> Callable[[Link], bool]:
    """Which addresses a request is shown: all for who manages, else those it has made or came by.

    A link that somebody else made would outlive the right of who was shown it.
    """
    if access.role.allows(Role.MANAGE):
        return lambda _: True
    known = links.known_to(db, access.device, access.target) if access.device else frozenset()
    return lambda link: link.id in known or link.id == access.link


def _shared(db: Db, link: Link, known: Callable[[Link], bool]) -> SharedLink:
    return SharedLink(link=link, prints=print_links.find(db, link.id), is_known=known(link))


def find(db: Db, *, access: Access[Target], link: LinkId) -> SharedLink:
    """One link of what the request's own opens. Raises NotFoundError."""
    found = next((one for one in links.of_target(db, access.target) if one.id == link), None)
    if found is None:
        raise NotFoundError("not_found")
    return _shared(db, found, known_to(db, access))


def may_change(access: Access[Target], link: Link) -> bool:
    """Whether this visitor may change and close a link: its maker, and managers."""
    is_ours = link.created_by is not None and link.created_by == access.device
    return is_ours or access.role.allows(Role.MANAGE)


def changeable(db: Db, *, access: Access[Target], link: LinkId, now: int) -> Link:
    """One link, open and this visitor's to change. Raises NotFoundError, ForbiddenError, ConflictError."""
    found = find(db, access=access, link=link).link
    if not may_change(access, found):
        raise ForbiddenError("not_yours")
    if not found.is_open(now):
        raise ConflictError("link_over")
    return found


def first_open(found: list[Link], role: Role, now: int) -> Link | None:
    """The oldest link with exactly this role that still works, rather one without a password."""
    works = [link for link in found if link.role is role and link.is_open(now)]
    return min(works, key=lambda link: link.password_hash is not None, default=None)
