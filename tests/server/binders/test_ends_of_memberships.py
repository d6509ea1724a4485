"""How soon a membership that ends cuts off who writes by it, by each way in and whichever process ends it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from server.app import create_app
from server.http.keys import ENGINE
from server.ids import VisitorId
from server.settings.config import Config
from server.storage import Db
from server.storage.members import DAY_MS
from server.visitors import leaving
from tests.conftest import Client, client_of
from tests.server.binders.team import Member, known, member, team_binder
from tests.server.database import database
from tests.server.live.editors import Editor, join_synced
from tests.server.visitors.pairs import linked
from tests.server.visitors.providers import Liar, begin, come_back, lying, signed, signed_in, with_provider
from tests.server.visitors.team import PASSPHRASE
from tests.server.visitors.thieves import press, recover, recovery_code
from tests.server.visits import cookie_of, make, visit

PROMPT_S = 1.0
CHANGED, NO_ACCESS = 4504, 4403


@pytest.fixture
async def client(team_config: Config) -> AsyncIterator[Client]:
    async with client_of(create_app(team_config)) as client:
        yield client


async def begun(client: Client, by: Member) -> str:
    return (await make(client, markdown="# Loyers\n\n", headers=by.cookie)).id


async def is_refused(client: Client, note: str, who: Member) -> bool:
    """Its editor is turned away, and so is every page of the note."""
    late = Editor()
    await late.connect(client.session, str(client.make_url(f"/sync/{note}")), headers=who.cookie)
    code, _ = await late.closed()
    read = await client.get(f"/n/{note}/note.md", headers=who.cookie)
    assert (code, read.status) == (NO_ACCESS, 404)
    return True


async def told_within(editor: Editor) -> tuple[int | None, float]:
    """The code with which a connection ends, and after how many seconds."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    code, _ = await editor.closed()
    return code, loop.time() - began


async def test_who_is_removed_while_writing_is_cut_off_at_once_and_what_was_saved_stays(
    client: Client,
) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    note = await begun(client, anne)
    theirs, mine = [await join_synced(client, note, headers=who.cookie) for who in (karim, anne)]
    await theirs.type("Avant. ")
    await theirs.until(lambda: theirs.is_saved)
    answer = await client.post(f"/c/{await team_binder(client)}/people/{karim.visitor}", headers=anne.cookie)
    assert answer.status == 200
    code, took_s = await told_within(theirs)
    assert (code, took_s < PROMPT_S) == (CHANGED, True), took_s
    with pytest.raises(ConnectionError):
        await theirs.type("Après. ")
    assert await is_refused(client, note, karim)
    await mine.type("Anne reste. ")
    await mine.until(lambda: mine.is_saved)
    text = await (await client.get(f"/n/{note}/note.md", headers=anne.cookie)).text()
    assert ("Avant." in text, "Anne reste." in text, "Après." in text) == (True, True, False)


def _ended(db: Db, *, column: str, device: str) -> None:
    db.execute(f"UPDATE members SET {column} = {column} - ? WHERE device = ?", (31 * DAY_MS, device))  # noqa: S608


ENDS: dict[str, Callable[[Member], Callable[[Db], object]]] = {
    "removed": lambda who: partial(leaving.remove, visitor=VisitorId(who.visitor), new=None, at=1),
    "left": lambda who: partial(leaving.leave, visitor=VisitorId(who.visitor)),
    "thirty days are over": lambda who: partial(_ended, column="since", device=who.device),
    "not here for two weeks": lambda who: partial(_ended, column="seen_at", device=who.device),
}


@pytest.mark.first(1)
@pytest.mark.parametrize("end", ENDS)
async def test_what_the_rooms_are_not_told_of_is_over_within_a_second(client: Client, end: str) -> None:
    """As what another process writes, and what time alone ends."""
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    note = await begun(client, anne)
    theirs = await join_synced(client, note, headers=karim.cookie)
    await client.app[ENGINE].write(ENDS[end](karim))
    code, took_s = await told_within(theirs)
    assert (code, took_s < PROMPT_S) == (CHANGED, True), took_s
    assert await is_refused(client, note, karim)
    assert (await client.get(f"/n/{note}/note.md", headers=anne.cookie)).status == 200


async def test_whom_a_provider_names_is_cut_off_and_refused_until_readmitted(
    config: Config, tmp_path: Path
) -> None:
    liar = Liar()
    async with lying(liar), client_of(create_app(with_provider(config, liar.issuer, tmp_path))) as client:
        anne = await comes(client, liar, "anne", "Anne Lefèvre")
        karim = await comes(client, liar, "karim", "Karim Haddad")
        phone = await comes(client, liar, "karim", "Karim Haddad")
        assert (phone.visitor, phone.device != karim.device) == (karim.visitor, True)
        note = await begun(client, anne)
        editors = [await join_synced(client, note, headers=who.cookie) for who in (karim, phone)]
        people = f"/c/{await team_binder(client)}/people"
        page = await client.post(f"{people}/{karim.visitor}", headers=anne.cookie)
        assert "letters said" not in await page.text(), "there is no passphrase"
        for code, took_s in [await told_within(editor) for editor in editors]:
            assert (code, took_s < PROMPT_S) == (CHANGED, True), took_s
        for who in (karim, phone):
            assert await is_refused(client, note, who)
        status, text = await signs_in(client, liar, "karim", karim.cookie)
        assert (status, "mis fin à votre accès" in text) == (403, True)
        status, _ = await signs_in(client, liar, "karim", await visit(client))
        assert status == 403
        answer = await client.post(f"{people}/{karim.visitor}/readmit", headers=anne.cookie)
        assert answer.status == 200
        assert await is_refused(client, note, karim), "they have to sign in again"
        back = await comes(client, liar, "karim", "Karim Haddad")
        assert (await client.get(f"/n/{note}/note.md", headers=back.cookie)).status == 200
        assert (await client.get(f"/n/{note}/note.md", headers=phone.cookie)).status == 404


