"""A press that ends a right: connections end, the rows are written."""

from functools import partial

from crdt.seat import Close
from server.clock import now_ms
from server.links.rules import ending
from server.links.rules.ending import Ending
from server.live.guests import Guests
from server.live.revocations import Revocation
from server.storage import Engine


async def press(
    engine: Engine, guests: Guests, does: Ending, *, told: str | None, also_seen: bool, detail: str
) -> Ending:
    """`told` and `also_seen` as `ending.do` has them; `detail` is said to the connections that end.

    Raises ConflictError where something else would end by now than the page has told.
    """
    seen = does.seen if also_seen else ()
    ends = Revocation((*does.ids, *seen), why=Close.WITHDRAWN, detail=detail)
    others = guests.devices().difference(does.devices)
    own = Revocation(
        [target.id for target in does.scope], why=Close.CHANGED, detail=detail, but=others, only_own=True
    )
    work = partial(ending.do, of=does.of, told=told, also_seen=also_seen, at=now_ms())
    async with guests.revoking(ends), guests.revoking(own):
        return await engine.write(work)
