"""Whose each letter is: after leaving, a restart, an import, and under somebody else's client id."""

from collections import defaultdict
from datetime import UTC, datetime

from aiohttp import FormData
from pycrdt import UndoManager

from crdt.letters import Letters
from server.app import create_app
from server.clock import now_ms
from server.history.retention import prune
from server.history.trash import DAY_MS
from server.http.keys import ENGINE, SEAL
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.history.writer import writer
from tests.server.live.editors import Editor
from tests.server.visits import Made, cookie_of, make


async def authors(client: Client, made: Made) -> dict[int, str]:
    """Client id -> name."""
    answer = await client.get(f"{made.edit}/authors")
    people = (await answer.json())["people"]
    return {number: person["name"] for person in people for number in person["clients"]}


async def written(client: Client, made: Made, editor: Editor) -> dict[str, str]:
    """What stands in the note of each author; '' is nobody."""
    letters, known = Letters(), await authors(client, made)
    list(letters.apply(editor.doc.get_update()))
    texts: defaultdict[str, str] = defaultdict(str)
    for run in letters:
        if not run.is_deleted:
            texts[known.get(run.client, "")] += run.text
    return dict(texts)


async def test_each_letter_keeps_its_author_through_leaving_and_a_restart(config: Config) -> None:
    async with client_of(create_app(config)) as client:
        made = await make(client, markdown="# Eau\n")
        claire = await writer(client, made, "Claire")
        await claire.type("Un.")
        await claire.until(lambda: claire.is_saved)
    async with client_of(create_app(config)) as client:
        karim = await writer(client, made, "Karim")
        await karim.type(" Deux.")
        await karim.until(lambda: karim.is_saved)
        phone = await writer(client, made, "Claire au téléphone")
        await phone.type(" Trois.")
        await phone.until(lambda: phone.is_saved)
        texts = await written(client, made, phone)
    assert texts == {"": "# Eau\n", "Claire": "Un.", "Karim": " Deux.", "Claire au téléphone": " Trois."}


async def test_what_a_file_brought_is_nobodys(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    claire = await writer(client, made, "Claire")
    await claire.type("Un.\n")
    await claire.until(lambda: claire.is_saved)
    form = FormData()
    form.add_field("file", b"Deux.\n", filename="deux.md")
    answer = await client.post(f"{made.edit}/import", data=form, headers=made.cookie, allow_redirects=False)
    assert answer.status == 303
    await claire.until(lambda: "Deux." in str(claire.text))
    texts = await written(client, made, claire)
    assert texts["Claire"] == "Un.\n"
    assert "Deux." in texts[""]


async def test_nobody_writes_under_the_client_id_of_somebody_else(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    claire = await writer(client, made, "Claire")
    await claire.type("Un.")
    await claire.until(lambda: claire.is_saved)
    cookie = cookie_of(await client.get(made.edit))
    forger = Editor(client_id=claire.doc.client_id)
    await forger.connect(client.session, str(client.make_url(f"/sync/{made.edit_token}")), headers=cookie)
    await forger.until(lambda: forger.is_saved)
    await forger.type("Faux.")
    await forger.until(lambda: any(event["event"] == "client-id-taken" for event in forger.events))
    assert "Faux." not in await (await client.get(f"{made.edit}/note.md")).text()
    assert (await written(client, made, claire))["Claire"] == "Un."


async def test_a_letter_says_when_it_came(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    claire = await writer(client, made, "Claire")
    before = datetime.now(UTC)
    await claire.type("Un.")
    await claire.until(lambda: claire.is_saved)
    answer = await client.get(f"{made.edit}/letter/{claire.doc.client_id}/2")
    at = datetime.fromisoformat((await answer.json())["at"])
    assert (at - before).total_seconds() >= -0.001
    assert (datetime.now(UTC) - at).total_seconds() >= 0
    assert (await client.get(f"{made.edit}/letter/12345/2", headers=made.cookie)).status == 404


async def test_readers_do_not_see_who_wrote_what(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    for path in ("authors", "letter/1/2"):
        assert (await client.get(f"{made.read}/{path}")).status == 403


async def test_words_that_are_deleted_and_put_back_keep_their_author(client: Client) -> None:
    made = await make(client, markdown="")
    ines, claire = await writer(client, made, "Inès"), await writer(client, made, "Claire")
    await ines.type("Un prix juste.")
    await claire.until(lambda: str(claire.text) == "Un prix juste.")
    undo = UndoManager(scopes=[claire.text])
    await claire.erase(0, 14)
    undo.undo()
    await claire.flush()
    await claire.until(lambda: claire.is_saved)
    assert await told_to(client, made) == {"Inès": "Un prix juste."}


async def told_to(client: Client, made: Made) -> dict[str, str]:
    """What the story of the note says of its text now: name -> words."""
    story = await (await client.get(f"{made.edit}/story")).json()
    texts: defaultdict[str, str] = defaultdict(str)
    for who, text, _, *more in story["spans"]:
        if len(more) < 2 or more[1] == 0:
            texts[story["people"][who]["name"] if who >= 0 else ""] += text
    return dict(texts)


async def test_a_restoration_gives_each_word_back_to_its_author(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    ines, claire = await writer(client, made, "Inès"), await writer(client, made, "Claire")
    await ines.type("Un prix 😀 juste.")
    await claire.until(lambda: "juste." in str(claire.text))
    was = str(claire.text)
    await claire.erase(0, len(claire.text))
    await claire.type("Rien.")
    await claire.until(lambda: claire.is_saved)
    story = await (await client.get(f"{made.edit}/story")).json()
    wish = {"epoch": story["epoch"], "seq": story["seq"], "text": was}
    headers = cookie_of(await client.get(made.edit))
    assert (await client.post(f"{made.edit}/restore", json=wish, headers=headers)).status == 201
    await ines.until(lambda: str(ines.text) == was)
    assert await told_to(client, made) == {"": "# Eau\n", "Inès": "Un prix 😀 juste."}
    answer = await (await client.get(f"{made.edit}/authors")).json()
    names = {client: person["name"] for person in answer["people"] for client in person["clients"]}
    assert {names.get(typist) for *_, typist in answer["copies"]} == {None, "Inès"}


async def test_words_that_were_put_back_keep_their_author_when_old_history_goes(client: Client) -> None:
    made = await make(client, markdown="")
    ines, claire = await writer(client, made, "Inès"), await writer(client, made, "Claire")
    await ines.type("Un prix juste.")
    await claire.until(lambda: str(claire.text) == "Un prix juste.")
    undo = UndoManager(scopes=[claire.text])
    await claire.erase(3, 8)
    undo.undo()
    await claire.type(" Oui.")
    await claire.until(lambda: claire.is_saved)
    for day in (1, 2):
        await prune(client.app[ENGINE], client.app[SEAL], history_days=1, at=now_ms() + 3 * day * DAY_MS)
        await claire.type(f" {day}.")
        await claire.until(lambda: claire.is_saved)
    assert await told_to(client, made) == {"Inès": "Un prix juste.", "Claire": " Oui. 1. 2."}
