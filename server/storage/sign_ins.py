"""Sign-ins at a provider that have come back: each is good once, at whatever process it arrives."""

from server.storage import Db


def spend(db: Db, sign_in: bytes, *, until: int, now: int) -> bool:
    """Whether nobody has come back with it before; one that is over by itself need not be known."""
    db.execute("DELETE FROM spent_sign_ins WHERE until <= ?", (now,))
    rows = db.execute(
        "INSERT INTO spent_sign_ins (sign_in, until) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING 1",
        (sign_in, until),
    )
    return bool(list(rows))
