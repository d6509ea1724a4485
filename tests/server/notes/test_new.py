"""POST /notes, a form without script, and POST /n/{token}/notes, which begins with another note."""

import pytest
from yarl import URL

from export.templates import Template
from tests.conftest import Client
from tests.server.live.editors import join_synced
from tests.server.notes.cards import FULL, card_of, put_card
from tests.server.notes.images import add_image
from tests.server.visits import facts_of, make, visit


async def markdown(client: Client, path: str) -> str:
    """The text without the card at its head."""
    answer = await client.get(f"{path}/note.md")
    assert answer.status == 200
    return (await answer.text()).rpartition("---\n\n")[2]


async def started(client: Client, path: str, cookie: dict[str, str]) -> str:
    """The address of a note that begins with the one at `path`."""
    answer = await client.post(f"{path}/notes", headers=cookie, allow_redirects=False)
    assert answer.status == 303
    return URL(answer.headers["Location"]).path


async def test_a_form_makes_an_empty_note_and_opens_it(client: Client) -> None:
    answer = await client.post("/notes", allow_redirects=False)
    assert answer.status == 303
    assert answer.headers["Set-Cookie"].startswith("pochette=")
    assert await markdown(client, URL(answer.headers["Location"]).path) == ""


async def test_a_phone_opens_a_new_note_to_be_written(client: Client) -> None:
    phone = {"Sec-CH-UA-Mobile": "?1"}
    answer = await client.post("/notes", headers=phone, allow_redirects=False)
    cookie = {"Cookie": answer.headers["Set-Cookie"].partition(";")[0]}
    address = answer.headers["Location"]
    assert URL(address).query == {"new": "title"}
    assert (await facts_of(await client.get(address, headers=phone | cookie)))["begins"]
    # Opened again it is read first, as any other; on a desk an empty one asks for its title.
    again = await client.get(URL(address).path, headers=phone | cookie)
    assert "begins" not in await facts_of(again)
    assert (await facts_of(await client.get(URL(address).path, headers=cookie)))["begins"]


async def test_an_address_of_a_beginning_gives_no_right_to_write(client: Client) -> None:
    made = await make(client, title="Gares")
    facts = await facts_of(await client.get(f"{made.read}?new=title"))
    assert set(facts) & {"begins", "sync"} == set()


@pytest.mark.parametrize(
    ("lang", "words"), [("fr", "# Rouvrir vingt petites gares"), ("en", "# Reopening twenty small stations")]
)
async def test_the_example_is_a_whole_note_in_the_language_of_the_browser(
    client: Client, lang: str, words: str
) -> None:
    answer = await client.post(
        "/notes", data={"example": "1"}, headers={"Accept-Language": lang}, allow_redirects=False
    )
    text = await markdown(client, URL(answer.headers["Location"]).path)
    assert words in text
    assert all(mark in text for mark in ("## ", "| ", "- [x] ", "[^", "> "))


@pytest.mark.parametrize("which", Template)
async def test_a_template_comes_with_its_kind_on_the_card(client: Client, which: Template) -> None:
    kinds = {}
    for lang in ("fr", "en"):
        answer = await client.post(
            "/notes", data={"template": which}, headers={"Accept-Language": lang}, allow_redirects=False
        )
        path = URL(answer.headers["Location"]).path
        assert (await markdown(client, path)).startswith("# ")
        card = await card_of(client, path)
        kinds[lang] = card.pop("kind")
        assert {value for value in card.values() if value} == {"draft"}
    assert kinds["fr"] != kinds["en"]


async def test_a_template_that_there_is_not_is_refused(client: Client) -> None:
    answer = await client.post("/notes", data={"template": "poem"}, headers={"Accept": "application/json"})
    assert (answer.status, (await answer.json())["error"]["code"]) == (400, "bad_template")


async def test_another_note_begins_with_the_text_and_the_pictures_of_one(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    picture = await add_image(client, made)
    anna = await join_synced(client, made.edit_token)
    await anna.type(f"\n![Un quai]({picture})")
    await anna.until(lambda: anna.is_saved)
    path = await started(client, made.edit, made.cookie)

    text = await markdown(client, path)
    assert text == await markdown(client, made.edit)
    assert f"![Un quai]({picture})" in text
    assert (await client.get(f"{path}/{picture}")).content_type == "image/png"


async def test_the_card_comes_along_as_a_draft_of_nobody(client: Client) -> None:
    made = await make(client, markdown="# Logement\n")
    assert (await put_card(client, made, FULL))[0] == 200
    path = await started(client, made.edit, made.cookie)

    assert await card_of(client, path) == FULL | {"authors": [], "status": "draft", "frozen": None}


async def test_what_comes_along_has_no_past_and_belongs_to_who_asked(client: Client) -> None:
    made = await make(client, markdown="# Logement\n")
    await client.post(f"{made.edit}/versions", json={"name": "Avant"}, headers=made.cookie)
    reader = await visit(client)
    path = await started(client, made.read, reader)

    versions = await (await client.get(f"{path}/versions", headers=reader)).json()
    assert versions == {"versions": []}
    assert (await client.get(f"{path}/trash", headers=reader)).status == 200, "the reader manages it"
    assert (await client.get(f"{path}/trash", headers=made.cookie)).status == 403


async def test_a_link_to_print_begins_nothing(client: Client) -> None:
    made = await make(client, markdown="# Logement\n")
    link = await client.post(f"{made.edit}/links", json={"role": "print"}, headers=made.cookie)
    path = URL((await link.json())["url"]).path
    assert (await client.post(f"{path}/notes", allow_redirects=False)).status == 403
