"""Linking two browsers at the door: what each sees, who may, and what moves."""

import asyncio
import re
from hashlib import sha256

import pytest

from server.app import create_app
from server.settings.config import Config
from server.visitors.pairings import normal
from tests.conftest import Client, client_of
from tests.server.database import database, refusing
from tests.server.gate.audit_log import deeds
from tests.server.live.editors import Editor
from tests.server.visitors.pairs import (
    PHONE,
    code_of,
    confirms,
    digits_of,
    does,
    joined,
    linked,
    listed,
    opened,
    page_of,
    step_of,
)
from tests.server.visits import Made, cookie_of, make, visit


async def named(client: Client, name: str, headers: dict[str, str] | None = None) -> dict[str, str]:
    cookie = cookie_of(await client.get("/", headers=headers))
    await client.put("/api/visitor", json={"name": name}, headers=cookie)
    return cookie


async def note_of(client: Client, cookie: dict[str, str], title: str) -> Made:
    """A note that a browser has made and opened."""
    made = await make(client, markdown=f"# {title}\n", headers=cookie)
    await client.get(made.edit, headers=cookie)
    return made


async def finds(client: Client, cookie: dict[str, str], made: Made, title: str) -> tuple[bool, bool]:
    """Whether a browser lists a note at home, and manages it."""
    home = await page_of(client, "/", cookie)
    managed = await client.get(f"{made.edit}/manage", headers=cookie)
    return title in home, managed.status == 200


async def test_both_show_the_same_digits_and_nothing_is_linked_before_both_have_confirmed(
    client: Client,
) -> None:
    desk, phone = await named(client, "Claire"), await named(client, "Claire au téléphone", PHONE)
    path = await code_of(client, desk)
    assert await digits_of(client, path, desk) == ""
    asked = await page_of(client, path, phone)
    assert "« Claire »" in asked
    assert "compare" not in await step_of(client, path, desk)
    await does(client, path, phone, "open")
    assert await digits_of(client, path, desk) == await digits_of(client, path, phone) != ""
    told = await page_of(client, path, desk)
    assert "Claire au téléphone" in told
    assert "Chrome sur Android" in told
    await confirms(client, path, desk)
    assert [await step_of(client, path, one) for one in (desk, phone)] == ["wait", "compare"]
    assert len(await listed(client, desk)) == 1
    await confirms(client, path, phone)
    assert [await step_of(client, path, one) for one in (desk, phone)] == ["linked", "linked"]
    assert len(await listed(client, desk)) == len(await listed(client, phone)) == 2


async def test_looking_spends_nothing_and_only_one_newcomer_is_let_near(client: Client) -> None:
    desk, phone, other = [await visit(client) for _ in range(3)]
    path = await code_of(client, desk)
    robot = {"User-Agent": "Twitterbot/1.0"}
    for headers in (robot, phone, other, {}):
        assert (await client.get(path, headers=headers)).status == 200
    assert await step_of(client, path, desk) == "show"
    await does(client, path, phone, "open")
    await does(client, path, other, "open")
    assert await step_of(client, path, other) == "taken"
    assert "Un autre appareil a ouvert ce code" in await page_of(client, path, other)
    assert await digits_of(client, path, other) == ""
    digits = await digits_of(client, path, desk)
    await does(client, path, other, "confirm", digits=digits)
    await does(client, path, other, "refuse")
    assert await step_of(client, path, desk) == "compare"


@pytest.mark.parametrize("refuses", ["desk", "phone"])
async def test_either_side_refuses_and_the_other_is_told(client: Client, refuses: str) -> None:
    sides = {"desk": await visit(client), "phone": await visit(client)}
    path = await opened(client, sides["desk"], sides["phone"])
    await confirms(client, path, sides["phone"])
    await does(client, path, sides[refuses], "refuse")
    for cookie in sides.values():
        assert await step_of(client, path, cookie) == "refused"
        assert "Rien n’a été relié" in await page_of(client, path, cookie)
        await does(client, path, cookie, "confirm", digits="0000")
    assert len(await listed(client, sides["desk"])) == 1
    assert (await client.get(path, headers=await visit(client))).status == 410


async def test_an_answer_to_other_digits_confirms_nothing(client: Client) -> None:
    desk, phone = await visit(client), await visit(client)
    path = await opened(client, desk, phone)
    digits = await digits_of(client, path, desk)
    for wrong in ("", "12345", f"{(int(digits) + 1) % 10000:04}"):
        await does(client, path, desk, "confirm", digits=wrong)
    assert await step_of(client, path, desk) == "compare"


async def test_a_code_is_typed_as_people_type_and_a_wrong_one_is_told(client: Client) -> None:
    desk, phone = await visit(client), await visit(client)
    path = await code_of(client, desk)
    said = path.rpartition("/")[2].replace("-", " ").lower()
    answer = await client.post("/devices/add", data={"code": said}, headers=phone, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, path)
    answer = await client.post("/devices/add", data={"code": "BCDF-GHJK"}, headers=phone)
    text = await answer.text()
    assert answer.status == 410
    assert 'value="BCDF-GHJK"' in text
    assert 'role="alert"' in text
    for _ in range(30):
        answer = await client.get("/devices/add/BCDF-GHJL", headers=phone)
    assert (answer.status, answer.headers["Retry-After"].isdigit()) == (429, True)
    assert (await client.get(path, headers=phone)).status == 429, "the right one too, for who has guessed"


