"""SQL of the leader, for PostgreSQL alone: an advisory lock of a session, which ends with it."""

from typing import Final

from server.storage.ownership import Connection

# "lead", and beside it the schema: several instances may share a database.
_LOCK: Final = 0x6C656164


async def end_when_silent(db: Connection, seconds: float) -> None:
    """Have the server end this session, and its lock, once its process is frozen or cannot be reached."""
    await db.execute("SELECT set_config('idle_session_timeout', %s, false)", (f"{round(seconds * 1000)}ms",))


async def take(db: Connection) -> bool:
    """Become the leader, where nobody is."""
    found = await db.execute(
        "SELECT pg_try_advisory_lock(%s, hashtext(current_schema()::text))",
        (_LOCK,),
    )
    row = await found.fetchone()
    return bool(row and row[0])


async def is_held(db: Connection) -> bool:
    """Whether this very session is the leader's: behind a pooler it may be another one from time to time."""
    found = await db.execute(
        "SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted"
        " AND classid = %s AND objid = hashtext(current_schema()::text)::oid AND objsubid = 2"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        (_LOCK,),
    )
    return await found.fetchone() is not None
