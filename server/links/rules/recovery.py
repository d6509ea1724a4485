"""Recovery links: a code that gives the right to manage back, once; only its hash is kept."""

import hashlib
import secrets
from functools import partial
from typing import Final

from crdt.roles import Role
from server.clock import now_ms
from server.deeds import Done
from server.errors import GoneError
from server.ids import DeviceId
from server.links.rules.sharing import first_open
from server.secrets.tokens import new_link_id
from server.storage import Db, Engine, managing
from server.storage.rights import handovers, links, openings, recoveries
from server.storage.rights.handovers import Handover
from server.storage.rights.links import Link
from server.targets import Target
from server.visitors.freeze import unfrozen

_CODE_BYTES: Final = 16


async def new_recovery(engine: Engine, *, target: Target, by: DeviceId) -> Done[str]:
    """A new code, in the place of the one before. Raises ConflictError while a loss is pending."""
    await unfrozen(engine, target)
    code = await engine.write(partial(put_recovery, target=target, by=by, at=now_ms()))
    return Done(what="recovery-made", result=code)


def put_recovery(db: Db, *, target: Target, by: DeviceId, at: int) -> str:
    """The same where a loss is no matter: of what has just been begun."""
    code = secrets.token_urlsafe(_CODE_BYTES)
    recoveries.put(db, target, hash_=_hash_of(code), by=by, at=at)
    return code


def recovered_by(db: Db, code: str) -> Target | None:
    """What a code gives back; None for one that is spent or was never one."""
    return recoveries.find(db, _hash_of(code))


def spend(db: Db, *, code: str, device: DeviceId, at: int) -> Done[Link]:
    """Let a device manage from now on; a link that edits, made anew where all were closed.

    Raises GoneError for a code that is spent or was never one.
    """
    hash_, target = _hash_of(code), recovered_by(db, code)
    if target is None:
        raise GoneError("recovery_over")
    is_new = not managing.is_managed_by(db, target, device)
    made_by = recoveries.spend(db, hash_, target, device)
    if made_by is not None and is_new:
        handover = Handover(target=target, from_device=made_by, to_device=device, was_kept=True)
        handovers.insert(db, handover, at)
    way_in = first_open(links.of_target(db, target), Role.EDIT, at)
    if way_in is None:
        way_in = Link(id=new_link_id(), target=target, role=Role.EDIT)
        links.insert(db, way_in, by=device, at=at)
    openings.opened(db, device, target, way_in.used, at)
    return Done(what="recovery-used", result=way_in, details={"subject": str(target)})


def _hash_of(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
