"""One row a device and note: what a browser was shown, what has changed since, and what it says of it."""

import re
from typing import Any

import pytest

from tests.conftest import Client
from tests.server.paper.editions import take_edition
from tests.server.pochettes import add, make_folder
from tests.server.reading.reader import Reader, Writer, rows
from tests.server.visits import PHONE, Made, cookie_of, make, visit

TEXT = "# Loyers\n\nEncadrer.\n\nGeler.\n\nBâtir.\n\nRénover.\n\nSimplifier.\n"


async def note(client: Client, text: str = TEXT) -> tuple[Made, Writer, Reader]:
    """A note with a writer in it and a reader who was shown it."""
    made = await make(client, markdown=text)
    return made, await Writer.come(client, made), await Reader.come(client, made.read)


async def counted(reader: Reader) -> tuple[str, int]:
    """A list does not wait for what is laid out: the next time it is counted."""
    found = await reader.state()
    return found if found != ("changed", 0) else await reader.state()


async def test_nothing_has_changed_at_the_first_page_and_after_it(client: Client) -> None:
    made, _, reader = await note(client)
    assert await reader.state() == ("", 0)
    told = await reader.opens()
    assert told["since"] is None
    assert told["read"] == {"url": "/y", "seen": reader.seen, "said": False, "next": ""}
    assert len(await rows(client, made.id)) == 1


async def test_changes_count_from_the_first_version_until_it_is_said_to_be_read(client: Client) -> None:
    _, writer, reader = await note(client)
    await writer.replaces("Geler.", "Geler deux ans.")
    assert await reader.state() == ("changed", 1)
    assert (await reader.opens())["since"]["passages"] == 1
    await writer.replaces("Bâtir.", "Bâtir vite.")
    for _ in range(2):
        told = await reader.opens()
        assert (told["since"]["passages"], told["since"]["is_rewritten"]) == (2, False)
    assert await reader.says() == "read"
    assert (await reader.opens())["since"] is None
    assert await reader.state() == ("read", 0)


async def test_read_is_said_of_what_the_page_showed(client: Client) -> None:
    _, writer, reader = await note(client)
    await reader.opens()
    await writer.replaces("Geler.", "Geler deux ans.")
    assert await reader.says() == "changed"
    told = await reader.opens()
    assert (told["since"]["passages"], told["read"]["said"]) == (1, False)


async def test_what_was_said_is_taken_back(client: Client) -> None:
    _, writer, reader = await note(client)
    await reader.opens()
    assert await reader.says() == "read"
    await writer.replaces("Geler.", "Geler deux ans.")
    await reader.opens()
    assert await reader.says() == "read"
    assert (await reader.opens())["read"]["said"]
    assert await reader.says("undo") == "changed"
    assert (await reader.opens())["since"]["passages"] == 1
    await writer.replaces("Geler deux ans.", "Geler.")
    assert await reader.state() == ("read", 0), "the version before was said to be read"


async def test_taken_back_at_the_first_version_it_is_as_if_never_said(client: Client) -> None:
    _, _, reader = await note(client)
    await reader.opens()
    assert [await reader.says(do) for do in ("read", "undo", "undo", "read", "read")] == [
        *("read", "", ""),
        *("read", "read"),
    ]


async def test_typography_counts_for_nothing(client: Client) -> None:
    _, writer, reader = await note(client)
    await reader.opens()
    await reader.says()
    await writer.replaces("Geler.", "**Geler**  .")
    assert await reader.state() == ("read", 0)
    assert (await reader.opens())["since"] is None


async def test_what_was_written_anew_has_no_marks_and_is_said_until_it_is_read(client: Client) -> None:
    _, writer, reader = await note(client)
    await writer.puts("# Loyers\n\nTout autre chose.\n\nEt rien de ce qui était là.\n")
    for _ in range(2):
        assert (await counted(reader))[0] == "rewritten"
        told = await reader.opens()
        assert told["since"]["is_rewritten"]
        assert "data-ch" not in told["html"]
    assert await reader.says() == "read"
    assert (await reader.opens())["since"] is None
    assert await reader.says("undo") == "rewritten"


async def test_a_list_and_a_page_agree_on_a_note_of_which_each_passage_has_another_figure(
    client: Client,
) -> None:
    before = "# Loyers\n\n" + "\n\n".join(f"La ligne {n} coûte 5 euros par an." for n in range(20))
    _, writer, reader = await note(client, f"{before}\n")
    await writer.puts(before.replace("5 euros", "6 euros") + "\n")
    for _ in range(2):
        assert await counted(reader) == ("changed", 20)
        since = (await reader.opens())["since"]
        assert (since["passages"], since["is_rewritten"]) == (20, False)


