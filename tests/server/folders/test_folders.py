"""Pochettes through the door: made, filled, put in order, read, printed, and by which link what is let in."""

import re
from typing import Any

import pytest

from tests.conftest import Client
from tests.server.pochettes import add, make_folder, printed, words
from tests.server.visits import cookie_of, facts_of, make, visit


async def titles(client: Client, path: str) -> list[str]:
    notes = (await (await client.get(f"{path}/notes")).json())["notes"]
    return [note["title"] for note in notes]


async def test_a_pochette_is_made_named_and_filled(client: Client) -> None:
    folder = await make_folder(client, day="2017-03-14", audience="Pour la candidate")
    one, two = await make(client, title="Une"), await make(client, title="Deux")

    assert [note["title"] for note in await add(client, folder, one, two)] == ["Une", "Deux"]
    changed = await client.put(f"{folder.edit}/folder", json={"title": "Débat", "two_sided": False})

    assert changed.status == 200
    told = await (await client.get(f"{folder.read}/folder")).json()
    assert (told["title"], told["audience"], told["two_sided"]) == ("Débat", "Pour la candidate", False)
    assert [note["title"] for note in told["notes"]] == ["Une", "Deux"]
    assert {note["colour"] for note in told["notes"]} == {1, 2}


async def test_a_program_goes_on_with_the_name_that_this_field_had_first(client: Client) -> None:
    folder = await make_folder(client, twoSided=False)
    told = await (await client.get(f"{folder.read}/folder")).json()
    assert (told["two_sided"], told["twoSided"]) == (False, False)


async def test_a_pochette_for_a_ring_binder_numbers_its_paragraphs(client: Client) -> None:
    folder = await make_folder(client)
    chosen = {"numbers": True, "holes": True}
    changed = await client.put(f"{folder.edit}/folder", json=chosen)
    assert changed.status == 200
    told = await (await client.get(f"{folder.read}/folder")).json()
    assert {name: told[name] for name in chosen} == chosen


async def test_a_form_without_script_makes_the_pochette_of_the_day(client: Client) -> None:
    answer = await client.post("/folders", allow_redirects=False)

    assert answer.status == 303
    facts = await facts_of(await client.get(answer.headers["Location"], headers=cookie_of(answer)))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", facts["folder"]["day"])
    assert set(facts["links"]) == {"edit", "read", "print"}


async def test_notes_change_places_and_keep_their_colour(client: Client) -> None:
    folder = await make_folder(client)
    listed = await add(client, folder, *[await make(client, title=name) for name in ("A", "B", "C")])
    order = [listed[2]["id"], listed[0]["id"]]

    answer = await client.put(f"{folder.edit}/notes", json={"order": order})

    moved = (await answer.json())["notes"]
    assert [(note["title"], note["colour"]) for note in moved] == [("C", 3), ("A", 1), ("B", 2)]


async def test_the_tab_of_a_note_gets_another_colour(client: Client) -> None:
    folder = await make_folder(client)
    listed = await add(client, folder, await make(client, title="A"), await make(client, title="B"))
    path = f"{folder.edit}/notes/{listed[0]['id']}"

    answer = await client.put(path, json={"colour": 7})

    assert [note["colour"] for note in (await answer.json())["notes"]] == [7, 2]
    for colour in (0, 9, True, "1", None):
        assert (await client.put(path, json={"colour": colour})).status == 400


async def test_a_note_that_is_taken_out_stays_a_note(client: Client) -> None:
    folder, note = await make_folder(client), await make(client, title="Une")
    (listed,) = await add(client, folder, note)

    answer = await client.delete(f"{folder.edit}/notes/{listed['id']}")

    assert (await answer.json())["notes"] == []
    assert (await client.get(f"{note.read}/note.md")).status == 200


async def test_a_note_of_another_pochette_is_not_found(client: Client) -> None:
    mine, other = await make_folder(client), await make_folder(client)
    (foreign,) = await add(client, other, await make(client, title="Une"))
    at = f"{mine.edit}/notes/{foreign['id']}"

    answers = [
        await client.put(at, json={"colour": 3}, headers=mine.cookie),
        await client.delete(at, headers=mine.cookie),
        await client.post(at, headers=mine.cookie),
        await client.post(f"{at}/renew", headers=mine.cookie),
        await client.get(at, headers=mine.cookie),
    ]

    assert [answer.status for answer in answers] == [404] * 5
    assert (await (await client.get(f"{other.edit}/notes")).json())["notes"] == [foreign]


