"""POST /api/notes, POST /notes and the text of a note."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from yarl import URL

from server.app import create_app
from server.settings.config import KIB, Config
from tests.conftest import Client, client_of
from tests.server.visits import PHONE, make, markdown_of


async def test_a_note_is_made_with_its_text_and_two_addresses(client: Client) -> None:
    answer = await client.post("/api/notes", json={"markdown": "# Santé\n\nLe constat. 🩺\n"})
    assert answer.status == 201
    made = await answer.json()
    assert len(made["note"]) == 22
    for role in ("edit", "read"):
        url = URL(made["links"][role])
        assert url.origin() == client.make_url("/").origin()
        assert await markdown_of(client, url.path) == "# Santé\n\nLe constat. 🩺\n"


@pytest.mark.parametrize(
    ("wish", "markdown"),
    [
        ({}, ""),
        ({"title": " Santé "}, "# Santé\n\n"),
        ({"title": "Santé", "markdown": "Le constat."}, "# Santé\n\nLe constat."),
        ({"title": "Santé", "markdown": "# Logement\n"}, "# Logement\n"),
        ({"title": "", "markdown": "a\r\nb\rc"}, "a\nb\nc"),
    ],
)
async def test_the_title_is_the_first_heading(client: Client, wish: dict[str, Any], markdown: str) -> None:
    assert await markdown_of(client, (await make(client, **wish)).edit) == markdown


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"[]", "not_json"),
        (b"[" * 32, "not_json"),
        (b'"\xff"', "not_json"),
        (b'{"text": "a"}', "unknown_field"),
        (b'{"title": 3}', "bad_title"),
        (b'{"title": null}', "bad_title"),
        (b'{"title": "a\\nb"}', "bad_title"),
        (json.dumps({"title": "a" * 201}).encode(), "bad_title"),
        (b'{"markdown": ["a"]}', "bad_markdown"),
        (b'{"markdown": "\\ud83d"}', "bad_text"),
        (b'{"markdown": "a\\u0000b"}', "bad_text"),
    ],
)
async def test_a_wish_that_cannot_be_is_refused_with_its_reason(
    client: Client, body: bytes, code: str
) -> None:
    answer = await client.post("/api/notes", data=body, headers={"Content-Type": "application/json"})
    assert answer.status == 400
    error = (await answer.json())["error"]
    assert error["code"] == code
    assert error["message"]


async def test_a_body_that_is_not_json_is_refused(client: Client) -> None:
    answer = await client.post("/api/notes", data={"title": "Santé"})
    assert (answer.status, (await answer.json())["error"]["code"]) == (400, "not_json")


async def test_the_reason_is_told_in_the_language_of_the_program(client: Client) -> None:
    answer = await client.post("/api/notes", json=[], headers={"Accept-Language": "en"})
    assert (await answer.json())["error"]["message"] == "Expected a JSON object."


@pytest.mark.parametrize("size", [64 * KIB + 1, 600 * KIB])
async def test_a_text_over_the_limit_is_refused_and_one_at_the_limit_is_taken(
    config: Config, size: int
) -> None:
    async with client_of(create_app(replace(config, max_note=64 * KIB))) as client:
        await make(client, markdown="\x01" * (64 * KIB))
        answer = await client.post("/api/notes", json={"markdown": "a" * size})
        assert (answer.status, (await answer.json())["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("title", "plain", "full"),
    [
        ("Été à l’hôpital", "Ete a l'hopital.md", "%C3%89t%C3%A9%20%C3%A0%20l%E2%80%99h%C3%B4pital.md"),
        ('a/b\\c"d', "a b c d.md", "a%20b%20c%20d.md"),
        ("医療", "note.md", "%E5%8C%BB%E7%99%82.md"),
        ("../..", "note.md", "note.md"),
    ],
)
async def test_a_file_is_named_after_its_note(client: Client, title: str, plain: str, full: str) -> None:
    made = await make(client, title=title)
    answer = await client.get(f"{made.read}/note.md")
    assert answer.headers["Content-Disposition"] == f"inline; filename=\"{plain}\"; filename*=UTF-8''{full}"
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"


@pytest.mark.parametrize("line", ["a{} x", "a{}x", "[", "[a]("])
async def test_no_title_holds_up_the_server(client: Client, line: str) -> None:
    """Patterns that look for a title must not read a long line again and again."""
    made = await make(client, markdown="# " + line.format(" " * 500_000) + line * 100_000)
    async with asyncio.timeout(5):
        assert (await client.get(made.edit, headers=PHONE)).status in {200, 422}
        assert (await client.get("/health")).status == 200