async def test_another_title_is_a_change_of_the_list_and_of_the_page(client: Client) -> None:
    _, writer, reader = await note(client)
    await writer.replaces("# Loyers", "# Loyers et charges")
    assert await reader.state() == ("changed", 1)
    told = await reader.opens()
    assert told["since"]["passages"] == 1
    head = '<p class="passage head" data-ch="1"><span class="said">titre\u00a0: </span>Loyers <ins'
    assert head in told["html"]


@pytest.mark.parametrize("headers", [{"Pochette-Carry": "1"}, {"Sec-Purpose": "prefetch;prerender"}])
async def test_a_page_that_is_fetched_ahead_is_shown_to_nobody(
    client: Client, headers: dict[str, str]
) -> None:
    made = await make(client, markdown=TEXT)
    reader = Reader(client, made.edit, await visit(client))
    await client.get(f"{made.edit}?view=edit", headers=reader.cookie)
    await client.get(f"{made.edit}?view=read", headers=reader.cookie | headers)
    await reader.opens(**headers)
    assert await rows(client, made.id) == []
    assert await reader.state(came_at=0) == ("new", 0)
    writer = await Writer.come(client, made)
    carried = reader.seen
    await writer.replaces("Geler.", "Geler deux ans.")
    assert await reader.says("shown", seen=carried) == "changed"
    assert await reader.state() == ("changed", 1)