async def test_what_was_taken_out_is_put_back_where_it_was(client: Client) -> None:
    folder = await make_folder(client)
    listed = await add(client, folder, *[await make(client, title=name) for name in ("A", "B", "C")])
    middle = f"{folder.edit}/notes/{listed[1]['id']}"
    await client.delete(middle)
    assert await titles(client, folder.read) == ["A", "C"]

    answer = await client.post(middle, json={})

    back = (await answer.json())["notes"]
    assert [(note["title"], note["colour"]) for note in back] == [("A", 1), ("B", 2), ("C", 3)]


async def test_a_note_whose_link_is_closed_is_neither_read_nor_printed(client: Client) -> None:
    folder = await make_folder(client)
    one, two = await make(client, title="Une"), await make(client, title="Deux")
    made = await client.post(f"{two.edit}/links", json={"role": "read"}, headers=two.cookie)
    lent = await made.json()
    await add(client, folder, one)
    (_, listed) = (await (await client.post(f"{folder.edit}/notes", json={"links": [lent["url"]]})).json())[
        "notes"
    ]
    path = f"{folder.read}/notes/{listed['id']}"
    assert (await client.get(path)).status == 200

    await client.delete(f"{two.edit}/links/{lent['id']}", headers=two.cookie)

    assert (await client.get(path)).status == 404
    assert await titles(client, folder.read) == ["Une"]
    told = (await (await client.get(f"{folder.edit}/notes")).json())["notes"]
    assert [(note["withdrawn"], "Deux" in note["title"]) for note in told] == [(False, False), (True, False)]
    pdf = await (await client.get(f"{folder.read}/pochette.pdf")).read()
    assert "Une" in await words(pdf)
    assert "Deux" not in await words(pdf)
    await add(client, folder, two)
    assert await titles(client, folder.read) == ["Une", "Deux"]


async def test_the_same_note_is_in_a_pochette_once(client: Client) -> None:
    folder, note = await make_folder(client), await make(client, title="Une")

    assert len(await add(client, folder, note, note)) == 1


async def test_a_note_comes_in_only_by_a_link_that_reads_it(client: Client) -> None:
    folder, note = await make_folder(client), await make(client, title="Une")
    wrong = note.read[:-1] + ("A" if note.read[-1] != "A" else "B")

    for link in (wrong, folder.read, "/n/short", "ftp://x", ""):
        answer = await client.post(f"{folder.edit}/notes", json={"links": [link]})
        assert answer.status in {400, 403}, link
    assert await titles(client, folder.read) == []


async def test_a_device_adds_what_it_has_opened_and_nothing_else(client: Client) -> None:
    mine, theirs = await visit(client), await visit(client)
    note = await make(client, title="Une", headers=mine)
    folder = await make_folder(client, headers=theirs)
    wish = {"notes": [note.id]}

    refused = await client.post(f"{folder.edit}/notes", json=wish, headers=theirs)
    assert refused.status == 403
    assert (await client.get(note.read, headers=theirs)).status == 200
    choices = await (await client.get(f"{folder.edit}/choices", headers=theirs)).json()
    assert [choice["title"] for choice in choices["notes"]] == ["Une"]
    assert (await client.post(f"{folder.edit}/notes", json=wish, headers=theirs)).status == 200
    choices = await (await client.get(f"{folder.edit}/choices", headers=theirs)).json()
    assert choices["notes"] == []


