"""What the search must not tell by a sheet of paper, an agenda, a day, or what was taken along."""

from yarl import URL

from server.clock import now_ms
from server.http.keys import CLOCK, ENGINE
from server.storage import Db
from tests.conftest import Client
from tests.server.binders.binders import began, comes_by
from tests.server.binders.pochettes import make_in, put_in
from tests.server.carrying.taken import CARRY, page, taken
from tests.server.links.sharing import share as share_note
from tests.server.paper.editions import take_edition
from tests.server.pochettes import add, make_folder, share
from tests.server.search.asking import ask, found
from tests.server.search.indexed import until_whole
from tests.server.visits import make, visit

CANARY = "zirconium"


async def test_sheet_the_codes_of_a_print_lead_to_nothing_that_is_found(client: Client) -> None:
    """Neither that of the sheet nor that of one of its pages, looked at or pressed."""
    note = await make(client, markdown=f"# Note\n\nDu {CANARY}.\n")
    code = URL(str((await take_edition(client, note))["url"])).path
    await until_whole(client)
    stranger = await visit(client)
    for path in (code, f"{code}/1"):
        for answer in (
            await client.get(path, headers=stranger),
            await client.post(path, headers=stranger),
        ):
            assert answer.status == 200, await answer.text()
            assert CANARY not in await answer.text()
        assert (await ask(client, CANARY, stranger))["notes"] == 0
        assert (await ask(client, "", stranger))["looked"] == 0


async def test_agenda_its_words_are_those_of_no_note_and_its_links_open_no_other_one(client: Client) -> None:
    folder = await make_folder(
        client, day="2017-03-14", agenda=[f"9 h {CANARY} (note 1)"], message=f"Du {CANARY}."
    )
    shown = await make(client, markdown="# Loyers\n\nLe texte.\n", headers=folder.cookie)
    await make(client, markdown=f"# Autre\n\nDu {CANARY}.\n", headers=folder.cookie)
    (item,) = await add(client, folder, shown)
    reader = await visit(client)
    path = "/p/" + (await share(client, folder, role="read"))["url"].rpartition("/")[2]
    assert CANARY in await (await client.get(path, headers=reader)).text()
    assert (await client.get(f"/p/{folder.id}/notes/{item['id']}", headers=reader)).status == 200
    await until_whole(client)
    assert await found(client, CANARY, reader) == []
    assert await found(client, "loyers", reader) == [shown.id]


async def test_today_a_note_that_was_taken_out_is_not_found_by_the_day_that_showed_it(client: Client) -> None:
    team = await began(client)
    note = await team.note(f"# Partie\n\nDu {CANARY}.\n")
    day = await make_in(team, day=client.app[CLOCK].today().isoformat())
    await put_in(client, day, note, cookie=team.cookie)
    reader = await comes_by(client, (await team.link("read"))[0])
    today = f"{team.base}?view=today"
    assert "Partie" in await (await client.get(today, headers=reader)).text()
    assert (await client.get(day, headers=reader)).status == 200
    await until_whole(client)
    assert await found(client, CANARY, reader) == [note]
    out = await client.post(f"{team.base}/take-out", json={"notes": [note]}, headers=team.cookie)
    assert out.status == 200, await out.text()
    assert await found(client, CANARY, reader) == []
    await until_whole(client)
    assert await found(client, CANARY, reader) == []


async def test_taken_along_what_a_device_keeps_is_found_on_no_server_once_its_link_has_ended(
    client: Client,
) -> None:
    note = await make(client, markdown=f"# Note\n\nDu {CANARY}.\n")
    for end in ("close", "expire"):
        link = await share_note(client, note, role="read")
        path = URL(link["url"]).path
        reader = await visit(client)
        assert (await client.get(path, headers=reader)).status == 200
        for one in (await taken(client, path, reader))["pages"]:
            assert CANARY in await page(client, one["url"], reader)
        await until_whole(client)
        assert await found(client, CANARY, reader) == [note.id]
        if end == "close":
            closed = await client.delete(f"{note.edit}/links/{link['id']}", headers=note.cookie)
            assert closed.status < 400, await closed.text()
        else:
            await client.app[ENGINE].write(_expire)
        for headers in (reader, reader | CARRY):
            assert await found(client, CANARY, headers) == [], end


def _expire(db: Db) -> None:
    db.execute("UPDATE links SET expires_at = ? WHERE role = 'read'", (now_ms() - 1,))
