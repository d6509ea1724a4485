"""The home page, and a note as an editor or a reader."""

import re

import pytest

from export.note.numbers import for_scripts
from server.app import create_app
from server.http.keys import ENGINE
from server.links.rules.closing import close
from server.live.keys import ROOMS
from server.secrets.tokens import link_of
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.live.editors import Editor
from tests.server.visits import PHONE, cookie_of, facts_of, make, visit


async def is_editor(client: Client, path: str, headers: dict[str, str] | None = None) -> bool:
    answer = await client.get(path, headers=headers)
    assert answer.status == 200
    return "sync" in await facts_of(answer)


async def test_the_editor_is_told_all_that_it_needs(client: Client) -> None:
    made = await make(client, title="Santé </script><b>")
    answer = await client.get(made.edit, headers=made.cookie)
    facts = await facts_of(answer)
    origin = str(client.make_url("/")).rstrip("/")
    colour = facts["visitor"].pop("colour")
    assert colour in range(1, 9)
    nonce = facts.pop("nonce")
    assert f"'nonce-{nonce}'" in answer.headers["Content-Security-Policy"]
    holder = facts.pop("holder")
    assert holder
    assert (await facts_of(await client.get(made.edit, headers=made.cookie)))["holder"] == holder
    assert (await facts_of(await client.get(made.edit)))["holder"] != holder
    assert facts.pop("card")["status"] == "draft"
    assert {"name": "theme", "kind": "line", "most": 120} in facts.pop("cardFields")
    assert facts == {
        "note": made.id,
        "token": made.edit_token,
        "origin": origin,
        "role": "manage",
        "title": "Santé </script><b>",
        "begins": False,
        "lang": "fr",
        "epoch": 1,
        "sync": f"/sync/{made.edit_token}",
        "visitor": {"name": None},
        "links": {"edit": origin + made.edit, "read": origin + made.read},
        "linksAt": f"{made.edit}/links",
        "mails": False,
        "pdf": f"{made.edit}/note.pdf",
        "markdown": f"{made.edit}/note.md",
        "reader": f"{made.edit}?view=read",
        "extent": None,
        "fitsIn": None,
        "numbers": for_scripts("fr"),
        "import": f"{made.edit}/import",
    }


async def test_the_first_lines_come_with_the_page_for_a_browser_that_opens_it_alone(client: Client) -> None:
    made = await make(client, title="Gares", markdown="Vingt **gares** & <b>plus</b>.")
    asked = {dest: {"Sec-Fetch-Dest": dest, **made.cookie} for dest in ("document", "empty", "image")}
    page = await (await client.get(made.edit, headers=asked["document"])).text()
    assert "<div>Vingt <strong>gares</strong> &amp; &lt;b&gt;plus&lt;/b&gt;.</div>" in page
    for headers in (asked["empty"], asked["image"], made.cookie):
        assert "Vingt" not in await (await client.get(made.edit, headers=headers)).text()


async def test_whoever_was_given_the_link_may_edit_and_not_manage(client: Client) -> None:
    made = await make(client)
    facts = await facts_of(await client.get(made.edit, headers=await visit(client)))
    assert facts["role"] == "edit"


@pytest.mark.first(4)
@pytest.mark.parametrize(
    ("query", "headers", "editor"),
    [
        ("", {}, True),
        ("", PHONE, False),
        ("", PHONE | {"Sec-CH-UA-Mobile": "?0"}, True),
        ("", {"Sec-CH-UA-Mobile": "?1"}, False),
        ("?view=read", {}, False),
        ("?view=edit", PHONE, True),
        ("?view=other", {}, True),
    ],
)
async def test_a_phone_opens_the_reader_and_a_desk_the_editor_unless_asked(
    client: Client, query: str, headers: dict[str, str], *, editor: bool
) -> None:
    made = await make(client, title="Santé")
    assert await is_editor(client, made.edit + query, headers) is editor


@pytest.mark.parametrize("query", ["", "?view=edit"])
async def test_a_link_to_read_never_opens_the_editor(client: Client, query: str) -> None:
    made = await make(client, title="Santé")
    assert not await is_editor(client, made.read + query)


