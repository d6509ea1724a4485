"""What the search must not tell: each way in which it could tell of a note that may not be read."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from yarl import URL

from server import log
from server.app import create_app
from server.clock import now_ms
from server.http.keys import ENGINE
from server.ids import NoteId
from server.settings.config import Config, LogFormat
from server.storage import Db, search_changes
from tests.conftest import Client, client_of
from tests.server.binders.binders import Team, began, comes_by
from tests.server.binders.pochettes import make_in
from tests.server.binders.team import member, team_binder
from tests.server.search.asking import ask, found
from tests.server.search.indexed import until_whole
from tests.server.visitors.pairs import linked
from tests.server.visitors.thieves import press
from tests.server.visits import make, visit

CANARY = "zirconium"


async def of_others(client: Client, many: int = 3) -> Team:
    """A classeur of somebody else that is full of the word."""
    others = await began(client, f"Secret {CANARY}")
    for number in range(many):
        await others.note(f"# {CANARY} {number}\n\nLe {CANARY} du {CANARY}.\n")
    return others


async def own(client: Client) -> Team:
    """A classeur whose notes hold the word in their text."""
    team = await began(client)
    for number in range(3):
        await team.note(f"# Note {number}\n\nUn peu de {CANARY}.\n")
    return team


async def told(client: Client, cookie: dict[str, str], **wish: Any) -> dict[str, Any]:
    await until_whole(client)
    return await ask(client, CANARY, cookie, **wish)


async def test_title_no_title_of_a_note_that_may_not_be_read_is_told(client: Client) -> None:
    await of_others(client)
    team = await own(client)
    answer = await told(client, team.cookie)
    assert {one["title"][0][0] for one in answer["results"]} == {"Note 0", "Note 1", "Note 2"}
    assert "Secret" not in str(answer)
    stranger = await visit(client)
    assert await found(client, CANARY, stranger) == []


async def test_count_nothing_that_is_counted_counts_others(client: Client) -> None:
    """The numbers are the same whether others have notes with the word or not."""
    team = await own(client)
    counted = ("notes", "passages", "looked", "is_whole", "next", "building", "facets")
    before = await told(client, team.cookie)
    others = await of_others(client)
    assert {name: before[name] for name in counted} == {
        name: (await told(client, team.cookie))[name] for name in counted
    }
    none = await ask(client, "molybdène", team.cookie)
    assert (none["notes"], none["looked"]) == (0, 3)
    assert (await ask(client, CANARY, team.cookie, binder=others.binder))["looked"] == 0
    assert (await ask(client, "", team.cookie, binder=others.binder))["looked"] == 0


async def test_snippet_who_only_reads_gets_no_word_of_a_comment(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Loyers\n\nLe texte.\n")
    await client.post(f"/n/{note}/comments", json={"text": f"Avec {CANARY}."}, headers=team.cookie)
    readers = [await comes_by(client, (await team.link(role))[0]) for role in ("read", "comment", "edit")]
    await until_whole(client)
    assert [len(await found(client, CANARY, cookie)) for cookie in (*readers, team.cookie)] == [0, 1, 1, 1]
    (result,) = (await ask(client, CANARY, readers[1]))["results"]
    assert [(one["of"], one["thread"]) for one in result["passages"]] == [("comment", 1)]
    assert await found(client, CANARY, readers[1], comments=False) == []


async def test_snippet_one_note_of_a_classeur_opens_no_other_of_it(client: Client) -> None:
    """A note that came by a link of its own stands in the index among those that may not be read."""
    team = await own(client)
    note = await team.note(f"# Ouverte\n\nDu {CANARY} pur.\n")
    answer = await client.post(f"/n/{note}/links", json={"role": "read"}, headers=team.cookie)
    cookie = await visit(client)
    assert (await client.get(URL((await answer.json())["url"]).path, headers=cookie)).status == 200
    await until_whole(client)
    for q in (CANARY, f"{CANARY} ", "zirc", "pur zirc", f'"{CANARY} pur"'):
        answer_ = await ask(client, q, cookie)
        assert (answer_["notes"], answer_["looked"]) == (1, 1), q
        (result,) = answer_["results"]
        assert (result["note"], result["binder"], result["by"]) == (note, None, None)
    assert await found(client, "peu", cookie) == []


async def test_pochette_what_that_of_others_shows_is_found_by_who_reads_it_alone(client: Client) -> None:
    """Not by who has another classeur, and no longer than it is shown there."""
    team, others = await own(client), await began(client, "Autres")
    shown = await make(client, markdown=f"# Montrée\n\nDu {CANARY}.\n", headers=others.cookie)
    hidden = await make(client, markdown=f"# Cachée\n\nDu {CANARY}.\n", headers=others.cookie)
    days = [await make_in(others, day="2017-03-14") for _ in (shown, hidden)]
    for day, note in zip(days, (shown, hidden), strict=True):
        wish = {"links": [f"http://x{note.read}"]}
        answer = await client.post(f"{day}/notes", json=wish, headers=others.cookie)
        assert answer.status == 200, await answer.text()
    out = await client.put(f"{days[1]}/binder", json={"binder": None}, headers=others.cookie)
    assert out.status == 200, await out.text()
    path, link = await others.link("read")
    reader = await comes_by(client, path)
    assert (await told(client, team.cookie))["looked"] == 3
    assert (await ask(client, CANARY, team.cookie, binder=others.binder))["looked"] == 0
    answer_ = await ask(client, CANARY, reader)
    assert ([one["note"] for one in answer_["results"]], answer_["looked"]) == ([shown.id], 1)
    await _ends(client, others, link, "close")
    assert (await ask(client, CANARY, reader))["looked"] == 0


async def test_order_notes_of_others_change_no_order(client: Client) -> None:
    team = await own(client)
    await team.note(f"# Le {CANARY}\n\nTexte.\n")
    await until_whole(client)
    before = await found(client, CANARY, team.cookie)
    await of_others(client, 5)
    await until_whole(client)
    assert await found(client, CANARY, team.cookie) == before


async def test_recents_nothing_of_a_question_is_kept(client: Client) -> None:
    """No row of any table holds what was looked for, so no list of it can be shown on any device."""
    team = await own(client)
    await until_whole(client)
    written = await client.app[ENGINE].read(_changes)
    await ask(client, "ytterbium", team.cookie)
    await client.post("/search", data={"q": "ytterbium"}, headers=team.cookie)
    assert await client.app[ENGINE].read(_changes) == written
    assert "ytterbium" not in await (await client.get("/search", headers=team.cookie)).text()


def _changes(db: Db) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: next(iter(db.execute(f'SELECT count(*) FROM "{table.name}"')))[0]  # noqa: S608
        for table in list(db.tables())
    }


@pytest.fixture
def written(log_as_the_server_does: None) -> Iterator[io.StringIO]:
    """What the server writes to its log."""
    root, out = logging.getLogger(), io.StringIO()
    before, level = list(root.handlers), root.level
    log.configure(LogFormat.JSON, out)
    yield out
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
    root.setLevel(level)
    structlog.reset_defaults()


async def test_log_no_line_holds_what_was_looked_for_or_found(
    written: io.StringIO, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    async with client_of(create_app(config)) as client:
        team = await own(client)
        await until_whole(client)
        rows = await client.app[ENGINE].read(_audit)
        for q in (CANARY, f'"{CANARY}', f"statut:{CANARY}", f"{CANARY}\0", f"{CANARY} " * 99):
            await client.post("/api/search", json={"q": q}, headers=team.cookie)
            await client.post("/search", data={"q": q}, headers=team.cookie)
        await client.post("/api/search", json={"q": CANARY, "status": CANARY}, headers=team.cookie)
        await client.post("/api/search", json={CANARY: CANARY}, headers=team.cookie)
        await client.app[ENGINE].write(_breaks)
        broken = await client.post("/api/search", json={"q": CANARY}, headers=team.cookie)
        assert broken.status == 500
        assert CANARY not in await broken.text()
        assert await client.app[ENGINE].read(_audit) == rows
    told = written.getvalue()
    assert "/api/search" in told
    assert "a request failed" in told
    assert CANARY not in told
    caplog.clear()


def _breaks(db: Db) -> None:
    """The index is not what the program expects."""
    db.execute("ALTER TABLE search_words RENAME TO lost")


def _audit(db: Db) -> int:
    ((rows,),) = db.execute("SELECT count(*) FROM audit")
    return int(rows)


async def test_address_words_stand_in_none(client: Client) -> None:
    team = await own(client)
    await until_whole(client)
    answer = await client.get(f"/search?q={CANARY}", headers=team.cookie)
    assert CANARY not in await answer.text()
    page = await client.post("/search", data={"q": CANARY}, headers=team.cookie, allow_redirects=False)
    assert page.status == 200
    assert 'method="post"' in await page.text()
    assert (await client.get(f"/api/search?q={CANARY}", headers=team.cookie)).status == 405


async def test_link_closed_or_renewed_a_second_ago_finds_nothing(client: Client) -> None:
    team = await own(client)
    for end in ("close", "renew", "expire", "lock", "lower"):
        path, link = await team.link("read")
        cookie = await comes_by(client, path)
        assert len((await told(client, cookie))["results"]) == 3
        await _ends(client, team, link, end)
        answer = await ask(client, CANARY, cookie)
        assert (answer["notes"], answer["looked"], answer["facets"]["themes"]) == (0, 0, []), end


async def _ends(client: Client, team: Team, link: str, end: str) -> None:
    base = f"{team.base}/links/{link}"
    match end:
        case "close":
            answer = await client.delete(base, headers=team.cookie)
        case "renew":
            answer = await client.post(f"{team.base}/manage/renew", data={"links": link}, headers=team.cookie)
        case "lock":
            wish = {"password": "bolu-miretu-4821"}
            answer = await client.put(base, json=wish, headers=team.cookie)
        case "expire":
            await client.app[ENGINE].write(lambda db: _expires(db, link))
            return
        case _:
            await client.app[ENGINE].write(lambda db: _prints(db, link))
            return
    assert answer.status < 400, await answer.text()


def _expires(db: Db, link: str) -> None:
    db.execute("UPDATE links SET expires_at = ? WHERE id = ?", (now_ms() - 1, link))


def _prints(db: Db, link: str) -> None:
    db.execute("UPDATE links SET role = 'print' WHERE id = ?", (link,))


async def test_old_generation_of_a_link_finds_nothing_and_the_new_one_does(client: Client) -> None:
    note = await make(client, markdown=f"# Seule\n\nDu {CANARY}.\n")
    reader = await visit(client)
    await client.get(note.read, headers=reader)
    assert len((await told(client, reader))["results"]) == 1
    page = await client.post(f"{note.edit}/manage/renew", data={}, headers=note.cookie)
    assert page.status < 400
    assert await found(client, CANARY, reader) == []
    assert await found(client, CANARY, note.cookie) == [note.id]


async def test_outside_a_note_that_left_the_classeur_is_not_found_by_it(client: Client) -> None:
    """Before the index knows of the move, and after."""
    team = await own(client)
    note = await team.note(f"# Partie\n\nDu {CANARY}.\n")
    reader = await comes_by(client, (await team.link("edit"))[0])
    await until_whole(client)
    assert note in await found(client, CANARY, reader)
    # As the database is in the two seconds after a move.
    await client.app[ENGINE].write(lambda db: _moves(db, note))
    answer = await ask(client, CANARY, reader)
    assert (answer["notes"], answer["looked"]) == (3, 3)
    assert note not in [one["note"] for one in answer["results"]]
    await client.app[ENGINE].write(lambda db: search_changes.add(db, NoteId(note)))
    await until_whole(client)
    assert note not in await found(client, CANARY, reader)


def _moves(db: Db, note: str) -> None:
    """Behind the back of the index."""
    db.execute("UPDATE notes SET binder = NULL WHERE id = ?", (note,))


async def test_trash_what_is_in_it_is_not_found(client: Client) -> None:
    team = await own(client)
    note = await team.note(f"# Jetée\n\nDu {CANARY}.\n")
    await until_whole(client)
    wish = {"notes": [note]}
    answer = await client.post(f"{team.base}/notes/trash", json=wish, headers=team.cookie)
    assert answer.status < 400, await answer.text()
    assert note not in await found(client, CANARY, team.cookie)
    assert (await ask(client, CANARY, team.cookie, archive=True))["looked"] == 3
    reader = await comes_by(client, (await team.link("read"))[0])
    gone = await client.post(f"{team.base}/delete", json={"name": "Programme"}, headers=team.cookie)
    assert gone.status < 400
    assert await found(client, CANARY, reader) == []


async def test_erased_words_are_found_no_more_by_anybody(client: Client) -> None:
    note = await make(client, markdown=f"# Note\n\nLe {CANARY} de trop.\n")
    await until_whole(client)
    assert await found(client, CANARY, note.cookie) == [note.id]
    wish = {"text": f"Le {CANARY} de trop."}
    answer = await client.post(f"{note.edit}/erasures", json=wish, headers=note.cookie)
    assert answer.status < 400, await answer.text()
    assert await found(client, CANARY, note.cookie) == []
    await until_whole(client)
    assert await found(client, CANARY, note.cookie) == []


async def test_archive_is_searched_only_when_that_is_asked(client: Client) -> None:
    team = await own(client)
    note = await team.note(f"# Rangée\n\nDu {CANARY}.\n")
    answer = await client.post(f"{team.base}/notes/archive", json={"notes": [note]}, headers=team.cookie)
    assert answer.status < 400, await answer.text()
    await until_whole(client)
    assert note not in await found(client, CANARY, team.cookie)
    results = (await ask(client, CANARY, team.cookie, archive=True))["results"]
    assert [one["note"] for one in results if one["archived"]] == [note]


async def test_author_who_only_reads_learns_no_name_by_any_filter(client: Client) -> None:
    team = await began(client)
    await client.put("/api/visitor", json={"name": "Inès Robert"}, headers=team.cookie)
    note = await team.note(f"# Note\n\nDu {CANARY}.\n")
    reader = await comes_by(client, (await team.link("read"))[0])
    commenter = await comes_by(client, (await team.link("comment"))[0])
    await until_whole(client)
    answer = await ask(client, CANARY, reader)
    assert (answer["notes"], answer["results"][0]["by"], answer["facets"]["people"]) == (1, None, [])
    for who in ("Inès", "Personne"):
        assert await found(client, CANARY, reader, who=who) == []
        assert await found(client, f"{CANARY} qui:{who}", reader) == []
    assert await found(client, CANARY, commenter, who="inès") == [note]
    assert await found(client, f"{CANARY} qui:robert", commenter) == [note]


async def test_device_one_that_was_declared_stolen_is_refused_as_at_home(client: Client) -> None:
    note = await make(client, markdown=f"# Note\n\nDu {CANARY}.\n")
    await until_whole(client)
    phone = await visit(client)
    await linked(client, note.cookie, phone)
    assert await found(client, CANARY, phone) == [note.id]
    await press(client, note.cookie)
    for answer in (
        await client.post("/api/search", json={"q": CANARY}, headers=phone),
        await client.post("/search", data={"q": CANARY}, headers=phone),
        await client.get("/search", headers=phone),
    ):
        assert answer.status == 403
        assert CANARY not in await answer.text()


async def test_cookie_a_browser_without_one_gets_nothing_and_leaves_no_row(client: Client) -> None:
    await make(client, markdown=f"# Note\n\nDu {CANARY}.\n")
    await until_whole(client)
    before = await client.app[ENGINE].read(_changes)
    answer = await client.post("/api/search", json={"q": CANARY})
    assert ((await answer.json())["results"], "Set-Cookie" in answer.headers) == ([], False)
    for page in (await client.get("/search"), await client.post("/search", data={"q": CANARY})):
        assert (page.status, "Set-Cookie" in page.headers) == (200, False)
    assert await client.app[ENGINE].read(_changes) == before


async def test_team_who_left_finds_nothing_of_its_classeur(team_config: Config) -> None:
    async with client_of(create_app(team_config)) as client:
        anne, karim = await member(client, "Anne"), await member(client, "Karim")
        binder = await team_binder(client)
        await client.post(
            f"/c/{binder}/notes", json={"markdown": f"# Note\n\nDu {CANARY}.\n"}, headers=anne.cookie
        )
        await until_whole(client)
        assert len(await found(client, CANARY, karim.cookie)) == 1
        left = await client.post("/team/leave", headers=karim.cookie, allow_redirects=False)
        assert left.status == 303
        assert await found(client, CANARY, karim.cookie) == []
