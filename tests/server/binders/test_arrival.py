"""The first visit by a link to a classeur: nothing shows before a name, and looking counts nothing."""

import pytest
from yarl import URL

from server.http.keys import ENGINE
from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.visits import cookie_of, visit

FRENCH = {"Accept-Language": "fr"}
HEADINGS = {"read": "classeur à lire", "comment": "classeur à commenter", "edit": "classeur à modifier"}


async def kept(client: Client) -> list[tuple[object, ...]]:
    """What is known of devices, of how they came, and of how often a link was used."""
    queries = (
        "SELECT count(*), max(seen_at) FROM devices",
        "SELECT count(*), max(opened_at) FROM openings",
        "SELECT count(*), max(used_at) FROM links",
    )
    return await client.app[ENGINE].read(lambda db: [row for query in queries for row in db.execute(query)])


async def shows_nothing(team: Team, page: str) -> bool:
    return "Loyers" not in page and "Programme" not in page and team.binder not in page


@pytest.mark.parametrize("role", ["read", "comment", "edit"])
@pytest.mark.parametrize("accept", ["*/*", "text/html,application/xhtml+xml"])
async def test_a_robot_that_fetches_a_link_learns_and_counts_nothing(
    client: Client, role: str, accept: str
) -> None:
    team = await began(client)
    await team.note("# Loyers")
    path, _ = await team.link(role)
    before = await kept(client)
    for _ in range(3):
        answer = await client.get(path, headers={"Accept": accept, **FRENCH})
        assert answer.status == 200
        assert "Set-Cookie" not in answer.headers
        assert HEADINGS[role] in await answer.text()
        assert await shows_nothing(team, await answer.text())
    assert (await client.head(path, headers={"Accept": accept})).status == 200
    assert await kept(client) == before


async def test_who_says_a_name_is_welcomed_once_and_goes_straight_in_afterwards(client: Client) -> None:
    team = await began(client)
    await team.note("# Loyers")
    path, _ = await team.link("edit")
    other, _ = await team.link("comment")
    answer = await client.post(
        f"{path}/arrival?vue=x", data={"name": " Yacine  Belhadj "}, allow_redirects=False
    )
    assert (answer.status, URL(answer.headers["Location"]).path) == (303, path)
    assert URL(answer.headers["Location"]).query["vue"] == "x"
    yacine = cookie_of(answer) | FRENCH
    page = await (await client.get(answer.headers["Location"], headers=yacine)).text()
    assert "Vous voilà dans Programme." in page
    assert "Loyers" in page
    for address in (path, other):
        again = await (await client.get(address, headers=yacine)).text()
        assert "Loyers" in again
        assert "Vous voilà" not in again
    told = await (await client.put("/api/visitor", json={"name": "Yacine B."}, headers=yacine)).json()
    assert told["name"] == "Yacine B."


@pytest.mark.parametrize(("role", "status"), [("read", 303), ("comment", 400), ("edit", 400)])
async def test_a_name_may_be_left_out_to_read_and_for_nothing_else(
    client: Client, role: str, status: int
) -> None:
    team = await began(client)
    await team.note("# Loyers")
    path, _ = await team.link(role)
    answer = await client.post(f"{path}/arrival", data={"skip": "1"}, allow_redirects=False)
    assert answer.status == status
    cookie = cookie_of(answer) | FRENCH
    page = await (await client.get(path, headers=cookie)).text()
    assert ("Loyers" in page) is (status == 303)
    assert ("Ouvrir sans donner mon nom" in page) is False
    for name in ("", "   ", "x" * 41, "a\u0007"):
        refused = await client.post(f"{path}/arrival", data={"name": name}, headers=FRENCH)
        assert refused.status == 400
        assert "Le nom doit compter" in await refused.text()
        assert await shows_nothing(team, await refused.text())


async def test_without_cookies_each_press_opens_once_and_nothing_goes_in_circles(client: Client) -> None:
    team = await began(client)
    await team.note("# Loyers")
    path, _ = await team.link("edit")
    elsewhere, _ = await team.link("edit")
    for _ in range(2):
        assert await shows_nothing(team, await (await client.get(path)).text())
        answer = await client.post(f"{path}/arrival", data={"name": "Yacine"}, allow_redirects=False)
        before = await kept(client)
        opened = await client.get(answer.headers["Location"], allow_redirects=False)
        assert opened.status == 200
        assert "Loyers" in await opened.text()
        assert (await kept(client))[0] == before[0], "the page makes no other device"
        proof = URL(answer.headers["Location"]).query_string
        assert await shows_nothing(team, await (await client.get(f"{elsewhere}?{proof}")).text())


async def test_the_password_comes_before_the_name(client: Client) -> None:
    team = await began(client)
    await team.note("# Loyers")
    path, _ = await team.link("edit", password="bolu-miretu-4821")
    page = await client.get(path, headers=FRENCH)
    assert page.status == 403
    assert "demande un mot de passe" in await page.text()
    refused = await client.post(f"{path}/arrival", data={"name": "Yacine"}, headers=FRENCH)
    assert refused.status == 403
    let_in = await client.post(
        f"{path}/password", data={"password": "bolu-miretu-4821"}, allow_redirects=False
    )
    cookie = cookie_of(let_in) | FRENCH
    assert "classeur à modifier" in await (await client.get(path, headers=cookie)).text()
    said = await client.post(f"{path}/arrival", data={"name": "Yacine"}, headers=cookie)
    assert "Loyers" in await said.text()


async def test_a_visitor_who_has_a_name_and_a_program_are_not_asked(client: Client) -> None:
    team = await began(client)
    await team.note("# Loyers")
    path, _ = await team.link("read")
    karim = await visit(client)
    await client.put("/api/visitor", json={"name": "Karim"}, headers=karim)
    assert "Loyers" in await (await client.get(path, headers=karim)).text()
    told = await client.get(f"{path}/binder", headers={"Accept": "application/json"})
    assert (await told.json())["name"] == "Programme"


async def test_a_renewed_address_asks_a_reader_without_a_name_again(client: Client) -> None:
    team = await began(client)
    await team.note("# Loyers")
    path, id_ = await team.link("read")
    reader = await comes_by(client, path, name="")
    await client.post(
        f"{team.base}/manage/renew", data={"link": id_}, headers=team.cookie, allow_redirects=False
    )
    listed = await (await client.get(f"{team.base}/links", headers=team.cookie)).json()
    new = next(URL(one["url"]).path for one in listed["links"] if one["id"] == id_)
    assert (await client.get(path, headers=reader)).status == 404
    assert await shows_nothing(team, await (await client.get(new, headers=reader)).text())