async def test_the_reader_is_real_html_with_what_one_needs_to_read(client: Client) -> None:
    made = await make(client, markdown="# Santé & soins\n\nLe **constat**.<script>alert(1)</script>\n")
    answer = await client.get(made.read)
    text = await answer.text()
    assert "Santé &amp; soins" in text
    assert "<strong>constat</strong>" in text
    assert "<script>alert" not in text
    assert f'href="{made.read}/print"' in text, "the pages first, also without a script"
    assert "note.pdf" not in text
    assert f"{made.read}?view=edit" not in text


async def test_the_reader_is_styled_by_its_page_under_the_nonce_of_its_policy(client: Client) -> None:
    made = await make(client, title="Santé")
    answer = await client.get(made.read)
    head, _, _ = (await answer.text()).partition("<body")
    nonce, style = re.findall(r'<style nonce="([^"]+)">(.*?)</style>', head, re.DOTALL)[0]
    assert style == "body { color: black }\n"
    assert f"'nonce-{nonce}'" in answer.headers["Content-Security-Policy"]
    assert 'rel="stylesheet"' not in head


async def test_the_reader_of_who_may_write_leads_to_the_editor(client: Client) -> None:
    made = await make(client, title="Santé")
    assert f"{made.edit}?view=edit" in await (await client.get(made.edit, headers=PHONE)).text()


async def test_home_lists_what_this_browser_has_opened_and_nothing_else(client: Client) -> None:
    mine = await make(client, title="À moi")
    shared = await make(client, title="Partagée")
    await make(client, title="Inconnue")
    await client.get(shared.read, headers=mine.cookie)
    text = await (await client.get("/", headers=mine.cookie)).text()
    assert "À moi" in text
    assert "Partagée" in text
    assert f'"/n/{mine.id}"' in text, "whose own right leads to the own address"
    assert shared.read in text
    assert shared.edit not in text
    assert "Inconnue" not in text
    assert "À moi" not in await (await client.get("/", headers=await visit(client))).text()


async def test_home_tells_the_title_that_is_being_typed(client: Client) -> None:
    made = await make(client)
    editor = Editor()
    await editor.connect(client.session, str(client.make_url(f"/sync/{made.edit_token}")))
    await editor.until(lambda: editor.is_saved)
    await editor.type("# Mobilités")
    await editor.until(lambda: editor.is_saved)
    assert "Mobilités" in await (await client.get("/", headers=made.cookie)).text()


async def test_home_survives_a_restart(config: Config) -> None:
    async with client_of(create_app(config)) as first:
        made = await make(first, title="Santé")
    async with client_of(create_app(config)) as again:
        assert f'"/n/{made.id}"' in await (await again.get("/", headers=made.cookie)).text()
        assert await is_editor(again, made.edit)


async def test_a_note_whose_link_was_closed_leaves_the_home_page(client: Client) -> None:
    made = await make(client, title="Santé")
    other = await visit(client)
    await client.get(made.read, headers=other)
    link = link_of(made.read.rpartition("/")[2])
    assert link is not None
    assert client.app is not None
    await close(client.app[ENGINE], client.app[ROOMS].guests, link)
    assert "Santé" not in await (await client.get("/", headers=other)).text()


async def test_whoever_made_a_note_finds_it_to_write_in_after_reading_it(client: Client) -> None:
    made = await make(client, title="Santé")
    await client.get(made.read, headers=made.cookie)
    assert f'"/n/{made.id}"' in await (await client.get("/", headers=made.cookie)).text()
    assert await is_editor(client, f"/n/{made.id}", made.cookie)


async def test_whoever_may_edit_a_note_still_may_after_reading_it_by_another_link(client: Client) -> None:
    made = await make(client, title="Santé")
    other = await visit(client)
    await client.get(made.edit, headers=other)
    await client.get(made.read, headers=other)
    assert made.edit in await (await client.get("/", headers=other)).text()


async def test_a_head_request_remembers_nothing_and_gives_no_cookie(client: Client) -> None:
    made = await make(client, title="Santé")
    other = await visit(client)
    answer = await client.head(made.read, headers=other)
    assert answer.status == 200
    assert "Santé" not in await (await client.get("/", headers=other)).text()
    assert "Set-Cookie" not in (await client.head("/")).headers


async def test_every_page_gives_a_browser_one_cookie_for_all_notes(client: Client) -> None:
    made = await make(client)
    for path in ("/", made.edit, made.read):
        answer = await client.get(path)
        assert re.fullmatch(
            r"pochette=[\w-]{43}; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax",
            answer.headers["Set-Cookie"],
        )
        assert "Set-Cookie" not in (await client.get(path, headers=cookie_of(answer))).headers
