"""People are listed under the link they came by, recognised and removed, by who may and by nobody else."""

import json
from typing import Any

import pytest
from yarl import URL

from crdt import frames
from server.settings.config import Config
from tests.conftest import Client
from tests.server.binders.binders import began, comes_by
from tests.server.gate.audit_log import deeds
from tests.server.links.sharing import share
from tests.server.visitors.pairs import joined
from tests.server.visits import make, visit

FRENCH = {"Accept-Language": "fr"}
JSON = {"Accept": "application/json"}


async def links(client: Client, base: str, cookie: dict[str, str]) -> dict[str, Any]:
    """The answer to who asks for the links, these by their names."""
    answer = await client.get(f"{base}/links", headers=cookie | JSON)
    assert answer.status == 200, await answer.text()
    told: dict[str, Any] = await answer.json()
    return told | {"links": {one["label"]: one for one in told["links"]}}


async def people(client: Client, base: str, cookie: dict[str, str], label: str) -> dict[str, dict[str, Any]]:
    """The people under a link, by their names."""
    found = (await links(client, base, cookie))["links"][label]["people"]
    return {one["name"]: one for one in found}


async def opens(client: Client, path: str, cookie: dict[str, str]) -> bool:
    return (await client.get(path, headers=cookie)).status == 200


async def named(client: Client, name: str) -> dict[str, str]:
    cookie = await visit(client)
    assert (await client.put("/api/visitor", json={"name": name}, headers=cookie)).status == 200
    return cookie


async def test_who_manages_sees_people_under_the_link_they_came_by(client: Client) -> None:
    team = await began(client)
    path, _ = await team.link("edit", label="Telegram")
    await team.link("read", label="Presse")
    await comes_by(client, path, "Karim Haddad")
    await comes_by(client, path, "Awa Diop")
    told = await links(client, team.base, team.cookie)
    assert [one["name"] for one in told["links"]["Telegram"]["people"]] == ["Awa Diop", "Karim Haddad"]
    assert told["links"]["Presse"]["people"] == []
    assert told["notes"] == 0
    karim = (await people(client, team.base, team.cookie, "Telegram"))["Karim Haddad"]
    assert (karim["is_new"], karim["may_remove"], karim["manages"], karim["is_here"]) == (
        *(True, True, False, False),
    )
    assert len(karim["devices"]) == 1


async def test_who_made_a_link_sees_its_people_and_those_of_no_other(client: Client) -> None:
    team = await began(client)
    path, _ = await team.link("edit", label="Équipe")
    other, id_ = await team.link("edit", label="Presse")
    karim = await comes_by(client, path, "Karim")
    await comes_by(client, other, "Awa")
    answer = await client.post(f"{path}/links", json={"role": "read", "label": "À moi"}, headers=karim)
    mine = await answer.json()
    reader = await comes_by(client, URL(mine["url"]).path, "Inès")
    told = (await links(client, path, karim))["links"]
    assert told["Équipe"]["people"] is told["Presse"]["people"] is None
    assert [one["name"] for one in told["À moi"]["people"]] == ["Inès"]
    assert "requests" not in await links(client, path, karim)
    assert (await client.get(f"{path}/links", headers=reader)).status == 200  # by the address of an editor
    for method, address in (("GET", ""), ("POST", ""), ("POST", "/recognised")):
        url = f"{path}/links/{id_}/people/x{address}"
        assert (await client.request(method, url, headers=karim)).status == 403
    assert (await client.get(f"{URL(mine['url']).path}/links", headers=reader)).status == 403
    assert (await client.get(f"{URL(mine['url']).path}/manage", headers=reader)).status == 403


async def test_a_person_of_another_note_is_named_nowhere(client: Client) -> None:
    mine, other = await make(client, markdown="# Mien"), await make(client, markdown="# Autre")
    link = await share(client, other, role="edit", label="Autre")
    awa = await named(client, "Awa Diop")
    await client.get(URL(link["url"]).path, headers=awa)
    visitor = (await people(client, other.edit, other.cookie, "Autre"))["Awa Diop"]["visitor"]
    own = (await share(client, mine, role="edit", label="Mien"))["id"]
    for id_ in (own, link["id"]):
        for method, address in (("GET", ""), ("POST", ""), ("POST", "/recognised")):
            url = f"{mine.edit}/links/{id_}/people/{visitor}{address}"
            answer = await client.request(method, url, headers=mine.cookie | JSON)
            assert answer.status == 404
            assert "Awa" not in await answer.text()
    assert await opens(client, URL(link["url"]).path, awa)


