"""Rights of schema 43, in three tables or columns in place of a row of `targets`: all of them, filled."""

from typing import Final

from server.storage import Db

LAST: Final = 43
KINDS: Final = {"note": "notes", "folder": "folders", "binder": "binders"}
# In each: the column that names a row, and what it needs beside its target.
_TABLES: Final[dict[str, tuple[str, dict[str, object]]]] = {
    "recoveries": ("hash", {"made_at": 5, "made_by": "d1"}),
    "handovers": ("id", {"from_device": "d1", "to_device": "d2", "was_kept": 1, "at": 6}),
    "sendings": (
        "id",
        {
            "batch": "x",
            "kind": "mail",
            "recipient": "a@b.fr",
            "gives": "read",
            "content": "{}",
            "due_at": 7,
            "made_at": 7,
            "made_by": "v1",
        },
    ),
    "access_requests": ("id", {"device": "d2", "asked_at": 8}),
    "carryings": ("id", {"device": "d2", "notes": 3, "at": 9, "until": 99}),
    "shut_to_requests": ("id", {"at": 10}),
}
_TARGET: Final = "coalesce(note, folder, binder)"
_KIND: Final = (
    "CASE WHEN {0}note IS NOT NULL THEN 'note' WHEN {0}folder IS NOT NULL THEN 'folder' ELSE 'binder' END"
)

Rows = dict[str, list[tuple[object, ...]]]


def fill(db: Db) -> None:
    """Two things of each kind, with all that may be of them, in tables of schema 43."""
    for visitor in ("v1", "v2"):
        _insert(db, "visitors", {"id": visitor, "name": visitor, "colour": 1, "created_at": 1})
    for number in (1, 2):
        device = {"id": f"d{number}", "secret_hash": b"%d" % number, "visitor": f"v{number}"}
        _insert(db, "devices", {**device, "created_at": 1, "seen_at": 1})
    for kind, table in KINDS.items():
        for number in (1, 2):
            _fill_of(db, kind, table, f"{kind} {number}")


def _fill_of(db: Db, kind: str, table: str, id_: str) -> None:
    name = {"name": "x"} if kind == "binder" else {"title": "x"}
    _insert(db, table, {"id": id_, **name, "created_at": 1, "changed_at": 1})
    prefix = "" if kind == "note" else f"{kind}_"
    for device, role in (("d1", "edit"), ("d2", "read")):
        link = f"{id_} {role}"
        made = {"created_at": 2, "changed_at": 3, "created_by": "d1", "label": "Presse", "generation": 4}
        _insert(db, "links", {"id": link, kind: id_, "role": role, **made})
        _insert(db, f"{prefix}grants", {"device": device, kind: id_, "role": role, "link": link})
        opening = {"opened_at": 5, "generation": 4, "since": 3}
        _insert(db, f"{prefix}openings", {"device": device, kind: id_, "link": link, **opening})
    for of, (key, values) in _TABLES.items():
        _insert(db, of, {key: id_ if of == "shut_to_requests" else f"{of} {id_}", kind: id_, **values})


def before(db: Db) -> Rows:
    """Every right of schema 43: its name, its target, the kind of that, and all else that its row says."""
    found = {
        "grants": "SELECT target, device, role, link FROM all_grants",
        "openings": "SELECT target, device, link, generation, opened_at, since FROM all_openings",
        "links": f"SELECT id, {_TARGET}, {_KIND.format('')}, {_OF_LINKS} FROM links",  # noqa: S608
    }
    for table, (key, values) in _TABLES.items():
        columns = ", ".join(values)
        name = _TARGET if table == "shut_to_requests" else key
        found[table] = f"SELECT {name}, {_TARGET}, {_KIND.format('')}, {columns} FROM {table}"  # noqa: S608
    return _rows(db, found)


def after(db: Db) -> Rows:
    """The same of today's."""
    found = {
        "grants": "SELECT target, device, role, link FROM grants",
        "openings": "SELECT target, device, link, generation, opened_at, since FROM openings",
    }
    columns_of = {table: (key, ", ".join(values)) for table, (key, values) in _TABLES.items()}
    for table, (key, columns) in {"links": ("id", _OF_LINKS), **columns_of}.items():
        name = "target" if table == "shut_to_requests" else f"{table}.{key}"
        found[table] = (
            f"SELECT {name}, target, {_KIND.format('targets.')}, {columns} FROM {table}"  # noqa: S608
            f" JOIN targets ON targets.id = {table}.target"
        )
    return _rows(db, found)


_OF_LINKS: Final = (
    "role, label, generation, expires_at, max_openings, openings, password_hash, created_at, created_by,"
    " used_at, changed_at, closed_at, mailed, guessed_at, carry_hours, through, is_private, outlived_at"
)


def _insert(db: Db, table: str, row: dict[str, object]) -> None:
    marks = ", ".join("?" * len(row))
    db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))  # noqa: S608


def _rows(db: Db, queries: dict[str, str]) -> Rows:
    return {name: sorted(map(tuple, db.execute(query)), key=repr) for name, query in queries.items()}