async def test_the_newcomer_receives_and_gives_nothing(client: Client) -> None:
    desk, phone = await visit(client), await visit(client)
    theirs, own = await note_of(client, desk, "Budget"), await note_of(client, phone, "Journal")
    await linked(client, desk, phone)
    await client.get(own.edit, headers=phone)
    assert await finds(client, phone, theirs, "Budget") == (True, True)
    assert await finds(client, phone, own, "Journal") == (True, True)
    assert await finds(client, desk, own, "Journal") == (False, False)
    assert "1 note antérieure" in await page_of(client, "/devices", phone)
    assert "note antérieure" not in await page_of(client, "/devices", desk)


async def test_an_attacker_whose_code_is_opened_gets_nothing(client: Client) -> None:
    """The victim opens the attacker's code, presses everything, and goes on with its notes."""
    attacker, victim = await named(client, "Service informatique"), await visit(client)
    own = await note_of(client, victim, "Journal")
    answer = await client.post("/api/folders", json={"title": "Lundi"}, headers=victim)
    folder = (await answer.json())["links"]["edit"].partition("/p/")[2]
    await client.get(f"/p/{folder}", headers=victim)
    path = await code_of(client, attacker)
    told = await page_of(client, path, victim)
    assert "Service informatique" in told
    assert "piège" in told
    assert re.search(r'name="give" value="1"(?! checked)', told)
    await linked(client, attacker, victim)
    for _ in range(2):
        for address in (own.edit, own.read, f"/p/{folder}", f"{own.edit}/manage", "/"):
            await client.get(address, headers=victim)
        await client.post(f"{own.edit}/links", json={"role": "read", "label": "x"}, headers=victim)
    seen = [await page_of(client, address, attacker) for address in ("/", "/devices", "/trash")]
    assert not any("Journal" in text or "Lundi" in text or own.edit in text for text in seen)
    stolen = await (await client.post("/devices/stolen", headers=attacker)).text()
    assert "Journal" not in stolen


async def test_notes_are_given_when_the_newcomer_says_so_and_both_are_told(client: Client) -> None:
    desk, phone = await named(client, "Claire"), await visit(client)
    own = await note_of(client, phone, "Journal")
    path = await code_of(client, desk)
    assert "Donner aussi ma note à « Claire »" in await page_of(client, path, phone)
    await does(client, path, phone, "open", give="1")
    assert "Il vous donne aussi sa note" in await page_of(client, path, desk)
    assert "Vous donnez aussi votre note" in await page_of(client, path, phone)
    assert await finds(client, desk, own, "Journal") == (False, False)
    for cookie in (desk, phone):
        await confirms(client, path, cookie)
    assert "ont aussi sa note" in await page_of(client, path, desk)
    assert "Votre note est donnée" in await page_of(client, path, phone)
    assert await finds(client, desk, own, "Journal") == (True, True)


@pytest.mark.parametrize("asks", ["desk", "phone"])
async def test_what_was_given_is_taken_back_from_either_side(client: Client, asks: str) -> None:
    desk, phone = await visit(client), await visit(client)
    own = await note_of(client, phone, "Journal")
    await linked(client, desk, phone)
    assert (await client.post("/devices/give", headers=phone)).status == 200
    assert (await client.post("/devices/give", headers=phone)).status == 404, "nothing is left to give"
    await client.get(own.edit, headers=desk)
    assert await finds(client, desk, own, "Journal") == (True, True)
    page = await page_of(client, "/devices", {"desk": desk, "phone": phone}[asks])
    found = re.search(r'name="device" value="([\w-]+)"', page)
    assert found is not None
    form = {"device": found[1]}
    stranger = await client.post("/devices/take-back", data=form, headers=await visit(client))
    assert stranger.status == 404
    cookie = {"desk": desk, "phone": phone}[asks]
    assert (await client.post("/devices/take-back", data=form, headers=cookie)).status == 200
    assert await finds(client, desk, own, "Journal") == (False, False)
    assert await finds(client, phone, own, "Journal") == (True, True)
    assert (await client.post("/devices/take-back", data=form, headers=cookie)).status == 404


async def test_a_device_that_has_left_is_listed_where_it_keeps_notes_and_closed_there(client: Client) -> None:
    """Whoever steals one of two linked devices keeps nothing by joining it to another one."""
    desk, thief = await visit(client), await visit(client)
    phone = await joined(client, desk)
    own = await note_of(client, phone, "Journal")
    await linked(client, thief, phone)
    page = await page_of(client, "/devices", desk)
    assert "relié à d’autres appareils" in page
    assert await finds(client, phone, own, "Journal") == (True, True)
    assert await finds(client, thief, own, "Journal") == (False, False)
    await client.post("/devices/stolen", headers=desk)
    assert await finds(client, phone, own, "Journal") == (False, False)
    home = await page_of(client, "/", desk)
    assert "Journal" in home


