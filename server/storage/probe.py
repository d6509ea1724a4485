"""Write probe: its acknowledgement shows that a keystroke would be acknowledged."""

from typing import Final

from server.storage import Db

# As much as a few rows: an empty commit succeeds on a full disk.
_BYTES: Final = 64 * 1024


def probe(db: Db) -> None:
    db.execute("INSERT INTO probe (content) VALUES (?)", (bytes(_BYTES),))
    db.execute("DELETE FROM probe")
