"""Changes a link while people use it: its right, name, end, password and more."""

from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from crdt.roles import Role
from crdt.seat import Close
from server.clock import now_ms
from server.deeds import Done
from server.errors import BadInputError, ConflictError, ForbiddenError
from server.ids import DeviceId, LinkId
from server.links.rules.caps import cap_made, capped
from server.links.rules.sharing import Hash, admit, find, may_change
from server.live.revocations import Revocation, Revoker
from server.rights.access import Access
from server.storage import Db, Engine, password_grants
from server.storage.rights import links
from server.storage.rights.links import Link
from server.targets import BinderTarget, Target

_LOCK: Final = {"password"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lock:
    """The password that a link gets: its hash, or none. `by` knows it."""

    password_hash: str | None
    by: DeviceId | None


async def change(
    engine: Engine,
    revoker: Revoker,
    hashed: Hash,
    values: dict[str, Any],
    *,
    access: Access[Target],
    link: LinkId,
) -> Done[None]:
    """Change what is given. Connections with another right or expiry than now reconnect.

    Raises NotFoundError, ForbiddenError, BadInputError, ConflictError.
    """
    was = (await engine.read(partial(find, access=access, link=link))).link
    if not may_change(access, was):
        raise ForbiddenError("not_yours")
    now = changed(was, values)
    if not access.role.allows(now.role):
        raise ForbiddenError("role", role=access.role.value)
    lock = await _lock(hashed, values["password"], access.device) if "password" in values else None
    work = partial(_write, access=access, was=was, link=now, lock=lock, at=now_ms())
    async with await _cutting_off(engine, revoker, was, now, lock):
        await engine.write(work)
    what = "link-locked" if set(values) == _LOCK else "link-changed"
    return Done(what=what, result=None, details=_details(was, now, lock))


def changed(link: Link, values: dict[str, Any]) -> Link:
    """The link as it is asked to be. Raises BadInputError, ConflictError.

    A link to print stays one: what it gives, its door and its count are others than those of the rest.
    """
    if not values:
        raise BadInputError("bad_request")
    if not link.is_open(now_ms()):
        raise ConflictError("link_over")
    role = values.get("role", link.role)
    if (role is Role.PRINT) is not (link.role is Role.PRINT):
        raise BadInputError("stays_print")
    if role is not Role.PRINT and values.get("max_openings") is not None:
        raise BadInputError("only_print")
    if role is Role.PRINT and "carry_hours" in values:
        raise BadInputError("never_print")
    return replace(
        link,
        role=role,
        label=values.get("label", link.label),
        expires_at=values.get("expires_at", link.expires_at),
        max_openings=values.get("max_openings", link.max_openings),
        carry_hours=values.get("carry_hours", link.carry_hours),
    )


async def _lock(hashed: Hash, password: str | None, by: DeviceId | None) -> _Lock:
    return _Lock(password_hash=await hashed(password) if password else None, by=by)


async def _cutting_off(
    engine: Engine, revoker: Revoker, was: Link, now: Link, lock: _Lock | None
) -> AbstractAsyncContextManager[None]:
    """Connections to close during the commit: they reconnect, unless they must give a password."""
    if (was.role, was.expires_at) != (now.role, now.expires_at):
        made = await engine.read(partial(links.made_through, these=[was.id]))
        ends = [was.id, *(one.id for one in made)]
        return revoker.revoking(Revocation(ends, why=Close.CHANGED, detail="this link was changed"))
    if lock is None or lock.password_hash is None:
        return nullcontext()
    know = await engine.read(partial(_know, link=was, by=lock.by))
    return revoker.revoking(
        Revocation([was.id], why=Close.LOCKED, detail="this link asks for its password", but=know)
    )


def _write(db: Db, *, access: Access[Target], was: Link, link: Link, lock: _Lock | None, at: int) -> None:
    found = find(db, access=access, link=link.id).link
    if replace(found, openings=was.openings, used_at=was.used_at) != was:
        raise ConflictError("link_changed")
    link = capped(db, link, at)
    links.change(db, link, at)
    cap_made(db, link, at)
    if was.role is Role.EDIT and link.role is not Role.EDIT and not _leaves_one(db, access, link, at):
        raise ConflictError("last_edit")
    if lock is not None:
        password_grants.change_password(db, link.id, lock.password_hash, at)
        admit(db, link.id, lock.by, lock.password_hash, at)


def _leaves_one(db: Db, access: Access[Target], link: Link, at: int) -> bool:
    """Whether another link still lets somebody write, and so manage; a classeur needs none."""
    if isinstance(access.target, BinderTarget):
        return True
    others = (one for one in links.of_target(db, access.target) if one.id != link.id)
    return any(one.role is Role.EDIT and one.is_open(at) for one in others)


def _know(db: Db, *, link: Link, by: DeviceId | None) -> frozenset[DeviceId]:
    """Devices exempt from a new password: the one that sets it, and managers."""
    return password_grants.managing(db, link) | ({by} if by is not None else set())


def _details(was: Link, now: Link, lock: _Lock | None) -> dict[str, Any]:
    """Details for the audit log: which settings changed, without text."""
    details: dict[str, Any] = {}
    if was.role is not now.role:
        details |= {"role": now.role.value, "was": was.role.value}
    if was.expires_at != now.expires_at:
        details["expires_at"] = now.expires_at
    if was.max_openings != now.max_openings:
        details["max_openings"] = now.max_openings
    if was.carry_hours != now.carry_hours:
        details["carry_hours"] = now.carry_hours
    if was.label != now.label:
        details["label"] = "changed"
    if lock is not None:
        details["password"] = "set" if lock.password_hash else "removed"
    return details