async def test_open_notes_of_the_newcomer_come_back_as_what_it_is_by_then(client: Client) -> None:
    desk, phone = await visit(client), await visit(client)
    made = await note_of(client, phone, "Journal")
    editor = Editor()
    await editor.connect(client.session, str(client.make_url(f"/sync/{made.edit_token}")), headers=phone)
    await editor.until(lambda: editor.is_saved)
    await linked(client, desk, phone)
    assert (await editor.closed())[0] == 4503


async def test_nothing_is_linked_where_it_is_not_written_down(
    client: Client, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    """The database refuses: both are where they were, and the second one may confirm again."""
    desk, phone = await visit(client), await visit(client)
    path = await opened(client, desk, phone)
    await confirms(client, path, desk)
    digits = await digits_of(client, path, phone)
    with refusing(config, "UPDATE OF visitor ON devices"):
        assert await does(client, path, phone, "confirm", digits=digits) == 500
    caplog.clear()
    assert [await step_of(client, path, one) for one in (desk, phone)] == ["wait", "compare"]
    assert len(await listed(client, desk)) == 1
    await confirms(client, path, phone)
    assert len(await listed(client, desk)) == 2


async def test_the_two_may_be_answered_by_different_processes(config: Config) -> None:
    """As several processes have: one database, one key, and nothing in common in memory."""
    async with client_of(create_app(config)) as client:
        desk, phone = await visit(client), await visit(client)
        path = await code_of(client, desk)
        wrong = [(await client.get("/devices/add/BCDF-GHJK", headers=phone)).status for _ in range(30)]
    assert set(wrong) == {410}
    async with client_of(create_app(config)) as client:
        assert (await client.get(path, headers=phone)).status == 429, "wrong codes are counted together"
    with database(config) as opened_too:
        opened_too.execute("DELETE FROM pairing_tries")
    async with client_of(create_app(config)) as client:
        await does(client, path, phone, "open")
        digits = await digits_of(client, path, phone)
        await confirms(client, path, phone)
    async with client_of(create_app(config)) as client:
        assert await digits_of(client, path, desk) == digits
        await confirms(client, path, desk)
        assert [await step_of(client, path, one) for one in (desk, phone)] == ["linked", "linked"]
        assert len(await listed(client, desk)) == 2


async def test_the_database_holds_no_code_and_no_digits(client: Client, config: Config) -> None:
    desk, phone = await visit(client), await visit(client)
    path = await opened(client, desk, phone)
    told = [path.rpartition("/")[2], normal(path.rpartition("/")[2]), await digits_of(client, path, desk)]
    assert all(told)
    with database(config) as opened_too:
        (row,) = opened_too.execute("SELECT code, gives, state, given FROM pairings")
    assert not any(word in repr(row) for word in told)
    assert sha256(told[1].encode()).digest()[:16] != row[0], "34 bits are tried through in no time"


async def test_both_may_press_at_once_and_are_linked_once(client: Client, config: Config) -> None:
    desk, phone = await visit(client), await visit(client)
    path = await opened(client, desk, phone)
    digits = await digits_of(client, path, desk)
    presses = [does(client, path, one, "confirm", digits=digits) for one in (desk, phone, desk, phone)]
    assert await asyncio.gather(*presses) == [303] * 4
    assert len(await listed(client, desk)) == 2
    assert [what for what, _ in await deeds(config)].count("device-joined") == 1


async def test_a_closed_device_shows_no_code_any_more(client: Client) -> None:
    desk = await visit(client)
    phone = await joined(client, desk)
    path = await code_of(client, phone)
    page = await page_of(client, "/devices", desk)
    ids = re.findall(r'/devices/([\w-]+)/close"><button class="btn" aria-label', page)
    await client.post(f"/devices/{ids[0]}/close", headers=desk)
    assert (await client.get(path, headers=await visit(client))).status == 410


async def test_each_step_is_in_the_audit_log(client: Client, config: Config) -> None:
    desk, phone, refused = [await visit(client) for _ in range(3)]
    await note_of(client, phone, "Journal")
    path = await opened(client, desk, refused)
    code = path.rpartition("/")[2]
    await does(client, path, desk, "refuse")
    await linked(client, desk, phone, gives=True)
    page = await page_of(client, "/devices", phone)
    found = re.search(r'name="device" value="([\w-]+)"', page)
    assert found is not None
    await client.post("/devices/take-back", data={"device": found[1]}, headers=desk)
    await client.post("/devices/give", headers=phone)
    rows = [what for what, _ in await deeds(config) if what != "device-let-in"]
    assert rows == [
        "note-made",
        "pairing-shown",
        "pairing-refused",
        "pairing-shown",
        "pairing-confirmed",
        "device-joined",
        "rights-taken-back",
        "rights-given",
    ]
    assert code not in str(await deeds(config))