async def test_the_page_behind_the_form_of_a_first_visit_is_shown(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    headers = PHONE | {"Sec-Fetch-Site": "same-origin"}
    answer = await client.post(made.read, data={}, headers=headers, allow_redirects=False)
    assert answer.status in {200, 303}, await answer.text()
    reader = Reader(client, made.read, cookie_of(answer))
    await reader.settled()
    assert len(await rows(client, made.id)) == 1


async def test_neither_head_nor_a_browser_without_a_cookie_leaves_a_row(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    cookie = await visit(client)
    await client.head(made.read, headers=cookie)
    told = await (await client.get(f"{made.read}/told")).json()
    assert told["read"]["seen"] == ""
    assert await rows(client, made.id) == []


async def test_a_note_is_new_until_it_is_shown(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    reader = Reader(client, made.read, await visit(client))
    assert await reader.state(came_at=0) == ("new", 0)
    assert await reader.state(came_at=1 << 50) == ("", 0)
    await reader.opens()
    assert await reader.state(came_at=0) == ("", 0)


async def test_each_device_has_its_own(client: Client) -> None:
    made, writer, first = await note(client)
    await writer.replaces("Geler.", "Geler deux ans.")
    second = await Reader.come(client, made.read)
    assert (await first.state(), await second.state()) == (("changed", 1), ("", 0))


async def test_a_note_of_a_pochette_is_the_same_note(client: Client) -> None:
    made, writer, reader = await note(client)
    folder = await make_folder(client)
    (item,) = await add(client, folder, made)
    page = f"{folder.read}/notes/{item['id']}"
    await writer.replaces("Geler.", "Geler deux ans.")
    await client.get(page, headers=reader.cookie)
    await reader.settled()
    assert await reader.state() == ("changed", 1)
    await reader.opens()
    body = {"seen": reader.seen, "do": "read"}
    answer = await client.post(f"{page}/read", json=body, headers=reader.cookie)
    assert (answer.status, await answer.json()) == (200, {"state": "read"})


async def test_the_form_of_the_page_says_it_without_script(client: Client) -> None:
    made, writer, reader = await note(client)
    await writer.replaces("Geler.", "Geler deux ans.")
    for do, state in (("read", ("read", 0)), ("undo", ("changed", 1))):
        page = await (await client.get(f"{made.read}?view=read", headers=reader.cookie)).text()
        form = dict(re.findall(r'<input type="hidden" name="(seen|do)" value="([^"]*)">', page))
        (following,) = re.findall(r'<button class="" name="next" value="([^"]*)"', page)
        assert form["do"] == do
        answer = await client.post(
            f"{made.read}/read",
            data=form | {"next": following},
            headers=reader.cookie,
            allow_redirects=False,
        )
        assert (answer.status, answer.headers["Location"]) == (303, f"{made.read}?view=read")
        assert await reader.state() == state


@pytest.mark.first(3)
@pytest.mark.parametrize(
    ("following", "leads"),
    [
        ("", ""),
        ("/", "/"),
        ("/p/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/notes/abc_-1", "same"),
        ("/c/AAAAAAAAAAAAAAAAAAAAAA?view=liste", "same"),
        ("//evil.example/", ""),
        ("/\\evil.example", ""),
        ("https://evil.example/", ""),
        ("/n/AAAAAAAAAAAAAAAAAAAAAA/../../devices", ""),
        ("/devices/stolen", ""),
    ],
)
async def test_a_form_leads_on_inside_this_site_alone(client: Client, following: str, leads: str) -> None:
    made, _, reader = await note(client)
    await reader.opens()
    form = {"seen": reader.seen, "do": "read", "next": following}
    answer = await client.post(f"{made.read}/read", data=form, headers=reader.cookie, allow_redirects=False)
    expected = following if leads in ("same", "/") else made.read
    assert (answer.status, answer.headers["Location"]) == (303, expected)


async def test_what_this_device_was_not_shown_is_refused(client: Client) -> None:
    made, writer, reader = await note(client)
    other_note = await make(client, markdown="# Autre")
    other = await Reader.come(client, made.read)
    elsewhere = await Reader.come(client, other_note.read)
    for one in (reader, other, elsewhere):
        await one.opens()
    mine = reader.seen
    forged = [other.seen, elsewhere.seen, "", "x", mine[:-1] + ("A" if mine[-1] != "A" else "B"), "A" * 56]
    await writer.replaces("Geler.", "Geler deux ans.")
    for seen in forged:
        answer = await reader.post("read", seen=seen)
        assert (answer.status, (await answer.json())["error"]["code"]) == (400, "bad_seen")
    odd: list[Any] = [None, 1, [], {}]
    for seen in odd:
        body = {"seen": seen, "do": "read"}
        answer = await client.post(f"{made.read}/read", json=body, headers=reader.cookie)
        assert answer.status == 400
    answer = await reader.post("eat")
    assert (answer.status, (await answer.json())["error"]["code"]) == (400, "bad_reading")
    assert await reader.state() == ("changed", 1)


async def test_an_older_page_in_another_tab_takes_nothing_back(client: Client) -> None:
    _, writer, reader = await note(client)
    await reader.opens()
    older = reader.seen
    await writer.replaces("Geler.", "Geler deux ans.")
    await reader.opens()
    newer = reader.seen
    assert await reader.says(seen=newer) == "read"
    for do in ("read", "undo", "shown"):
        assert await reader.says(do, seen=older) == "read"
    assert (await reader.opens())["since"] is None


async def test_a_link_that_is_closed_takes_no_word(client: Client) -> None:
    made, _, reader = await note(client)
    await reader.opens()
    listed = await (await client.get(f"{made.edit}/links", headers=made.cookie)).json()
    (link,) = [one["id"] for one in listed["links"] if one["url"] and one["url"].endswith(made.read)]
    await client.delete(f"{made.edit}/links/{link}", headers=made.cookie)
    assert (await reader.post("read")).status in {403, 404, 410}


async def test_paragraphs_have_the_numbers_that_the_last_print_of_the_note_gave_them(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    assert "data-number" not in await read_at(client, made.read)

    await take_edition(client, made, numbers=True)
    shown = await read_at(client, made.read)
    assert [*re.findall(r'<p data-number="(\d)">([^<.]*)', shown)][1:3] == [("2", "Geler"), ("3", "Bâtir")]

    await take_edition(client, made)
    assert "data-number" not in await read_at(client, made.read)


async def test_notes_of_a_pochette_have_numbers_where_its_print_has_them(client: Client) -> None:
    folder = await make_folder(client)
    (item,) = await add(client, folder, await make(client, markdown=TEXT))
    address = f"{folder.read}/notes/{item['id']}"
    assert "data-number" not in await read_at(client, address)

    answer = await client.put(f"{folder.edit}/folder", json={"numbers": True})
    assert answer.status in (200, 204), await answer.text()
    assert '<p data-number="5">Simplifier.' in await read_at(client, address)


async def read_at(client: Client, path: str) -> str:
    answer = await client.get(f"{path}?view=read")
    assert answer.status == 200, await answer.text()
    return await answer.text()
