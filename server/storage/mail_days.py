"""How many mails the instance was asked for on a day, whatever became of their rows."""

from datetime import date

from server.storage import Db


def of_day(db: Db, day: date) -> int:
    rows = db.execute("SELECT many FROM mail_days WHERE day = ?", (day.isoformat(),))
    return next((int(many) for (many,) in rows), 0)


def count(db: Db, day: date, many: int) -> None:
    """So many more; days before it are forgotten."""
    db.execute("DELETE FROM mail_days WHERE day <> ?", (day.isoformat(),))
    db.execute(
        "INSERT INTO mail_days (day, many) VALUES (?, ?)"
        " ON CONFLICT (day) DO UPDATE SET many = mail_days.many + excluded.many",
        (day.isoformat(), many),
    )
