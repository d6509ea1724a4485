"""Who holds nothing asks for access at a target's own address; who manages gives, refuses and takes away."""

from typing import Any

import pytest

from crdt import frames
from server.clock import now_ms
from server.http.keys import ENGINE
from server.ids import DeviceId
from server.storage.rights import access_asks, access_requests
from server.storage.rights.access_asks import Networks
from server.targets import NoteTarget
from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.pochettes import make_folder
from tests.server.visitors.pairs import joined
from tests.server.visitors.thieves import press
from tests.server.visits import cookie_of, make, visit

NOWHERE = "A" * 22
FRENCH = {"Accept-Language": "fr"}
JSON = {"Accept": "application/json"}


async def asks(client: Client, path: str, name: str = "Léa", cookie: dict[str, str] | None = None) -> Any:
    """The answer to a press of the button, and the cookie that the browser has then."""
    answer = await client.post(f"{path}/access", data={"name": name}, headers=cookie, allow_redirects=False)
    assert answer.status == 303, await answer.text()
    return cookie or cookie_of(answer)


async def told(client: Client, base: str, cookie: dict[str, str]) -> dict[str, Any]:
    facts: dict[str, Any] = await (await client.get(f"{base}/links", headers=cookie | JSON)).json()
    return facts


async def gives(client: Client, base: str, cookie: dict[str, str], role: str | None) -> int:
    """Answer the first request."""
    (asked, *_) = (await told(client, base, cookie))["requests"]
    wish = {"role": role} if role else {}
    answer = await client.post(f"{base}/requests/{asked['id']}", json=wish, headers=cookie)
    return answer.status


async def reads(client: Client, path: str, cookie: dict[str, str]) -> int:
    return (await client.get(path, headers=cookie)).status


async def asked_rows(client: Client) -> int:
    query = "SELECT count(*) FROM access_requests"
    ((many,),) = await client.app[ENGINE].read(lambda db: list(db.execute(query)))
    return int(many)


async def three(client: Client) -> tuple[Team, list[str]]:
    """A classeur with its maker, and the own addresses of a note, a pochette and the classeur."""
    team = await began(client)
    note = await team.note("# Loyers\n\nEncadrer.")
    folder = await make_folder(client, title="Lundi", headers=team.cookie)
    return team, [f"/n/{note}", f"/p/{folder.id}", team.base]


@pytest.mark.parametrize(("role", "allowed"), [("read", 403), ("comment", 201), ("edit", 201)])
async def test_who_is_given_access_finds_it_open_and_has_that_right(
    client: Client, role: str, allowed: int
) -> None:
    team, (note, *_) = await three(client)
    page = await client.get(note, headers=FRENCH)
    assert "Demander l’accès" in await page.text()
    lea = await asks(client, note)
    waiting = await (await client.get(f"{note}?asked=1", headers=lea | FRENCH)).text()
    assert "Votre demande est envoyée" in waiting
    (asked,) = (await told(client, note, team.cookie))["requests"]
    assert (asked["name"], asked["of"]) == ("Léa", None)
    assert await gives(client, note, team.cookie, role) == 200
    assert await reads(client, f"{note}/note.md", lea) == 200
    said = await client.post(f"{note}/comments", json={"text": "Et la date ?"}, headers=lea)
    assert said.status == allowed
    facts = await told(client, note, team.cookie)
    assert facts["requests"] == []
    assert [(one["name"], one["role"]) for one in facts["given"]] == [("Léa", role)]
    assert await reads(client, team.base, lea) == 404


async def test_a_pochette_and_a_classeur_are_asked_for_in_the_same_way(client: Client) -> None:
    team, (note, folder, binder) = await three(client)
    lea = await visit(client)
    for path in (folder, binder):
        await asks(client, path, cookie=lea)
        assert await reads(client, path, lea) == 404
        assert await gives(client, path, team.cookie, "read") == 200
        assert await reads(client, path, lea) == 200
    assert await reads(client, f"{note}/note.md", lea) == 200
    page = await (await client.get(f"{binder}/manage", headers=team.cookie | FRENCH)).text()
    assert "Accès donné à des personnes" in page


async def test_who_manages_the_classeur_answers_there_for_what_is_in_it(client: Client) -> None:
    team, (note, *_) = await three(client)
    lea = await asks(client, note)
    (asked,) = (await told(client, team.base, team.cookie))["requests"]
    assert asked["of"] == "Loyers"
    page = await (await client.get(f"{team.base}/manage", headers=team.cookie | FRENCH)).text()
    assert "Léa demande l’accès" in page
    assert "pour « Loyers »" in page.replace("\u00a0", " ").replace("\u202f", " ")
    answer = await client.post(
        f"{team.base}/requests/{asked['id']}",
        data={"role": "comment"},
        headers=team.cookie,
        allow_redirects=False,
    )
    assert answer.headers["Location"] == f"{team.base}/manage?done=accessGiven"
    assert await reads(client, f"{note}/note.md", lea) == 200
    assert await reads(client, team.base, lea) == 404


