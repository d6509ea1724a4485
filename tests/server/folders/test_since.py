"""The page in front of a copy that says what has changed: whose, since when, and what it never says."""

from typing import Any

import pytest
from yarl import URL

from tests.conftest import Client
from tests.server.binders.binders import Team, began
from tests.server.binders.pochettes import make_in, put_in
from tests.server.history.erasing import erase
from tests.server.live.editors import join_synced
from tests.server.pochettes import Pochette, add, make_folder, share, words
from tests.server.visits import Made, make

HEAD = "Depuis votre dernière pochette"
KEPT = "".join(f"\n\nLe paragraphe {number} ne change pas." for number in range(4))
BEFORE, NOW = (
    f"# Santé\n\nLe plan coûte 580 M€.{KEPT}\n\nUn secret bien gardé.\n",
    f"# Santé\n\nLe plan coûte 640 M€.{KEPT}\n",
)


async def handed(client: Client) -> tuple[Pochette, list[Made], bytes]:
    """A pochette of two notes of which L. Benali had a copy, before one of them changed."""
    folder = await make_folder(client, title="Débat", recipients=["L. Benali", "C. Marchand"])
    made = [await make(client, markdown=text) for text in (BEFORE, "# Pêche\n\nTexte.\n")]
    await add(client, folder, *made)
    before = await copy(client, folder.edit, 1)
    await rewrite(client, made[0].edit_token, NOW)
    return folder, made, before


async def rewrite(client: Client, token: str, markdown: str, cookie: dict[str, str] | None = None) -> None:
    writer = await join_synced(client, token, headers=cookie)
    await writer.erase(0, len(str(writer.text).encode()))
    writer.text.insert(0, markdown)
    await writer.flush()
    await writer.until(lambda: writer.is_saved)
    assert writer.socket is not None
    await writer.socket.close()


async def copy(client: Client, path: str, number: int, headers: dict[str, str] | None = None) -> bytes:
    answer = await client.post(f"{path}/editions", json={"copy": number}, headers=headers)
    assert answer.status == 201, await answer.text()
    printed = await client.get((await answer.json())["pdf"], headers=headers)
    return await printed.read()


async def by_link(client: Client, folder: Pochette, **wish: Any) -> str:
    return URL((await share(client, folder, role="print", **wish))["url"]).path


async def opened(client: Client, path: str) -> str:
    return await words(await (await client.post(path, data={})).read())


async def page_of(pdf: bytes) -> str:
    return next((page for page in (await words(pdf)).split("\f") if HEAD in page), "")


async def test_a_second_copy_says_what_is_new_and_never_what_was_there(client: Client) -> None:
    folder, made, before = await handed(client)
    other = await make(client, markdown="# Loyers\n\nEncadrer.\n")
    await add(client, folder, other)

    said = await page_of(await copy(client, folder.edit, 1))

    assert await page_of(before) == ""
    assert "« Le plan coûte 640 M€. »" in said
    assert "1 passage changé, 1 passage retiré" in said
    assert "Inchangée : 2" in said
    assert "Nouvelle note" in said
    assert not {"580", "secret"} & set(said.replace("\n", " ").split(" "))
    assert await page_of(await copy(client, folder.edit, 2)) == "", "C. Marchand has had none"
    again = await (await client.get(f"{folder.edit}/edition/2.pdf")).read()
    await rewrite(client, made[0].edit_token, "# Santé\n\nAutre.\n")
    assert await (await client.get(f"{folder.edit}/edition/2.pdf")).read() == again


@pytest.mark.whole
async def test_who_prints_looks_at_it_before_and_may_leave_it_out(client: Client) -> None:
    folder, _, _ = await handed(client)
    plain = await (await client.get(f"{folder.edit}/print")).json()
    told = await (await client.get(f"{folder.edit}/print?copy=1")).json()
    while not told["ready"]:
        query = {"copy": "1", "key": told["key"], "seen": told["done"]}
        told = await (await client.get(f"{folder.edit}/print", params=query)).json()
    assert told["key"] != plain["key"]
    assert (await client.get(f"{folder.edit}/page/2.png?width=372&copy=1")).status == 200
    assert (await client.get(f"{folder.read}/print?copy=1")).status == 403
    assert (await client.get(f"{folder.edit}/print?copy=3")).status == 400

    answer = await client.put(f"{folder.edit}/folder", json={"since": False})

    assert (await answer.json())["since"] is False
    assert await page_of(await copy(client, folder.edit, 1)) == ""


