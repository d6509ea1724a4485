"""A passage goes from the history of a note: every file, and every copy that comes back."""

import asyncio
from contextlib import suppress
from functools import partial

import pytest
from aiohttp import FormData

from server.app import create_app
from server.http.keys import ENGINE
from server.ids import NoteId, VersionId, VisitorId
from server.settings.config import Config
from server.storage import Db, erasures, versions
from tests.conftest import Client, client_of
from tests.full_disk import no_room
from tests.images import png
from tests.server.database import refusing
from tests.server.history.erasing import SECRET, compacted, contents, erase, files_with
from tests.server.live.editors import Editor, join
from tests.server.notes.images import add_image
from tests.server.visits import Made, make


async def test_the_words_go_from_the_text_the_history_and_every_file(client: Client, config: Config) -> None:
    made = await make(client, markdown="# Note\n\nDébut. ")
    anna = await join(client, made.edit_token)
    await anna.until(lambda: anna.is_saved)
    await anna.type(SECRET)
    await anna.type(" Fin.")
    await anna.until(lambda: anna.is_saved)
    assert files_with(config.data, SECRET) != []
    status, told = await erase(client, made, text=SECRET)
    assert (status, told["characters"]) == (201, len(SECRET.encode("utf-16-le")) // 2)
    assert told["files"] == "pending"
    await compacted(client)
    assert files_with(config.data, SECRET) == []
    assert await anna.closed() == (4410, "other-epoch: a passage was erased from this note")
    text = await (await client.get(f"{made.edit}/note.md")).text()
    assert text.endswith("Début.  Fin.")


async def test_words_that_were_deleted_long_ago_go_from_the_history_and_the_text_stays(
    client: Client, config: Config
) -> None:
    made = await make(client, markdown="Début.")
    anna = await join(client, made.edit_token)
    await anna.until(lambda: anna.is_saved)
    for letter in SECRET:
        await anna.type(letter)
    await anna.erase(len("Début.".encode()), len(anna.text))
    await anna.type(" Fin.")
    await anna.until(lambda: anna.is_saved)
    status, _ = await erase(client, made, text=SECRET)
    assert status == 201
    assert await (await client.get(f"{made.edit}/note.md")).text() == "Début. Fin."
    status, told = await erase(client, made, text=SECRET)
    assert (status, told["error"]["code"]) == (400, "no_passage")  # type: ignore[index]


@pytest.mark.sqlite("its file cannot grow")
async def test_an_open_page_comes_back_to_the_same_note_where_the_disk_refused(client: Client) -> None:
    made = await make(client, markdown=f"Début. {SECRET}")
    anna = await join(client, made.edit_token)
    await anna.until(lambda: anna.is_saved)
    with no_room():
        status, _ = await erase(client, made, text=SECRET)
        assert status == 503
        assert await anna.closed() == (4503, "reloading: what was to end this connection failed")
    await join(client, made.edit_token, editor=anna, query="?epoch=1")
    await anna.type(" Fin.")
    await anna.until(lambda: anna.is_saved)
    assert await (await client.get(f"{made.edit}/note.md")).text() == f"Début. {SECRET} Fin."


async def test_where_its_row_of_the_audit_log_fails_nothing_is_erased(
    client: Client, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    made = await make(client, markdown=f"Début. {SECRET} Fin.")
    with refusing(config, "INSERT ON audit", of="NEW.what = 'erased'"):
        status, _ = await erase(client, made, text=SECRET)
    assert status >= 500
    caplog.clear()
    assert SECRET in await (await client.get(f"{made.edit}/note.md")).text()
    status, _ = await erase(client, made, text=SECRET)
    assert status == 201
    assert SECRET not in await (await client.get(f"{made.edit}/note.md")).text()


async def test_only_who_manages_a_note_erases_from_it(client: Client) -> None:
    made = await make(client, markdown=f"Début. {SECRET}")
    stranger = await make(client)
    for path, headers in ((made.edit, None), (made.edit, stranger.cookie), (made.read, made.cookie)):
        answer = await client.post(f"{path}/erasures", json={"text": SECRET}, headers=headers)
        assert answer.status == 403
    assert SECRET in await (await client.get(f"{made.edit}/note.md")).text()


async def test_what_is_no_passage_is_refused_in_words_and_nobody_is_disturbed(client: Client) -> None:
    made = await make(client, markdown="Bonjour")
    anna = await join(client, made.edit_token)
    await anna.until(lambda: anna.is_saved)
    for wish, code in (
        ({"text": "jamais dit"}, "no_passage"),
        ({"text": "x y"}, "short_passage"),
        ({"text": "Bonjour", "ranges": [[1, 0, 1]]}, "bad_passage"),
        ({"ranges": []}, "bad_passage"),
        ({"ranges": [[1, 5, 5]]}, "bad_passage"),
        ({"ranges": [["1", 0, 5]]}, "bad_passage"),
        ({"ranges": [[1, 0, 5]]}, "no_passage"),
        ({"pictures": ["jamais"]}, "no_passage"),
        ({"pictures": [1]}, "bad_passage"),
        ({"pictures": []}, "bad_passage"),
        ({}, "bad_passage"),
    ):
        status, told = await erase(client, made, **wish)
        assert (status, told["error"]["code"]) == (400, code)  # type: ignore[index]
    await anna.type(" à tous")
    await anna.until(lambda: anna.is_saved)


async def test_a_passage_that_is_chosen_where_it_stands_leaves_the_same_words_elsewhere(
    client: Client, config: Config
) -> None:
    made = await make(client)
    anna = await join(client, made.edit_token)
    await anna.until(lambda: anna.is_saved)
    await anna.type(f"Un {SECRET} deux {SECRET} trois.")
    await anna.erase(0, len(b"Un "))
    await anna.until(lambda: anna.is_saved)
    units = len(SECRET.encode("utf-16-le")) // 2
    status, _ = await erase(client, made, ranges=[[anna.doc.client_id, 3, 3 + units]])
    assert status == 201
    assert await (await client.get(f"{made.edit}/note.md")).text() == f" deux {SECRET} trois."
    assert files_with(config.data, SECRET) != []


async def test_copies_of_a_passage_that_was_moved_go_with_it(client: Client, config: Config) -> None:
    made = await make(client)
    anna = await join(client, made.edit_token)
    await anna.until(lambda: anna.is_saved)
    await anna.type(SECRET)
    await anna.erase(0, len(anna.text))
    await anna.type(f"Plus bas : {SECRET}")
    await anna.until(lambda: anna.is_saved)
    units = len(SECRET.encode("utf-16-le")) // 2
    first = units + len("Plus bas : ")
    status, _ = await erase(client, made, ranges=[[anna.doc.client_id, first, first + units]])
    assert status == 201
    assert await (await client.get(f"{made.edit}/note.md")).text() == "Plus bas : "
    await compacted(client)
    assert files_with(config.data, SECRET) == []


async def test_a_tab_that_was_away_doubles_nothing_and_brings_nothing_back(
    client: Client, config: Config
) -> None:
    made = await make(client, markdown=f"Début. {SECRET} Fin.")
    ours, stock = Editor(), Editor()
    for editor in (ours, stock):
        await join(client, made.edit_token, editor=editor, query="?epoch=1")
        await editor.until(lambda editor=editor: editor.is_saved)  # type: ignore[misc]
        assert editor.socket is not None
        await editor.socket.close()
    await erase(client, made, text=SECRET)
    for editor in (ours, stock):
        editor.text += " Écrit dans le train."
    await join(client, made.edit_token, editor=ours, query="?epoch=1")
    code, _ = await ours.closed()
    assert code == 4410
    await join(client, made.edit_token, editor=stock, ours=False)
    expected = "Début.  Fin. Écrit dans le train."
    await stock.until(lambda: str(stock.text) == expected)
    reader = await join(client, made.read.rpartition("/")[2])
    await reader.until(lambda: str(reader.text) == expected)
    await compacted(client)
    assert files_with(config.data, SECRET) == []


async def test_versions_and_what_was_printed_are_purged_with_it(client: Client, config: Config) -> None:
    made = await make(client, markdown=f"# Note\n\nDébut. {SECRET} Fin.")
    other = await make(client, markdown="# Autre\n\nRien de tel.")
    engine = client.app[ENGINE]
    text = await (await client.get(f"{made.edit}/note.md")).text()
    kind = versions.Kind.NAMED

    def keep(db: Db) -> None:
        for number, (note, words) in enumerate(
            ((made.id, text), (made.id, f"Autrefois : {SECRET}"), (other.id, "x"))
        ):
            versions.keep(
                db, NoteId(note), VersionId(f"v{number}"), words, kind=kind, name="", at=1, by=VisitorId("v")
            )

    await engine.write(keep)
    status, told = await erase(client, made, text=SECRET)
    assert (status, told["texts"]) == (201, 2)
    kept = await engine.read(
        lambda db: list(db.execute("SELECT markdown, text_hash FROM versions ORDER BY id"))
    )
    expected = ["# Note\n\nDébut.  Fin.", "Autrefois : ", "x"]
    assert kept == [(words, versions.hash_of(words)) for words in expected]
    assert await engine.read(partial(erasures.of_note, note=NoteId(made.id)))
    await compacted(client)
    assert files_with(config.data, SECRET) == []


async def test_everything_that_was_said_of_a_note_is_purged_and_nothing_of_ours(
    client: Client, config: Config
) -> None:
    """The card, comments, names of versions, links and pictures, and whose copy a print is."""
    made = await make(client, markdown=f"Début. {SECRET} Fin.")
    headers = made.cookie
    card = {"theme": SECRET, "deck": f"Sur {SECRET}", "authors": [SECRET], "audience": "edit"}
    assert (await client.put(f"{made.edit}/card", json=card, headers=headers)).status == 200
    for path, wish in (
        ("versions", {"name": SECRET}),
        ("links", {"role": "print", "label": SECRET, "recipient": SECRET}),
        ("links", {"role": "edit", "label": "edit"}),
        ("editions", {"recipient": SECRET}),
        ("comments", {"text": f"Qui a écrit {SECRET} ?"}),
        ("editions", {"comments": True}),
    ):
        answer = await client.post(f"{made.edit}/{path}", json=wish, headers=headers)
        assert answer.status == 201, await answer.text()
    form = FormData(quote_fields=False)
    form.add_field("file", png(), filename=f"{SECRET}.png", content_type="image/png")
    assert (await client.post(f"{made.edit}/images", data=form)).status == 201
    status, told = await erase(client, made, text=SECRET)
    assert (status, told["texts"]) == (201, 8)
    await compacted(client)
    assert files_with(config.data, SECRET) == []
    status, _ = await erase(client, made, text="Début")
    assert (await (await client.get(f"{made.edit}/card")).json())["deck"] == "Sur "
    printed = (await (await client.get(f"{made.edit}/editions", headers=headers)).json())["editions"]
    assert [(one["recipient"], one["comments"]) for one in printed] == [("", True), ("[…]", False)]
    found = (await (await client.get(f"{made.edit}/links", headers=headers)).json())["links"]
    assert {one["role"] for one in found} == {"edit", "read", "print"}


async def test_a_picture_goes_from_every_file_and_nobody_is_disturbed(client: Client, config: Config) -> None:
    made = await make(client)
    address = await add_image(client, made)
    shown = await (await client.get(f"{made.edit}/{address}")).read()
    await make(client, markdown=f"![Une autre note](https://example.org/{address})")
    anna = await join(client, made.edit_token)
    await anna.until(lambda: anna.is_saved)
    assert any(shown in content for _, content in contents(config.data))
    picture = address.partition("/")[2]
    status, told = await erase(client, made, pictures=[picture])
    assert (status, told["pictures"], told["characters"]) == (201, 1, 0)
    assert (await client.get(f"{made.edit}/{address}")).status == 404
    await compacted(client)
    assert not any(shown in content for _, content in contents(config.data))
    await anna.type("Rien ne bouge.")
    await anna.until(lambda: anna.is_saved)


async def test_the_pages_ask_show_what_there_is_and_erase_without_script(
    client: Client, config: Config
) -> None:
    made = await make(client, markdown=f"Début. {SECRET} Fin.")
    anna = await join(client, made.edit_token)
    await anna.until(lambda: anna.is_saved)
    await anna.type(f" {SECRET}")
    await anna.erase(len(anna.text) - len(SECRET.encode()), len(anna.text))
    await anna.until(lambda: anna.is_saved)
    path, headers = f"{made.edit}/erasures", made.cookie

    async def step(status: int = 200, **fields: str) -> str:
        answer = await client.post(path, data=fields, headers=headers)
        assert answer.status == status
        assert answer.headers["Referrer-Policy"] == "same-origin"
        return await answer.text()

    page = await (await client.get(path, headers=headers)).text()
    assert "Au moins quatre caractères" in page
    assert 'value="look"' in await step(text="")
    assert "un passage plus court se trouverait partout" in await step(400, text="x")
    assert "n’y ont jamais été" in await step(400, text="jamais dit")
    page = await step(text=SECRET)
    assert ("1 fois dans le texte" in page, "1 fois dans l’historique seulement" in page) == (True, True)
    assert files_with(config.data, SECRET) != []
    assert SECRET in await step(text=SECRET, step="ask")
    page = await step(text=SECRET, step="erase")
    assert f"{2 * len(SECRET.encode('utf-16-le')) // 2} caractères effacés" in page
    assert SECRET not in page
    await compacted(client)
    assert files_with(config.data, SECRET) == []


async def test_the_pages_are_for_who_manages(client: Client) -> None:
    made = await make(client, markdown=f"Début. {SECRET}")
    for ask in (client.get, client.post):
        assert (await ask(f"{made.edit}/erasures")).status == 403
        assert (await ask(f"{made.read}/erasures", headers=made.cookie)).status == 403


@pytest.mark.whole
async def test_many_passages_of_many_notes_leave_no_byte_behind(client: Client, config: Config) -> None:
    """Snapshots, titles and rows of all sizes, between much other text: pages are split, moved and freed."""
    secrets = [
        f"canari-{number:03}-" + chr(97 + number % 26) * (5 + 97 * number % 3000) for number in range(60)
    ]
    notes: list[Made] = []
    for number, secret in enumerate(secrets):
        notes.append(
            await make(client, markdown=f"# Titre {secret[:60]}\n\nDébut. {secret} Fin." + "é" * 50 * number)
        )
        if number % 3 == 0:
            editor = await join(client, notes[-1].edit_token)
            await editor.until(lambda editor=editor: editor.is_saved)  # type: ignore[misc]
            for at in range(0, 200, 5):
                await editor.type(f"{secret[:12]} {at}")
            await editor.until(lambda editor=editor: editor.is_saved)  # type: ignore[misc]

    async def erase_all(made: Made, secret: str) -> None:
        for words in (secret, secret[:60], secret[:12]):
            await erase(client, made, text=words)

    await asyncio.gather(*map(erase_all, notes, secrets))
    await compacted(client)
    whole = b"".join(content for _, content in contents(config.data))
    assert [secret[:10] for secret in secrets if secret[:10].encode() in whole] == []


async def test_erasing_while_others_type_loses_none_of_their_words(client: Client) -> None:
    made = await make(client, markdown=f"{SECRET}\n")
    anna = await join(client, made.edit_token)
    await anna.until(lambda: anna.is_saved)

    async def type_on() -> None:
        for number in range(400):
            await anna.type(f"{number} ")
            if number % 20 == 0:
                await anna.until(lambda: anna.acknowledged >= anna.sent - 40)

    typing = asyncio.create_task(type_on())
    status, _ = await erase(client, made, text=SECRET)
    assert status == 201
    with suppress(ConnectionError):
        await typing
    text = await (await client.get(f"{made.edit}/note.md")).text()
    numbers = text.strip().split()
    assert numbers == [str(number) for number in range(len(numbers))]


async def test_the_note_is_whole_after_a_restart(config: Config) -> None:
    async with client_of(create_app(config)) as client:
        made = await make(client, markdown=f"Début. {SECRET} Fin.")
        await erase(client, made, text=SECRET)
    async with client_of(create_app(config)) as client:
        assert await (await client.get(f"{made.edit}/note.md")).text() == "Début.  Fin."
        await compacted(client)
    assert files_with(config.data, SECRET) == []