@pytest.mark.parametrize(
    ("method", "path", "needs"),
    [
        ("GET", "", "print"),
        ("GET", "/qr.svg", "print"),
        ("GET", "/folder", "read"),
        ("GET", "/notes", "read"),
        ("GET", "/print", "read"),
        ("PUT", "/folder", "edit"),
        ("POST", "/notes", "edit"),
        ("PUT", "/notes", "edit"),
        ("GET", "/choices", "edit"),
        ("GET", "/links", "edit"),
        ("GET", "/editions", "edit"),
        ("POST", "/notes/x", "edit"),
        ("DELETE", "/notes/x", "edit"),
    ],
)
async def test_each_link_gives_its_right_and_no_other(
    client: Client, method: str, path: str, needs: str
) -> None:
    folder = await make_folder(client, title="Secrets")
    ladder = ("print", "read", "edit")
    body: dict[str, Any] = {"order": []} if (method, path) == ("PUT", "/notes") else {}
    for role in ladder:
        sent = body if method in {"PUT", "POST"} else None
        answer = await client.request(method, getattr(folder, role) + path, json=sent)
        # Whose right is enough is told that no such note is in the pochette.
        enough = 404 if path == "/notes/x" else 200
        assert (answer.status == enough) is (ladder.index(role) >= ladder.index(needs)), role


async def test_a_link_of_a_pochette_opens_no_note_and_a_links_note_no_pochette(client: Client) -> None:
    folder, note = await make_folder(client), await make(client, title="Une")
    await add(client, folder, note)

    for path in (folder.edit.replace("/p/", "/n/"), note.edit.replace("/n/", "/p/")):
        assert (await client.get(path)).status == 404
    assert (await client.get(f"{folder.edit.replace('/p/', '/n/')}/note.md")).status == 404


async def test_a_reader_reads_the_notes_in_order_and_finds_the_next(client: Client) -> None:
    folder = await make_folder(client, day="2017-03-14")
    made = [
        await make(client, title=name, markdown=f"# {name}\n\nTexte de {name}.") for name in ("A", "B", "C")
    ]
    listed = await add(client, folder, *made)

    page = await (await client.get(folder.read)).text()
    middle = await (await client.get(listed[1]["read"].replace(folder.edit, folder.read))).text()

    assert re.findall(r"<b>([ABC])</b>", page) == ["A", "B", "C"]
    assert "Texte de B" in middle
    assert f"{folder.read}/notes/{listed[0]['id']}" in middle
    assert f"{folder.read}/notes/{listed[2]['id']}" in middle
    assert "view=edit" not in middle
    assert (await client.get(f"{folder.read}/notes/unknown")).status == 404


async def test_writing_takes_the_link_of_the_note_itself(client: Client) -> None:
    folder, note = await make_folder(client), await make(client, title="Une")
    (listed,) = await add(client, folder, note)

    theirs = await (await client.get(listed["read"], headers=await visit(client))).text()
    mine = await (await client.get(listed["read"], headers=note.cookie)).text()

    assert "view=edit" not in theirs
    assert f"/n/{note.id}?view=edit" in mine
    came = await visit(client)
    await client.get(note.edit, headers=came)
    assert f"{note.edit}?view=edit" in await (await client.get(listed["read"], headers=came)).text()


async def test_a_note_of_it_is_shared_alone(client: Client) -> None:
    """A link to read it from who may edit it, else the own address, which gives nothing by itself."""
    folder, note = await make_folder(client), await make(client, title="Une")
    (listed,) = await add(client, folder, note)

    theirs = await (await client.get(listed["read"], headers=await visit(client))).text()
    mine = await (await client.get(listed["read"], headers=note.cookie)).text()
    shared = [re.search(r'id="share" data-url="http://[^/"]+([^"]+)"', text) for text in (theirs, mine)]

    assert [each and each[1] for each in shared] == [f"/n/{note.id}", note.read]


async def test_a_link_to_print_is_a_door_without_a_title(client: Client) -> None:
    folder = await make_folder(client, title="Secrets")
    await add(client, folder, await make(client, title="Une"))

    door = await client.get(folder.print)
    opened = await client.post(folder.print, allow_redirects=False)

    assert "Secrets" not in await door.text()
    assert re.fullmatch(rf"{folder.print}/copy/[\w-]{{32}}/1\.pdf", opened.headers["Location"])