async def test_who_manages_the_classeur_finds_there_whom_they_let_in_and_takes_it_back(
    client: Client,
) -> None:
    team, (note, folder, _) = await three(client)
    moved = await client.put(f"{folder}/binder", json={"binder": team.binder}, headers=team.cookie)
    assert moved.ok, await moved.text()
    other = await began(client, "Ailleurs", cookie=team.cookie)
    elsewhere = f"/n/{await other.note('# Secret')}"
    lea = await visit(client)
    for path in (note, folder, elsewhere):
        await asks(client, path, cookie=lea)
        assert await gives(client, path, team.cookie, "comment") == 200
    given = (await told(client, team.base, team.cookie))["given"]
    assert sorted((one["name"], one["of"], one["role"]) for one in given) == [
        ("Léa", "Loyers", "comment"),
        ("Léa", "Lundi", "comment"),
    ]
    page = await (await client.get(f"{team.base}/manage", headers=team.cookie | FRENCH)).text()
    assert "pour « Loyers »" in page.replace("\u00a0", " ").replace("\u202f", " ")

    at = f"{team.base}/given/{given[0]['visitor']}/end"
    foreign = await client.post(at, json={"of": elsewhere[3:]}, headers=team.cookie)
    nothing = await client.post(at, json={}, headers=team.cookie)
    assert (foreign.status, nothing.status) == (404, 404)
    assert [await reads(client, path, lea) for path in (note, folder, elsewhere)] == [200, 200, 200]
    ended = await client.post(at, data={"of": note[3:]}, headers=team.cookie, allow_redirects=False)
    assert ended.headers["Location"] == f"{team.base}/manage?done=accessEnded"
    assert [await reads(client, path, lea) for path in (note, folder, elsewhere)] == [404, 200, 200]
    assert [one["of"] for one in (await told(client, team.base, team.cookie))["given"]] == ["Lundi"]


async def test_there_and_not_there_are_answered_alike_and_nothing_is_kept_of_the_latter(
    client: Client,
) -> None:
    _, paths = await three(client)
    for path in paths:
        stranger = await visit(client)
        await client.put("/api/visitor", json={"name": "Léa"}, headers=stranger)
        nowhere = path[:3] + NOWHERE
        for cookie in ({}, stranger):
            pages = []
            for at in (path, nowhere):
                before = await client.get(at, headers=cookie | FRENCH)
                posted = await client.post(
                    f"{at}/access", data={"name": "Léa"}, headers=cookie | FRENCH, allow_redirects=False
                )
                after = await client.get(f"{at}?asked=1", headers=cookie | FRENCH)
                kept = {name for name in posted.headers if name not in {"Date", "Set-Cookie", "Location"}}
                has_cookie = "Set-Cookie" in posted.headers
                told_ = (before.status, posted.status, after.status, kept, has_cookie)
                texts = [await before.text(), await posted.text(), await after.text()]
                pages.append((told_, [text.replace(at, "").replace(at[3:], "") for text in texts]))
                assert posted.headers["Location"] == f"{at}?asked=1"
            assert pages[0] == pages[1]
    ((wrong,),) = await client.app[ENGINE].read(
        lambda db: list(db.execute("SELECT count(*) FROM access_requests WHERE target = ?", (NOWHERE,)))
    )
    assert wrong == 0
    assert await asked_rows(client) == 6


async def test_looking_asks_for_nothing(client: Client) -> None:
    team, paths = await three(client)
    for path in paths:
        for query in ("", "?asked=1"):
            for method in ("GET", "HEAD"):
                answer = await client.request(method, path + query)
                assert answer.status == 404
                assert "Set-Cookie" not in answer.headers
        assert (await client.get(f"{path}/access")).status == 405
    assert await asked_rows(client) == 0
    assert (await told(client, team.base, team.cookie))["requests"] == []


async def test_a_device_asks_once_and_a_refusal_lasts(client: Client) -> None:
    team, (note, *_) = await three(client)
    lea = await asks(client, note)
    await asks(client, note, cookie=lea)
    assert len((await told(client, note, team.cookie))["requests"]) == 1
    assert await gives(client, note, team.cookie, None) == 200
    await asks(client, note, cookie=lea)
    assert (await told(client, note, team.cookie))["requests"] == []
    assert await reads(client, note, lea) == 404


async def test_a_device_and_a_network_ask_so_often_and_then_wait(client: Client) -> None:
    _, (note, *_) = await three(client)
    lea = await visit(client)
    answers = [
        await client.post(f"{at}/access", data={"name": "Léa"}, headers=lea | FRENCH, allow_redirects=False)
        for at in (note, f"/n/{NOWHERE}") * 4
    ]
    assert [answer.status for answer in answers] == [303] * 5 + [429] * 3
    assert answers[-1].headers["Retry-After"]
    assert "Trop de demandes" in await answers[-1].text()
    strangers = [
        (await client.post(f"{note}/access", data={"name": "X"}, allow_redirects=False)).status
        for _ in range(40)
    ]
    assert strangers[0] == 303
    assert strangers[-1] == 429


