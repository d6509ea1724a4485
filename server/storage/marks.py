"""Marks: advisory locks by which sessions of PostgreSQL see each other, whatever other roles lock.

Every role that may connect may take any advisory lock, and sees those that are taken. So none of ours waits
for one, nor is refused because somebody holds it: a session takes one with a number that nobody guesses, and
looks at those of roles that may act for this one, or for the owner of the database. What must be done by one
alone is done under the lock of a table, for which another role has no right.
"""

import secrets
from typing import Final

_OURS: Final = (
    "FROM pg_locks l JOIN pg_stat_activity a USING (pid) JOIN pg_database d ON d.oid = l.database"
    " WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database()"
    " AND (pg_has_role(a.usesysid, d.datdba, 'MEMBER') OR pg_has_role(a.usesysid, current_user, 'MEMBER'))"
)

TAKE: Final = "SELECT pg_try_advisory_lock(%s::int, %s::int)"
"""Take a mark of a kind, with a number of `new_number`; False where somebody has guessed it."""
OTHERS: Final = f"SELECT DISTINCT l.classid::bigint {_OURS} AND l.objsubid = 2 AND l.pid <> pg_backend_pid()"
"""The kinds of the marks of all other sessions of ours."""
MANY: Final = f"SELECT count(DISTINCT l.pid) {_OURS} AND l.objsubid = 2 AND l.classid::bigint = ANY (%s)"
"""How many sessions of ours have a mark of one of these kinds."""
OWN: Final = (
    "SELECT l.classid::bigint FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2"
    " AND l.pid = pg_backend_pid()"
)
"""The kinds of those of this very session."""
OLD: Final = f"SELECT EXISTS (SELECT {_OURS} AND l.objsubid = 1 AND l.classid = 0 AND l.objid = %s)"
"""Whether a session of a version before has a lock of that number."""


def is_there(node: str) -> str:
    """SQL: whether the session of a node is there, which has locked its number; `node` is an expression."""
    number = "(l.classid::bigint << 32) | l.objid::bigint"
    return f"EXISTS (SELECT {_OURS} AND l.objsubid = 1 AND {number} = {node})"


def new_number() -> int:
    return secrets.randbits(31)
