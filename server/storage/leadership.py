"""SQL of the leader, for PostgreSQL alone: a mark of its session, which ends with that."""

from typing import Final

from server.storage import marks
from server.storage.ownership import Connection

# The kind of its mark: several instances may share a database, a schema each.
_KIND: Final = "hashtext('lead ' || current_schema())"


async def end_when_silent(db: Connection, seconds: float) -> None:
    """Have the server end this session, and its lock, once its process is frozen or cannot be reached."""
    await db.execute("SELECT set_config('idle_session_timeout', %s, false)", (f"{round(seconds * 1000)}ms",))


async def take(db: Connection) -> bool:
    """Become the leader, where nobody is. Nobody else does meanwhile."""
    async with db.transaction():
        await db.execute("LOCK TABLE pochette_leading IN EXCLUSIVE MODE")
        if await _is_among(db, marks.OTHERS):
            return False
        taken = await db.execute(f"SELECT pg_try_advisory_lock({_KIND}, %s::int)", (marks.new_number(),))
        return await taken.fetchone() == (True,)


async def is_held(db: Connection) -> bool:
    """Whether this very session is the leader's: behind a pooler it may be another one from time to time."""
    return await _is_among(db, marks.OWN)


async def _is_among(db: Connection, kinds: str) -> bool:
    found = await db.execute(f"SELECT FROM ({kinds}) AS m (kind) WHERE kind = {_KIND}::oid::bigint")
    return await found.fetchone() is not None