async def test_a_target_holds_twenty_open_requests_and_each_for_thirty_days(client: Client) -> None:
    team, (note, *_) = await three(client)
    await asks(client, note)
    target = NoteTarget.of(note[3:])

    def fill(db: Any) -> None:
        ((visitor,),) = db.execute(
            "SELECT devices.visitor FROM access_requests JOIN devices ON devices.id = device"
        )
        for number in range(30):
            db.execute(
                "INSERT INTO devices (id, secret_hash, visitor, label, created_at, seen_at)"
                " VALUES (?, ?, ?, '', 1, 1)",
                (f"d{number}", f"{number}".encode(), visitor),
            )
            networks = Networks(near=bytes([number]), wide=bytes([number]))
            access_requests.put(db, DeviceId(f"d{number}"), target, now_ms(), networks=networks)

    await client.app[ENGINE].write(fill)
    assert len((await told(client, note, team.cookie))["requests"]) == access_asks.MOST_OPEN == 20
    later = now_ms() + access_asks.LASTS_MS + 1
    assert await client.app[ENGINE].read(lambda db: access_requests.open_of(db, [target], later)) == []
    await client.app[ENGINE].write(lambda db: access_requests.prune(db, later))
    assert await asked_rows(client) == 0


async def test_what_was_given_is_taken_away_and_ends_at_once(client: Client) -> None:
    team, (note, *_) = await three(client)
    lea = await asks(client, note)
    await gives(client, note, team.cookie, "edit")
    (given,) = (await told(client, note, team.cookie))["given"]
    karim = await comes_by(client, (await team.link("edit"))[0])
    protocols = (frames.SUBPROTOCOL,)
    async with (
        client.ws_connect(f"/sync{note[2:]}", headers=lea, protocols=protocols) as theirs,
        client.ws_connect(f"/sync{note[2:]}", headers=karim, protocols=protocols) as other,
    ):
        for socket in (theirs, other):
            await socket.send_bytes(frames.step_1(b"\x00"))
            await socket.receive_bytes()
        answer = await client.post(f"{note}/given/{given['visitor']}/end", json={}, headers=team.cookie)
        assert answer.status == 200
        while (message := await theirs.receive()).type.name == "BINARY":
            pass
        assert message.type.name == "CLOSE"
        assert not other.closed
    assert await reads(client, f"{note}/note.md", lea) == 404
    assert await reads(client, f"{note}/note.md", karim) == 200
    assert (await told(client, note, team.cookie))["given"] == []
    gone = await client.post(f"{note}/given/{given['visitor']}/end", json={}, headers=team.cookie)
    assert gone.status == 404


async def test_nobody_but_who_manages_sees_or_answers_a_request(client: Client) -> None:
    team, (note, *_) = await three(client)
    other = await make(client, markdown="# Ailleurs")
    await asks(client, note)
    (asked,) = (await told(client, note, team.cookie))["requests"]
    karim = await comes_by(client, (await team.link("edit"))[0])
    assert "requests" not in await told(client, note, karim)
    for base, cookie, status in (
        (note, karim, 403),
        (team.base, karim, 403),
        (note, await visit(client), 404),
        (other.edit, other.cookie, 404),
    ):
        answer = await client.post(f"{base}/requests/{asked['id']}", json={"role": "read"}, headers=cookie)
        assert answer.status == status
    for role in ("manage", "print", "x", 3):
        answer = await client.post(f"{note}/requests/{asked['id']}", json={"role": role}, headers=team.cookie)
        assert answer.status == 400
    assert len((await told(client, note, team.cookie))["requests"]) == 1


async def test_who_has_access_already_is_led_in_and_asks_for_nothing(client: Client) -> None:
    team, (note, *_) = await three(client)
    answer = await client.post(f"{note}/access", headers=team.cookie, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, note)
    assert await asked_rows(client) == 0


async def test_what_a_stolen_telephone_gave_ends_with_it_and_what_its_owner_gave_stays(
    client: Client,
) -> None:
    team, (note, *_) = await three(client)
    phone = await joined(client, team.cookie)
    friend, accomplice = await visit(client), await visit(client)
    for asker, giver in ((friend, team.cookie), (accomplice, phone)):
        await asks(client, note, cookie=asker)
        assert await gives(client, note, giver, "edit") == 200
        assert await reads(client, f"{note}/note.md", asker) == 200
    await press(client, team.cookie)
    assert await reads(client, f"{note}/note.md", accomplice) == 404
    assert await reads(client, f"{note}/note.md", friend) == 200