async def test_an_arrival_is_shown_until_somebody_who_manages_says_that_it_is_known(client: Client) -> None:
    team = await began(client)
    path, id_ = await team.link("edit", label="Telegram")
    await comes_by(client, path, "Yacine")
    for _ in range(2):  # looking does not clear it
        assert (await people(client, team.base, team.cookie, "Telegram"))["Yacine"]["is_new"]
    visitor = (await people(client, team.base, team.cookie, "Telegram"))["Yacine"]["visitor"]
    page = await (await client.get(f"{team.base}/manage", headers=team.cookie | FRENCH)).text()
    assert "C’est bien cette personne" in page
    known = await client.post(
        f"{team.base}/links/{id_}/people/{visitor}/recognised", headers=team.cookie, allow_redirects=False
    )
    assert (known.status, known.headers["Location"]) == (303, f"{team.base}/manage")
    after = (await people(client, team.base, team.cookie, "Telegram"))["Yacine"]
    assert (after["is_new"], after["may_remove"]) == (False, True)
    page = await (await client.get(f"{team.base}/manage", headers=team.cookie | FRENCH)).text()
    assert "C’est bien cette personne" not in page


async def test_neither_oneself_nor_who_manages_is_an_arrival_or_removed(client: Client) -> None:
    team = await began(client)
    path, id_ = await team.link("edit", label="Telegram")
    await client.put("/api/visitor", json={"name": "Claire"}, headers=team.cookie)
    await client.get(path, headers=team.cookie)
    karim = await comes_by(client, path, "Karim")
    found = await people(client, team.base, team.cookie, "Telegram")
    wish = {"visitor": found["Karim"]["visitor"], "keep": "1"}
    await client.post(f"{team.base}/manage/give", data=wish, headers=team.cookie)
    found = await people(client, team.base, team.cookie, "Telegram")
    for name in ("Claire", "Karim"):
        assert not found[name]["is_new"]
        assert not found[name]["may_remove"]
        url = f"{team.base}/links/{id_}/people/{found[name]['visitor']}"
        assert (await client.post(url, headers=team.cookie | JSON)).status == 409
    assert await opens(client, path, karim)


async def test_who_is_removed_is_out_everywhere_and_the_others_notice_nothing(
    client: Client, config: Config
) -> None:
    team = await began(client)
    note = await team.note("# Loyers\n\nEncadrer.")
    path, id_ = await team.link("edit", label="Telegram")
    yacine = await comes_by(client, path, "Yacine")
    karim = await comes_by(client, path, "Karim")
    quiet = await comes_by(client, (await team.link("read", label="Presse"))[0], "Awa")
    visitor = (await people(client, team.base, team.cookie, "Telegram"))["Yacine"]["visitor"]
    url = f"{team.base}/links/{id_}/people/{visitor}"
    numbers = await (await client.get(url, headers=team.cookie | JSON)).json()
    assert numbers.pop("says")
    assert numbers.pop("told")
    assert numbers == {
        **dict.fromkeys(("closed", "mailed", "held", "seen", "read_in"), 0),
        "mailed_to": [],
        "name": "Yacine",
        "devices": 1,
        "stays": 1,
        "role": "",
        "others": 0,
        "folders": 0,
        "elsewhere": 0,
    }
    page = await (await client.get(url, headers=team.cookie | FRENCH)).text()
    assert "Une autre personne venue par ce lien garde l’accès" in page
    assert await opens(client, f"/n/{note}/note.md", yacine), "asking changes nothing"

    protocols = (frames.SUBPROTOCOL,)
    async with (
        client.ws_connect(f"/sync/{note}", headers=yacine, protocols=protocols) as theirs,
        client.ws_connect(f"/sync/{note}", headers=quiet, protocols=protocols) as other,
    ):
        await theirs.send_bytes(frames.step_1(b"\x00"))
        await theirs.receive_bytes()
        await other.send_bytes(frames.step_1(b"\x00"))
        await other.receive_bytes()
        assert (await people(client, team.base, team.cookie, "Telegram"))["Yacine"]["is_here"]
        answer = await client.post(url, headers=team.cookie, allow_redirects=False)
        assert (answer.status, answer.headers["Location"]) == (303, f"{team.base}/manage?done=removed")
        while (message := await theirs.receive()).type.name == "BINARY":
            pass
        assert message.type.name == "CLOSE"
        assert not other.closed

    new = URL((await links(client, team.base, team.cookie))["links"]["Telegram"]["url"]).path
    assert new != path
    for address in (path, f"/c/{team.binder}", f"/n/{note}", f"/n/{note}/note.md"):
        assert not await opens(client, address, yacine), address
    for address in (path, new, f"/n/{note}/note.md"):
        assert await opens(client, address, karim), address
    assert await opens(client, f"/n/{note}/note.md", quiet)
    assert list(await people(client, team.base, team.cookie, "Telegram")) == ["Karim"]
    removed = [line for what, line in await deeds(config) if what == "person-removed"]
    assert [json.loads(line["details"])["visitor"] for line in removed] == [visitor]

    back = await client.get(new, headers=yacine)  # somebody gave the new address on: an arrival again
    assert back.status == 200
    assert (await people(client, team.base, team.cookie, "Telegram"))["Yacine"]["is_new"]


