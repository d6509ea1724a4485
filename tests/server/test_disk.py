"""A disk that takes no more: what people and programs are told, and that all goes on when there is room."""

import asyncio

import pytest

from tests.conftest import Client
from tests.full_disk import no_room
from tests.server.visits import facts_of, make

pytestmark = pytest.mark.sqlite("its file cannot grow")


async def test_a_program_is_told_that_its_note_was_not_kept(client: Client) -> None:
    with no_room():
        answer = await client.post("/api/notes", json={"title": "Santé"})
        assert (answer.status, (await answer.json())["error"]["code"]) == (503, "disk")
        assert answer.headers["Retry-After"] == "5"
    await make(client, title="Santé")


async def test_a_person_is_told_in_a_page_that_the_note_was_not_kept(client: Client) -> None:
    with no_room():
        answer = await client.post("/notes", allow_redirects=False)
    assert (answer.status, answer.content_type) == (503, "text/html")
    assert "Le serveur ne peut rien enregistrer en ce moment." in await answer.text()


async def test_a_note_opens_all_the_same_without_a_cookie(client: Client) -> None:
    made = await make(client, title="Santé")
    with no_room():
        answer = await client.get(made.edit)
        assert (await facts_of(answer))["title"] == "Santé"
        assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" in (await client.get(made.edit)).headers


async def test_health_tells_it(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with no_room():
        answer = await client.get("/health")
        told = await answer.json()
    assert (answer.status, told["status"], told["disk"]) == (503, "trouble", "full")
    assert told["writing"] in {"full", "failing"}, "SQLite has no name for a limit of the system"
    async with asyncio.timeout(10):
        while (await client.get("/health")).status != 200:  # noqa: ASYNC110 - a second old at most
            await asyncio.sleep(0.1)
    caplog.clear()  # who sends says it too
