"""Failures as pages and as JSON."""

import asyncio

import pytest

from tests.conftest import Client
from tests.server.pochettes import add, make_folder
from tests.server.visits import make


@pytest.mark.parametrize(
    ("path", "headers", "kind"),
    [
        ("/nothing", {}, "text/html"),
        ("/nothing", {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}, "text/html"),
        ("/nothing", {"Accept": "application/json"}, "application/json"),
        ("/api/nothing", {"Accept": "text/html"}, "application/json"),
        ("/n/nothing", {}, "text/html"),
    ],
)
async def test_people_get_a_page_and_programs_json(
    client: Client, path: str, headers: dict[str, str], kind: str
) -> None:
    answer = await client.get(path, headers=headers)
    assert (answer.status, answer.content_type) == (404, kind)


@pytest.mark.parametrize(
    ("lang", "text"), [("fr", "Il n’y a rien à cette adresse."), ("en", "There is nothing at this address.")]
)
async def test_a_page_says_what_happened_and_leads_home(client: Client, lang: str, text: str) -> None:
    answer = await client.get("/nothing", headers={"Accept-Language": lang})
    page = await answer.text()
    assert text in page
    assert 'href="/"' in page
    assert answer.headers["Content-Language"] == lang
    assert f'<html lang="{lang}' in page


async def test_a_method_that_is_not_taken_is_told_with_those_that_are(client: Client) -> None:
    answer = await client.delete("/api/notes")
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    assert (await answer.json())["error"]["code"] == "wrong_method"


async def test_an_answer_never_repeats_the_address(client: Client) -> None:
    """What is typed into an address is not to be shown as if we had said it."""
    for path in ("/<script>alert(1)</script>", "/n/<script>alert(1)</script>"):
        assert "alert(1)" not in await (await client.get(path)).text()


async def test_a_note_that_cannot_be_printed_is_a_page_that_says_so_and_the_server_goes_on(
    client: Client,
) -> None:
    made = await make(client, markdown="| a " * 41 + "|\n" + "|---" * 41 + "|\n")
    answer = await client.get(f"{made.read}/note.pdf")
    assert (answer.status, answer.content_type) == (422, "text/html")
    text = await answer.text()
    assert f"{made.read}/note.md" in text
    assert (await client.get(f"{made.read}/note.md")).status == 200
    other = await make(client, title="Santé")
    assert (await client.get(f"{other.read}/note.pdf")).status == 200


async def test_a_pochette_that_cannot_be_printed_leads_to_no_text_that_it_has_not(client: Client) -> None:
    made = await make(client, markdown="| a " * 41 + "|\n" + "|---" * 41 + "|\n")
    folder = await make_folder(client, title="Lundi", headers=made.cookie)
    await add(client, folder, made)
    answer = await client.get(f"{folder.read}/pochette.pdf")
    assert (answer.status, answer.content_type) == (422, "text/html")
    assert "note.md" not in await answer.text()


async def test_a_note_that_is_too_much_to_print_says_what_is_too_much(client: Client) -> None:
    made = await make(client, markdown="# Santé\n\n" + "mot " * 250_000)
    answer = await client.get(f"{made.read}/note.pdf", headers={"Accept-Language": "fr"})
    assert answer.status == 422
    text = await answer.text()
    assert "caractères" in text
    assert "Santé" not in text
    assert f"{made.read}/note.md" in text


MALFORMED = {
    "form-with-an-unknown-charset": (
        "/notes",
        "application/x-www-form-urlencoded; charset=none",
        b"example=1",
    ),
    "form-without-a-boundary": ("/notes", "multipart/form-data", b"hello"),
    "form-that-is-none": ("/notes", "multipart/form-data; boundary=x", b"hello"),
}


@pytest.mark.parametrize("name", MALFORMED)
async def test_a_malformed_body_is_refused(client: Client, name: str) -> None:
    path, kind, body = MALFORMED[name]
    answer = await client.post(path, data=body, headers={"Content-Type": kind})
    assert answer.status == 400


async def test_a_body_that_says_it_is_too_long_is_refused_unread(client: Client) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
    head = f"POST /api/notes HTTP/1.1\r\nHost: 127.0.0.1:{client.port}\r\nContent-Length: 99999999999"
    writer.write(f"{head}\r\n\r\n".encode())
    assert b" 413 " in await asyncio.wait_for(reader.readline(), 5)
    writer.close()
