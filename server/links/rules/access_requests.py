"""Access that is asked for at a target's own address: counted, kept, given or refused by managers."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Final

from crdt.roles import Role
from server.clock import now_ms
from server.deeds import Done
from server.errors import NotFoundError, TooOftenError
from server.ids import DeviceId, VisitorId
from server.secrets.attempts import Allowance, Attempts
from server.storage import Db, Engine, binders, devices, folders, notes
from server.storage.devices import Device
from server.storage.folders import FolderRow
from server.storage.rights import access_asks, access_requests, targets
from server.storage.rights.access_asks import Ask, Networks
from server.storage.rights.access_requests import AccessRequest, Given
from server.targets import FolderTarget, NoteTarget, Target

GIVEN: Final = (Role.READ, Role.COMMENT, Role.EDIT)
_OF_DEVICE: Final = Allowance(at_once=5, every_s=600)
_OF_NETWORK: Final = Allowance(at_once=30, every_s=60)
_NOT_SENT: Final = {Ask.FULL: "asked_full", Ask.NETWORK: "asked_network"}
# When somebody may have answered.
_DAY_S: Final = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a target is called where it is not the one that is looked at."""

    title: str | None = None
    folder: FolderRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What waits and what was given, each with where; whether it `takes` requests; the `names` there."""

    asked: list[tuple[AccessRequest, Named]]
    given: list[tuple[Given, Named]]
    takes: bool
    names: Mapping[str, frozenset[VisitorId]]


def count_ask(attempts: Attempts, device: Device | None, network: str, now_s: float) -> None:
    """Raises TooOftenError; before anything is looked for or written."""
    allowed: dict[Hashable, Allowance] = {("network", network): _OF_NETWORK}
    if device is not None:
        allowed["device", device.id] = _OF_DEVICE
    wait_s = attempts.take(allowed, now_s)
    if wait_s > 0:
        raise TooOftenError("asked_too_often", retry_s=ceil(wait_s), minutes=ceil(wait_s / 60))


async def ask(engine: Engine, *, device: Device, name: str, target: Target, networks: Networks) -> None:
    """Keep a request, whether there is such a target or not. Raises TooOftenError where too many wait."""
    work = partial(_put, device=device, name=name, target=target, networks=networks, at=now_ms())
    asked = await engine.write(work)
    if asked is not Ask.SENT:
        raise TooOftenError(_NOT_SENT[asked], retry_s=_DAY_S)


def refuse_all(db: Db, *, target: Target, by: DeviceId | None, at: int) -> Done[None]:
    """Refuse all that wait, those for what is in a classeur too."""
    waiting = _waiting(db, target, at)
    for one in waiting:
        access_requests.answer(db, one, None, by=by, at=at)
    return Done(what="access-refused", result=None, details={"many": len(waiting)})


def take_requests(db: Db, *, target: Target, takes: bool, at: int) -> Done[None]:
    """Whether requests are taken there."""
    if takes:
        access_asks.open_again(db, target)
    else:
        access_asks.shut(db, target, at)
    return Done(what="asking-changed", result=None, details={"asks": takes})


def answer(
    db: Db, *, target: Target, id_: str, role: Role | None, by: DeviceId | None, at: int
) -> Done[None]:
    """Give the device that asked a right, or none. Raises NotFoundError where no such request waits."""
    found = next((one for one in _waiting(db, target, at) if one.id == id_), None)
    if found is None:
        raise NotFoundError("no_request")
    access_requests.answer(db, found, role, by=by, at=at)
    details = {"to": found.visitor, "on": str(found.target)} | ({"role": role.value} if role else {})
    return Done(what="access-given" if role else "access-refused", result=None, details=details)


def inside(db: Db, *, target: Target, of: object) -> Target:
    """A target, or what it holds by the id `of`. Raises NotFoundError."""
    if not of or of == target.id:
        return target
    found = next((one for one in binders.targets_in(db, target) if one.id == of), None)
    if found is None:
        raise NotFoundError("nobody")
    return found


def count(db: Db, target: Target, now: int) -> int:
    """How many requests wait, those for what is in a classeur too."""
    return len(_waiting(db, target, now))


def look(db: Db, *, target: Target, now: int) -> Found:
    """What who manages is told."""
    waiting = _waiting(db, target, now)
    given = access_requests.given(db, target)
    return Found(
        asked=[(one, _named(db, one.target, target)) for one in waiting],
        given=[(one, _named(db, one.target, target)) for one in given],
        takes=not access_asks.is_shut(db, target.id),
        names=access_requests.named_there(db, target) if waiting else {},
    )


def _named(db: Db, target: Target, looked_at: Target) -> Named:
    if target == looked_at:
        return Named()
    match target:
        case NoteTarget(note):
            return Named(title=notes.title(db, note))
        case FolderTarget(id_):
            return Named(folder=folders.find(db, id_))
        case _:
            return Named()


def _waiting(db: Db, target: Target, now: int) -> list[AccessRequest]:
    return access_requests.open_of(db, [target, *binders.targets_in(db, target)], now)


def _put(db: Db, *, device: Device, name: str, target: Target, networks: Networks, at: int) -> Ask:
    """The name is written in any case: what is there and what is not take one commit."""
    devices.rename(db, device.visitor, name)
    standing = targets.standing(db, target)
    is_there = standing.exists and not standing.is_in_trash
    return access_requests.put(db, device.id, target, at, networks=networks, exists=is_there)