async def test_a_second_device_is_a_members_once_it_came_in_itself_and_ends_with_the_first(
    client: Client,
) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    note = await begun(client, anne)
    phone = await visit(client)
    await linked(client, karim.cookie, phone)
    second = Member(cookie=phone, visitor=karim.visitor, device="")
    assert await is_refused(client, note, second), "a membership is of one browser"
    answer = await client.post("/team", json={"passphrase": PASSPHRASE}, headers=phone)
    second = Member(cookie=cookie_of(answer), visitor=karim.visitor, device="")
    assert (await client.get(f"/n/{note}/note.md", headers=second.cookie)).status == 200
    answer = await client.post(f"/c/{await team_binder(client)}/people/{karim.visitor}", headers=anne.cookie)
    assert answer.status == 200
    for who in (karim, second):
        assert await is_refused(client, note, who)


async def test_a_closed_device_and_a_stolen_one_read_nothing_and_a_removal_outlasts_both(
    client: Client,
) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    note = await begun(client, anne)
    phone = await visit(client)
    await linked(client, karim.cookie, phone)
    answer = await client.post("/team", json={"passphrase": PASSPHRASE}, headers=phone)
    stolen = Member(cookie=cookie_of(answer), visitor=karim.visitor, device="")
    code = await recovery_code(client, karim.cookie)
    await press(client, karim.cookie)
    assert (await client.get(f"/n/{note}/note.md", headers=stolen.cookie)).status == 404
    answer = await client.post(f"/c/{await team_binder(client)}/people/{karim.visitor}", headers=anne.cookie)
    assert answer.status == 200
    assert await recover(client, code, karim.cookie) is not None
    for who in (karim, stolen):
        read = await client.get(f"/n/{note}/note.md", headers=who.cookie)
        assert read.status == 404, "what is taken back are devices, no membership"


async def test_a_hand_over_that_was_made_before_gives_nothing_back(client: Client) -> None:
    """Téléphone volé returns what a device handed on within a week: not what a removal has ended."""
    anne, karim, lea = [await member(client, name) for name in ("Anne", "Karim", "Léa")]
    made = await make(client, markdown="# Loyers", headers=karim.cookie)
    await client.get(made.edit, headers=lea.cookie)
    answer = await client.post(
        f"/n/{made.id}/manage/give", data={"visitor": lea.visitor}, headers=karim.cookie
    )
    assert answer.status == 200
    phone = await visit(client)
    await linked(client, karim.cookie, phone)
    people = f"/c/{await team_binder(client)}/people/{karim.visitor}"
    assert (await client.post(people, headers=anne.cookie)).status == 200
    await press(client, phone, device=karim.device)
    for who in (phone, karim.cookie):
        assert (await client.get(f"/n/{made.id}/manage", headers=who)).status == 404
    assert (await client.get(f"/n/{made.id}/manage", headers=lea.cookie)).status == 200


async def test_an_older_cookie_of_a_removed_device_opens_no_more_than_its_newer_one(
    client: Client, team_config: Config
) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    note = await begun(client, anne)
    with database(team_config) as beside:
        beside.execute("UPDATE devices SET cookie_given_at = cookie_given_at - ?", (2 * DAY_MS,))
    newer = cookie_of(await client.get("/", headers=karim.cookie))
    assert newer != karim.cookie
    for cookie in (karim.cookie, newer):
        assert (await client.get(f"/n/{note}/note.md", headers=cookie)).status == 200
    people = f"/c/{await team_binder(client)}/people/{karim.visitor}"
    assert (await client.post(people, headers=anne.cookie)).status == 200
    for cookie in (karim.cookie, newer):
        assert (await client.get(f"/n/{note}/note.md", headers=cookie)).status == 404


async def test_who_works_by_addresses_of_notes_alone_stays_a_member(
    client: Client, team_config: Config
) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    note = await begun(client, anne)
    for _ in range(2):
        with database(team_config) as beside:
            back = "UPDATE members SET seen_at = seen_at - ? WHERE device = ?"
            beside.execute(back, (10 * DAY_MS, karim.device))
        assert (await client.get(f"/n/{note}/card", headers=karim.cookie)).status == 200


async def test_nobody_is_removed_while_the_device_of_who_manages_may_be_a_thiefs(client: Client) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    phone = await visit(client)
    await linked(client, anne.cookie, phone)
    await press(client, anne.cookie)
    people = f"/c/{await team_binder(client)}/people/{karim.visitor}"
    assert (await client.post(people, headers=anne.cookie)).status == 409
    assert (await client.post("/api/notes", json={}, headers=karim.cookie)).status == 201


async def comes(client: Client, liar: Liar, subject: str, name: str) -> Member:
    """Somebody signs in on a browser that comes for the first time."""
    liar.token = lambda claims: signed(claims | {"sub": subject, "name": name})
    return await known(client, await signed_in(client, liar, await visit(client)), name)


async def signs_in(client: Client, liar: Liar, subject: str, cookie: dict[str, str]) -> tuple[int, str]:
    """The status and the page of a sign-in."""
    liar.token = lambda claims: signed(claims | {"sub": subject})
    status, _, text = await come_back(client, cookie, state=await begin(client, liar, cookie), code="c")
    return status, text