async def test_it_is_said_what_somebody_still_holds_who_came_by_two_links(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Loyers")
    path, id_ = await team.link("edit", label="Telegram")
    answer = await client.post(
        f"/n/{note}/links", json={"role": "comment", "label": "Relecture"}, headers=team.cookie
    )
    own = URL((await answer.json())["url"]).path
    yacine = await comes_by(client, path, "Yacine")
    await client.get(own, headers=yacine)
    visitor = (await people(client, team.base, team.cookie, "Telegram"))["Yacine"]["visitor"]
    url = f"{team.base}/links/{id_}/people/{visitor}"
    numbers = await (await client.get(url, headers=team.cookie | JSON)).json()
    assert (numbers["role"], numbers["others"]) == ("", 1)
    page = await (await client.get(url, headers=team.cookie | FRENCH)).text()
    assert "Yacine garde l’accès à une note ou à une pochette d’ici par un autre lien." in page
    await client.post(url, headers=team.cookie)
    assert await opens(client, f"/n/{note}/note.md", yacine)
    assert not await opens(client, team.base, yacine)


async def test_all_devices_of_a_person_go_and_the_page_itself_may_have_come_by_the_link(
    client: Client,
) -> None:
    made = await make(client, markdown="# Loyers")
    laptop = await named(client, "Karim")
    phone = await joined(client, laptop)
    awa = await named(client, "Awa")
    for cookie in (laptop, phone, awa):
        assert await opens(client, made.edit, cookie)
    found = (await (await client.get(f"{made.edit}/links", headers=made.cookie)).json())["links"]
    edit = next(one for one in found if one["role"] == "edit")
    karim = next(one for one in edit["people"] if one["name"] == "Karim")
    assert len(karim["devices"]) == 2
    url = f"{made.edit}/links/{edit['id']}/people/{karim['visitor']}"
    answer = await client.post(url, headers=made.cookie, allow_redirects=False)
    where = URL(answer.headers["Location"]).path
    assert where != f"{made.edit}/manage"
    assert await opens(client, where, made.cookie)
    assert await opens(client, made.edit, awa)
    for cookie in (laptop, phone, await visit(client)):
        assert not await opens(client, made.edit, cookie)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_link_that_is_closed_lists_and_removes_nobody(client: Client, method: str) -> None:
    team = await began(client)
    path, id_ = await team.link("edit", label="Telegram")
    await comes_by(client, path, "Yacine")
    visitor = (await people(client, team.base, team.cookie, "Telegram"))["Yacine"]["visitor"]
    await client.delete(f"{team.base}/links/{id_}", headers=team.cookie)
    assert (await links(client, team.base, team.cookie))["links"]["Telegram"]["people"] is None
    url = f"{team.base}/links/{id_}/people/{visitor}"
    answer = await client.request(method, url, headers=team.cookie | JSON)
    assert answer.status == 409
