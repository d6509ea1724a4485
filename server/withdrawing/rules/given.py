"""Access that was given by hand: taken away, or lowered."""

from functools import partial

from server.clock import now_ms
from server.deeds import Done
from server.errors import BadInputError, NotFoundError
from server.ids import VisitorId
from server.links.rules import ending
from server.links.rules.ending import Ended, Ending
from server.live.guests import Guests
from server.storage import Db, Engine
from server.storage.rights import access_requests as rows
from server.storage.rights.access_requests import Given
from server.targets import Target
from server.withdrawing.rules.press import press


def given(db: Db, *, target: Target, of: VisitorId) -> Given:
    """Raises NotFoundError for who was given nothing there."""
    found = next((one for one in rows.given(db, target) if (one.visitor, one.target) == (of, target)), None)
    if found is None:
        raise NotFoundError("nobody")
    return found


async def take_away(
    engine: Engine, guests: Guests, of: Ended, *, told: str | None, also_seen: bool
) -> Done[Ending]:
    """Leave `of.left` of what was given, or nothing; what is open by it ends at once.

    Raises NotFoundError for who was given nothing there, BadInputError where it would not be lower,
    ConflictError where something else would end by now than was `told`.
    """
    was = await engine.read(partial(given, target=of.target, of=of.visitor))
    if of.left is not None and (of.left is was.role or not was.role.allows(of.left)):
        raise BadInputError("bad_link", field="role", expected="lower", pointer="/role")
    does = await engine.read(partial(ending.find, of=of, now=now_ms()))
    detail = "this right was taken back"
    done = await press(engine, guests, does, told=told, also_seen=also_seen, detail=detail)
    more = {"left": of.left.value} if of.left else {}
    details = {"visitor": was.visitor, "on": str(of.target)} | more | done.facts()
    return Done(what="access-ended", result=done, details=details)
