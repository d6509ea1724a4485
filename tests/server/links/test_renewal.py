"""After a renewal a browser that came by an older address finds no new one, and no words, anywhere."""

from tests.conftest import Client
from tests.server.pochettes import add, make_folder
from tests.server.visits import cookie_of, make

WORD = "canari"


async def test_a_home_page_gives_no_address_that_is_newer_than_the_one_it_came_by(client: Client) -> None:
    made = await make(client, markdown=f"# {WORD}\n")
    stranger = cookie_of(await client.get(made.edit))
    assert WORD in await (await client.get("/", headers=stranger)).text()
    await client.post(f"{made.edit}/manage/renew", headers=made.cookie, allow_redirects=False)
    assert WORD not in await (await client.get("/", headers=stranger)).text()
    assert WORD in await (await client.get("/", headers=made.cookie)).text()


async def test_a_pochette_of_somebody_else_shows_the_note_no_more(client: Client) -> None:
    made = await make(client, markdown=f"# {WORD}\n")
    folder = await make_folder(client, title="Lundi")
    await add(client, folder, made)
    assert WORD in await (await client.get(folder.read)).text()
    await client.post(f"{made.edit}/manage/renew", headers=made.cookie, allow_redirects=False)
    assert WORD not in await (await client.get(folder.read)).text()