async def test_a_pochette_prints_and_says_how_far_it_is(client: Client) -> None:
    folder = await make_folder(client, day="2017-03-14", recipients=["L. Benali"])
    listed = await add(client, folder, await make(client, title="Une"), await make(client, title="Deux"))

    told = await printed(client, folder)
    pdf = await client.get(f"{folder.read}/pochette.pdf")
    door = await client.get(f"{folder.print}/pochette.pdf", allow_redirects=False)
    cover = await client.get(f"{folder.read}/page/1.png?width=372&key={told['key']}")

    assert told["pages"] == {listed[0]["id"]: 1, listed[1]["id"]: 1}
    assert told["starts"] == {listed[0]["id"]: 3, listed[1]["id"]: 5}
    assert (told["total"], told["sheets"]) == (5, 3)
    assert (await pdf.read()).startswith(b"%PDF-1.7")
    assert "Pochette Mardi 14 mars 2017" in pdf.headers["Content-Disposition"]
    assert (door.status, door.headers["Location"]) == (303, folder.print)
    assert (await cover.read()).startswith(b"\x89PNG")
    assert cover.headers["Cache-Control"] == "no-store"
    assert (await client.get(f"{folder.read}/page/6.png")).status == 404


@pytest.mark.whole
async def test_only_a_note_that_has_changed_is_rendered_again(client: Client) -> None:
    folder = await make_folder(client, recipients=["L. Benali"])
    made = [await make(client, markdown=f"# {name}\n\nTexte.") for name in ("A", "B", "C", "D", "E")]
    await add(client, folder, *made)

    assert (await printed(client, folder))["rendered"] == 5
    assert (await printed(client, folder))["rendered"] == 0
    await client.put(f"{made[2].edit}/card", json={"theme": "Pêche"}, headers=made[2].cookie)
    assert (await printed(client, folder))["rendered"] == 1
    await client.post(f"{folder.edit}/editions", json={"copy": 1})
    await client.put(f"{folder.edit}/folder", json={"message": "Bonne route."})
    assert (await printed(client, folder))["rendered"] == 0


@pytest.mark.whole
async def test_links_between_notes_print_as_pages(client: Client) -> None:
    folder = await make_folder(client)
    one = await make(client, markdown="# Une\n\nTexte.")
    address = f"{client.make_url(one.read)}"
    two = await make(client, markdown=f"# Deux\n\nVoir [la première]({address}).")
    await add(client, folder, one, two)

    pdf = await (await client.get(f"{folder.read}/pochette.pdf")).read()

    assert "la première (p. 3)" in await words(pdf)
    assert one.read.encode() not in pdf


@pytest.mark.whole
async def test_links_inside_a_note_say_pages_of_the_pochette(client: Client) -> None:
    folder = await make_folder(client)
    one = await make(client, markdown="# Une\n\nTexte.")
    two = await make(client, markdown="# Deux\n\nVoir [la fin](#la-fin).\n\n## La fin\n\nTexte.\n")
    await add(client, folder, one, two)

    pdf = await (await client.get(f"{folder.read}/pochette.pdf")).read()

    assert "la fin, p. 5." in await words(pdf)


async def test_a_note_that_cannot_be_printed_is_named(client: Client) -> None:
    folder = await make_folder(client)
    table = "|a" * 41 + "|\n" + "|-" * 41 + "|\n"
    good, bad = await make(client, title="Une"), await make(client, markdown=f"# Large\n\n{table}")
    listed = await add(client, folder, good, bad)

    told = await (await client.get(f"{folder.read}/print")).json()
    while told["problem"] is None:
        params = {"key": told["key"], "seen": told["done"]}
        told = await (await client.get(f"{folder.read}/print", params=params)).json()

    assert told["problem"]["note"] == listed[1]["id"]
    assert "41 colonnes" in told["problem"]["message"]


@pytest.mark.parametrize(
    "wish",
    [
        {"day": "14 mars"},
        {"cover": 1},
        {"format": "pocket"},
        {"title": "x" * 121},
        {"title": "a\nb\x00"},
        {"recipients": "L. Benali"},
        {"agenda": ["7 h"] * 11},
        {"message": "x" * 401},
        {"other": 1},
    ],
)
async def test_what_a_pochette_does_not_know_is_refused(client: Client, wish: dict[str, Any]) -> None:
    folder = await make_folder(client)

    assert (await client.put(f"{folder.edit}/folder", json=wish)).status == 400
