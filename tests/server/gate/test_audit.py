"""The audit log: what it says, what it never says, and that no row can be changed, added or taken out."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crdt.roles import Role
from server.app import create_app
from server.command import backup
from server.http.access import RULES
from server.http.keys import CONFIG
from server.secrets.tokens import Seal
from server.settings.config import Config
from server.storage import audit
from server.storage.audit import BrokenError, Deed
from server.storage.engines.connection import Connection
from server.storage.migrations import migrations
from tests.conftest import Client, client_of
from tests.server.database import database, refusing
from tests.server.gate.audit_log import deeds
from tests.server.visits import make
from tests.shell import place_of, pochette

WORDS = "mot de passe Zx9!Ka-7Q"
# What is written down of an address of a note, and of the same one of a pochette or a classeur.
OF_PRINTS = {
    "POST ": "printed",
    "POST /edition/{number}/close": "edition-closed",
    "POST /editions": "printed",
}
OF_ALL = {
    "POST /links": "link-made",
    "DELETE /links/{link}": "link-closed",
    "PUT /links/{link}": "link-changed",
    "POST /links/{link}/carry": "link-changed",
    "POST /mail": "mailed",
    "POST /mail/renewed": "mailed",
    "POST /manage/give": "manage-given",
    "POST /manage/notices/{link}": "notice-set-aside",
    "POST /manage/recovery": "recovery-made",
    "POST /manage/renew": "links-renewed",
    "POST /password": "password-said",
    "POST /links/{link}/people/{visitor}": "person-removed",
    "POST /links/{link}/close": "link-closed",
    "POST /requests/{request}": "access-given",
    "POST /requests": "access-refused",
    "POST /asking": "asking-changed",
    "POST /given/{visitor}/end": "access-ended",
}
OF_ONE = {
    "PUT /c/{token}/binder": "binder-renamed",
    "POST /c/{token}/binder": "binder-renamed",
    "GET /c/{token}/classeur.zip": "exported",
    "POST /c/{token}/lists": "list-made",
    "POST /c/{token}/lists/{list}": "list-changed",
    "POST /c/{token}/lists/{list}/delete": "list-deleted",
    "POST /c/{token}/archive": "note-unarchived",
    "POST /c/{token}/notes/archive": "notes-archived",
    "POST /c/{token}/notes/unarchive": "notes-unarchived",
    "POST /c/{token}/notes/trash": "trashed",
    "POST /c/{token}/notes/restore": "restored",
    "POST /c/{token}/delete": "binder-trashed",
    "POST /c/{token}/trash": "restored",
    "POST /c/{token}/left-out": "notes-put-in",
    "POST /c/{token}/people/{member}": "member-removed",
    "POST /c/{token}/people/{member}/links": "links-renewed",
    "POST /c/{token}/people/{member}/readmit": "member-readmitted",
    "POST /c/{token}/put": "notes-put-in",
    "POST /c/{token}/take-out": "notes-taken-out",
    "POST /devices/add/{code}": "device-joined",
    "POST /devices/code": "pairing-shown",
    "POST /devices/give": "rights-given",
    "POST /devices/recovery-code": "recovery-code-made",
    "POST /devices/stolen": "devices-stolen",
    "POST /devices/take-back": "rights-taken-back",
    "POST /devices/take-back-all": "theft-taken-back",
    "POST /devices/{device}/close": "device-closed",
    "POST /n/{token}/erasures": "erased",
    "GET /n/{token}/note.md": "exported",
    "GET /n/{token}/note.pdf": "exported",
    "GET /n/{token}/note.{form}": "exported",
    "POST /n/{token}/notes": "exported",
    "POST /n/{token}/take-out": "notes-taken-out",
    "POST /n/{token}/trash": "trashed",
    "POST /p/{token}/notes/{item}/renew": "note-shown-again",
    "GET /p/{token}/pochette.epub": "exported",
    "GET /p/{token}/pochette.pdf": "exported",
    "PUT /p/{token}/binder": "folder-moved",
    "POST /recover/{code}": "recovery-used",
    "POST /recovery": "recovery-code-used",
    "POST /team/leave": "member-left",
    "POST /unsubscribe/{proof}": "unsubscribed",
}


async def do_everything(client: Client) -> str:
    """Something of every kind; gives the id of the note."""
    made = await make(client, markdown=f"# Note\n\n{WORDS}")
    await client.get(made.edit, headers=made.cookie)
    await client.get(made.read)  # a browser that was never here
    await client.get(f"{made.read}/note.md", headers=made.cookie)
    link = {"role": "read", "label": f"Pour {WORDS}"}
    answer = await client.post(f"{made.edit}/links", json=link, headers=made.cookie)
    closed = (await answer.json())["id"]
    await client.delete(f"{made.edit}/links/{closed}", headers=made.cookie)
    await client.post(f"{made.edit}/editions", json={"recipient": WORDS}, headers=made.cookie)
    fields = {"text": "jamais dit"}
    await client.post(f"{made.edit}/erasures", json=fields, headers=made.cookie)
    for step in ("look", "erase"):
        await client.post(f"{made.edit}/erasures", data={"text": WORDS, "step": step}, headers=made.cookie)
    await client.post(f"{made.edit}/trash", json={}, headers=made.cookie)
    for what in ("restore", "purge"):
        await client.post("/trash", json={"note": made.id, "do": what}, headers=made.cookie)
        await client.post(f"{made.edit}/trash", json={}, headers=made.cookie)
    return made.id


async def test_each_deed_is_there_once_in_order_with_who_did_it(client: Client, config: Config) -> None:
    note = await do_everything(client)
    found = await deeds(config)
    assert [what for what, _ in found] == [
        "note-made",
        "device-let-in",
        "exported",
        "link-made",
        "link-closed",
        "printed",
        "erased",
        "trashed",
        "restored",
        "trashed",
        "deleted",
    ][: len(found)]
    assert len(found) == 11
    assert {line["subject"] for _, line in found} == {f"note {note}"}
    assert json.loads(found[3][1]["details"])["role"] == "read"
    assert {bool(line["device"]) for _, line in found} == {True}


async def test_it_holds_no_word_of_a_note_and_no_token(client: Client, config: Config) -> None:
    made = await make(client, markdown=WORDS)
    await client.get(f"{made.read}/note.md")
    await do_everything(client)
    text = json.dumps(await deeds(config), ensure_ascii=False)
    for secret in (WORDS, "Pour", made.edit_token, made.read.rpartition("/")[2]):
        assert secret not in text
    assert made.cookie["Cookie"].partition("=")[2] not in text


def test_each_address_is_written_down_as_what_it_does(config: Config) -> None:
    deeds = {
        f"{route.method} {re.sub(r':[^/]*}(?=[./])', '}', rule.path)}": rule.deed
        for route, rule in create_app(config)[RULES].items()
        if rule.deed
    }
    of_many = {
        line.replace(" ", f" /{kind}/{{token}}"): deed
        for lines, kinds in ((OF_PRINTS, "np"), (OF_ALL, "npc"))
        for line, deed in lines.items()
        for kind in kinds
    }
    assert deeds == of_many | OF_ONE


def test_every_address_that_needs_to_manage_is_written_down(config: Config) -> None:
    silent = [
        (route.method, rule.path)
        for route, rule in create_app(config)[RULES].items()
        if rule.need is Role.MANAGE and route.method not in {"GET", "HEAD"} and not rule.deed
    ]
    assert silent == []


@pytest.mark.whole
async def test_the_shell_is_written_down_too(config: Config) -> None:
    async with client_of(create_app(config)) as client:
        made = await make(client, markdown=f"Début. {WORDS}")
    await pochette("links", made.id, "--renew", *place_of(config))
    await pochette("erase", made.id, *place_of(config), given=WORDS)
    code, told, _ = await pochette("audit", *place_of(config))
    assert (code, [line.split()[2] for line in told.splitlines()[:-1]]) == (
        0,
        ["note-made", "links-renewed", "erased"],
    )
    assert WORDS not in told


@pytest.mark.parametrize("what", ["erased", "trashed", "deleted"])
async def test_nothing_is_taken_away_whose_line_cannot_be_written(
    client: Client, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    made = await make(client, markdown=f"Début. {WORDS}")
    if what == "deleted":
        await client.post(f"{made.edit}/trash", json={}, headers=made.cookie)
    path, wish = {
        "erased": (f"{made.edit}/erasures", {"text": WORDS}),
        "trashed": (f"{made.edit}/trash", {}),
        "deleted": ("/trash", {"note": made.id, "do": "purge"}),
    }[what]
    with refusing(client.app[CONFIG], "INSERT ON audit", of=f"NEW.what = '{what}'"):
        assert (await client.post(path, json=wish, headers=made.cookie)).status >= 500
    await client.post("/trash", json={"note": made.id, "do": "restore"}, headers=made.cookie)
    assert await (await client.get(f"{made.read}/note.md")).text() == f"Début. {WORDS}"
    caplog.clear()


@pytest.mark.whole
@pytest.mark.sqlite("a backup is restored into an empty database alone")
async def test_it_comes_back_from_a_backup_whole(client: Client, config: Config, tmp_path: Path) -> None:
    await do_everything(client)
    before = await deeds(config)
    await backup.back_up(config, tmp_path / "b.zip")
    await client.close()
    await backup.restore(config, tmp_path / "b.zip")
    assert await deeds(config) == before


async def test_a_changed_log_is_named_by_the_command(client: Client, config: Config) -> None:
    await do_everything(client)
    await client.close()
    with database(config) as beside:
        beside.execute("UPDATE audit SET visitor = 'somebody else' WHERE seq = 3")
    code, told, _ = await pochette("audit", "--verify", *place_of(config))
    assert (code, told) == (
        1,
        "This log was changed, or sealed with another key: row 3 is not what was written.\n",
    )


SEAL = Seal(bytes(32))
ROWS = 6


@pytest.fixture(scope="module")
def log() -> Iterator[Connection]:
    """A log of some rows, in memory."""
    database = Connection(":memory:")
    (script,) = (one.script for one in migrations() if one.name == "audit")
    database.execute(script)
    for number in range(ROWS):
        deed = Deed(at=1000 + number, what="printed", subject="note x", details={"number": number})
        audit.append(database, deed, SEAL.of_audit)
    yield database
    database.close()


CHANGES = st.one_of(
    st.tuples(
        st.just("UPDATE audit SET {} = ? WHERE seq = ?"),
        st.sampled_from(["what", "subject", "visitor", "device", "details"]),
        st.text(max_size=5).filter(lambda text: "\0" not in text and text.isprintable()),
        st.integers(1, ROWS),
    ),
    st.tuples(
        st.just("UPDATE audit SET {} = ? WHERE seq = ?"),
        st.just("at"),
        st.integers(0, 999),
        st.integers(1, ROWS),
    ),
    st.tuples(
        st.just("UPDATE audit SET {} = ? WHERE seq = ?"), st.just("seal"), st.binary(), st.integers(1, ROWS)
    ),
    st.tuples(
        st.just("DELETE FROM audit WHERE {} > ? AND seq <= ?"),
        st.just("seq"),
        st.integers(0, ROWS - 1),
        st.integers(1, ROWS),
    ),
    st.tuples(
        st.just("UPDATE audit SET {} = 100 + ? WHERE seq = ?"),
        st.just("seq"),
        st.just(0),
        st.integers(1, ROWS),
    ),
    st.tuples(
        st.just("UPDATE audit_end SET {} = ? + (? * 0)"), st.just("seq"), st.integers(0, ROWS - 1), st.just(0)
    ),
    st.tuples(st.just("DELETE FROM audit_end WHERE {} > ? * ?"), st.just("seq"), st.just(0), st.just(0)),
)


@settings(deadline=None, max_examples=300)
@given(change=CHANGES)
def test_any_row_that_is_changed_moved_or_taken_out_is_found(
    log: Connection, change: tuple[str, str, object, int]
) -> None:
    sql, column, value, seq = change
    log.execute("SAVEPOINT before")
    try:
        assert audit.verify(log, SEAL.of_audit) == ROWS
        said = (
            list(log.execute("SELECT * FROM audit ORDER BY seq")),
            list(log.execute("SELECT * FROM audit_end")),
        )
        log.execute(sql.format(column), (value, seq))
        now = (
            list(log.execute("SELECT * FROM audit ORDER BY seq")),
            list(log.execute("SELECT * FROM audit_end")),
        )
        if now == said:
            assert audit.verify(log, SEAL.of_audit) == ROWS
        else:
            with pytest.raises(BrokenError):
                audit.verify(log, SEAL.of_audit)
    finally:
        log.execute("ROLLBACK TO before")
        log.execute("RELEASE before")


EDIT = "UPDATE audit SET details = '{{}}' WHERE seq = {0}"
REMOVE = "DELETE FROM audit WHERE seq = {0}"
CLOSE_THE_GAP = (
    "DELETE FROM audit WHERE seq = {0}; UPDATE audit SET seq = -seq WHERE seq > {0};"
    " UPDATE audit SET seq = -seq - 1 WHERE seq < 0; UPDATE audit_end SET seq = seq - 1"
)
SWAP = (
    "UPDATE audit SET seq = -seq WHERE seq IN ({0}, {1});"
    " UPDATE audit SET seq = {0} + {1} + seq WHERE seq < 0"
)
TWICE = (
    "INSERT INTO audit SELECT {0}, at, what, subject, visitor, device, details, seal"
    " FROM audit WHERE seq = {1}"
)


@pytest.mark.parametrize(
    ("sql", "first_wrong"),
    [
        *((EDIT.format(row), row) for row in (1, 3, ROWS)),
        *((REMOVE.format(row), row) for row in (1, 3)),
        *((CLOSE_THE_GAP.format(row), row) for row in (1, 3)),
        *((sql.format(ROWS), None) for sql in (REMOVE, CLOSE_THE_GAP)),
        *((SWAP.format(*rows), rows[0]) for rows in ((1, 2), (2, 4), (ROWS - 1, ROWS))),
        (TWICE.format(ROWS + 1, ROWS), ROWS + 1),
        (TWICE.format(ROWS + 1, 1), ROWS + 1),
    ],
)
def test_the_first_row_that_was_edited_removed_or_reordered_is_named(
    log: Connection, sql: str, first_wrong: int | None
) -> None:
    said = f"row {first_wrong} " if first_wrong is not None else f"behind row {ROWS - 1} are missing"
    log.execute("SAVEPOINT before")
    try:
        log.execute(sql)
        with pytest.raises(BrokenError, match=said):
            audit.verify(log, SEAL.of_audit)
        sound = [entry.is_sound for entry in audit.entries(log, SEAL.of_audit)]
        assert sound == sorted(sound, reverse=True), "what stands behind it is not vouched for either"
    finally:
        log.execute("ROLLBACK TO before")
        log.execute("RELEASE before")


@pytest.mark.whole
async def test_an_older_export_is_the_beginning_of_every_later_one(client: Client, config: Config) -> None:
    await do_everything(client)
    before = await deeds(config)
    await do_everything(client)
    after = await deeds(config)
    assert after[: len(before)] == before
    assert len(after) == 2 * len(before)
    assert all(deed["is_sound"] for _, deed in after)


def test_without_the_key_nobody_writes_a_row_or_all_of_it_anew(log: Connection) -> None:
    forger = Seal(bytes([1]) * 32)
    log.execute("SAVEPOINT before")
    audit.append(log, Deed(at=1, what="printed", details={}), forger.of_audit)
    with pytest.raises(BrokenError, match=f"row {ROWS + 1} "):
        audit.verify(log, SEAL.of_audit)
    log.execute("DELETE FROM audit")
    audit.append(log, Deed(at=1, what="printed", details={}), forger.of_audit)
    with pytest.raises(BrokenError, match="row 1 "):
        audit.verify(log, SEAL.of_audit)
    log.execute("ROLLBACK TO before")
    log.execute("RELEASE before")