@pytest.mark.whole
async def test_a_link_to_print_says_it_to_its_recipient_and_opens_twice_as_one_edition(
    client: Client,
) -> None:
    folder, made, _ = await handed(client)
    path = await by_link(client, folder, recipient="L. Benali")
    first = await opened(client, path)
    assert "« Le plan coûte 640 M€. »" in first
    assert await opened(client, path) == first
    await rewrite(client, made[1].edit_token, f"# Pêche\n\nTexte nouveau.{KEPT}\n")
    assert "Inchangée : 1" in await opened(client, path)
    assert HEAD not in await opened(client, await by_link(client, folder))


@pytest.mark.first(1)
@pytest.mark.parametrize("how", ["taken out", "closed", "trashed"])
async def test_a_note_that_is_gone_is_named_only_while_what_showed_it_would(client: Client, how: str) -> None:
    folder, made, _ = await handed(client)
    path = await by_link(client, folder, recipient="L. Benali")
    listed = (await (await client.get(f"{folder.edit}/notes")).json())["notes"]
    match how:
        case "taken out":
            await client.delete(f"{folder.edit}/notes/{listed[1]['id']}")
        case "closed":
            links = (await (await client.get(f"{made[1].edit}/links", headers=made[1].cookie)).json())[
                "links"
            ]
            for link in links:
                if link["role"] == "read":
                    await client.delete(f"{made[1].edit}/links/{link['id']}", headers=made[1].cookie)
        case _:
            answer = await client.post(f"{made[1].edit}/trash", json={}, headers=made[1].cookie)
            assert answer.status < 300, await answer.text()
    said = await page_of(await copy(client, folder.edit, 1))

    if how == "taken out":
        assert "N’est plus dans la pochette : « Pêche »" in said
        # Who holds that link has never seen this paper.
        assert "Pêche" not in await opened(client, path)
    else:
        assert "1 note n’est plus dans la pochette" in said
        assert "Pêche" not in said


async def test_what_is_erased_leaves_nothing_there(client: Client) -> None:
    folder, made, _ = await handed(client)
    note = made[0]
    await rewrite(client, note.edit_token, NOW.replace("640", "777"))
    await copy(client, folder.edit, 1)
    assert (await erase(client, note, text="Un secret bien gardé."))[0] < 300

    again = await page_of(await (await client.get(f"{folder.edit}/edition/2.pdf")).read())

    assert "retiré" not in again
    assert "secret" not in again


async def of_classeur(client: Client) -> tuple[Team, str, str]:
    """Two pochettes of a classeur with one note; L. Benali had the first, before the note changed."""
    team = await began(client)
    note = await team.note(BEFORE)
    paths = [await make_in(team, day=day, recipients=["L. Benali"]) for day in ("2026-11-26", "2026-11-27")]
    for path in paths:
        await put_in(client, path, note, cookie=team.cookie)
    await copy(client, paths[0], 1, team.cookie)
    await rewrite(client, note, NOW, team.cookie)
    return team, paths[0], paths[1]


@pytest.mark.whole
async def test_the_pochette_of_the_day_before_counts_for_who_composes_the_classeur_alone(
    client: Client,
) -> None:
    team, _, today = await of_classeur(client)

    mine = await page_of(await copy(client, today, 1, team.cookie))

    assert "« Le plan coûte 640 M€. »" in mine
    link = await client.post(f"{today}/links", json={"role": "edit"}, headers=team.cookie)
    theirs = URL((await link.json())["url"]).path
    await client.put(f"{theirs}/folder", json={"title": "Autre"})
    assert (await client.get(f"{theirs}/editions")).status == 200
    stranger = await copy(client, theirs, 1)
    assert await page_of(stranger) == "", "they may not fetch the editions of the other pochette"
    link = await client.post(
        f"{today}/links", json={"role": "print", "recipient": "L. Benali"}, headers=team.cookie
    )
    assert HEAD not in await opened(client, URL((await link.json())["url"]).path)
