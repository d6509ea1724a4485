"""GET and PUT /n/{token}/card, the card at the head of a file, and the status of a note."""

import asyncio
from typing import Any

import pytest

from server.app import create_app
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.live.conftest import Join, join
from tests.server.live.editors import Editor
from tests.server.notes.cards import FULL, card_of, put_card
from tests.server.visits import Made, facts_of, make

__all__ = ["join"]

EMPTY: dict[str, Any] = {
    "kind": "",
    "theme": "",
    "audience": "",
    "authors": [],
    "deck": "",
    "classification": "",
    "budget": None,
    "status": "draft",
    "frozen": None,
}


async def cards_of(editor: Editor, count: int) -> list[dict[str, object]]:
    """The first events about the card, once so many have come."""

    def heard() -> list[dict[str, object]]:
        return [event for event in editor.events if event["event"] == "card"]

    await editor.until(lambda: len(heard()) >= count)
    return heard()


async def writer_of(join: Join, made: Made) -> Editor:
    """An editor that has the text and whose own is on disk."""
    editor = await join(made.edit_token)
    await editor.until(lambda: editor.is_saved)
    return editor


async def test_a_new_note_has_an_empty_card_and_is_a_draft(client: Client) -> None:
    assert await card_of(client, (await make(client)).read) == EMPTY


async def test_what_is_given_changes_and_the_rest_stays(client: Client) -> None:
    assert FULL.keys() == EMPTY.keys() - {"frozen"}
    made = await make(client)
    assert await put_card(client, made, FULL) == (200, EMPTY | FULL)
    assert await put_card(client, made, {"theme": "  Eau\tet sol "}) == (
        200,
        EMPTY | FULL | {"theme": "Eau et sol"},
    )
    assert await card_of(client, made.read) == EMPTY | FULL | {"theme": "Eau et sol"}


async def test_a_reader_sees_the_card_and_does_not_change_it(client: Client) -> None:
    made = await make(client)
    answer = await client.put(f"{made.read}/card", json={"theme": "Eau"}, headers=made.cookie)
    assert answer.status == 403
    assert await card_of(client, made.read) == EMPTY


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"title": "x"}, "unknown_field"),
        ({"kind": 3}, "bad_card_text"),
        ({"kind": "a" * 121}, "bad_card_text"),
        ({"deck": "a" * 301}, "bad_card_text"),
        ({"theme": "a\u0007b"}, "bad_card_text"),
        ({"authors": "C. Marchand"}, "bad_card_authors"),
        ({"authors": ["x"] * 21}, "bad_card_authors"),
        ({"authors": [1]}, "bad_card_text"),
        ({"budget": 0}, "bad_card_number"),
        ({"budget": True}, "bad_card_number"),
        ({"budget": "4"}, "bad_card_number"),
        ({"budget": 201}, "bad_card_number"),
        ({"status": "published"}, "bad_card_status"),
        ({"status": None}, "bad_card_status"),
    ],
)
async def test_a_bad_value_is_answered_with_words_and_changes_nothing(
    client: Client, wish: dict[str, Any], code: str
) -> None:
    made = await make(client)
    status, answer = await put_card(client, made, {"audience": "La candidate", **wish})
    assert (status, answer["error"]["code"]) == (400, code)
    assert answer["error"]["message"]
    assert await card_of(client, made.read) == EMPTY


async def test_a_file_carries_the_card_and_a_note_made_of_it_has_the_same(client: Client) -> None:
    made = await make(client, markdown="# Rénover\n\nLe plan de la ville.\n")
    await put_card(client, made, FULL)
    file = await (await client.get(f"{made.read}/note.md")).text()
    assert file.startswith("---\ndeck: Où en est-on ?\nkind: Note thématique\n")
    assert "status: Relue\n" in file

    copy = await make(client, markdown=file)
    assert await card_of(client, copy.read) == EMPTY | FULL
    assert await (await client.get(f"{copy.read}/note.md")).text() == file
    facts = await facts_of(await client.get(copy.edit, headers=copy.cookie))
    assert facts["title"] == "Rénover"
    assert facts["card"] == EMPTY | FULL


async def test_what_a_file_says_besides_is_kept_and_exported_again(client: Client) -> None:
    made = await make(
        client, markdown="---\ntitre: Eau\ndate: 2027-03-14\nétiquettes: [a, b]\n---\n\nTexte.\n"
    )
    file = await (await client.get(f"{made.read}/note.md")).text()
    assert file == "---\ndate: '2027-03-14'\nétiquettes:\n- a\n- b\n---\n\n# Eau\n\nTexte.\n"


@pytest.mark.parametrize(
    ("head", "status", "code"),
    [("titre: 'pas fini", 422, "export"), (f"kind: {'a' * 121}", 400, "bad_card_text")],
)
async def test_a_file_whose_card_cannot_be_is_refused_with_words(
    client: Client, head: str, status: int, code: str
) -> None:
    answer = await client.post("/api/notes", json={"markdown": f"---\n{head}\n---\n\nTexte.\n"})
    assert (answer.status, (await answer.json())["error"]["code"]) == (status, code)


async def test_open_pages_hear_of_the_card_at_once(client: Client, join: Join) -> None:
    made = await make(client)
    other = await writer_of(join, made)
    await put_card(client, made, {"theme": "Eau"})
    assert await cards_of(other, 1) == [{"event": "card", **EMPTY, "theme": "Eau"}]


class TestReady:
    """Bonne à imprimer."""

    async def test_the_text_is_frozen_as_a_version(self, client: Client) -> None:
        made = await make(client, markdown="# Eau\n\nTexte.\n", headers=await self.named(client, "Claire"))
        status, card = await put_card(client, made, {"status": "ready"})
        assert status == 200
        assert card["status"] == "ready"
        assert (card["frozen"]["version"], card["frozen"]["by"]) == (1, "Claire")
        answer = await client.get(f"{made.edit}/version/1.md")
        assert await answer.text() == "# Eau\n\nTexte.\n"
        assert (await client.get(f"{made.edit}/version/2.md")).status == 404
        assert (await client.get(f"{made.read}/version/1.md")).status == 403

    async def test_the_same_text_frozen_again_is_the_same_version(self, client: Client) -> None:
        made = await make(client, markdown="Texte.\n")
        _, first = await put_card(client, made, {"status": "ready"})
        await put_card(client, made, {"status": "draft"})
        _, second = await put_card(client, made, {"status": "ready"})
        assert first["frozen"] == second["frozen"]

    async def test_marks_block_it_and_are_told_with_their_places(self, client: Client) -> None:
        made = await make(client, markdown="# Eau\n\nDix [à vérifier].\n\n## Coût\n\n[à vérifier]\n")
        status, answer = await put_card(client, made, {"status": "ready", "theme": "Eau"})
        assert (status, answer["error"]["code"]) == (409, "unchecked")
        assert "2 passages sont encore marqués [à vérifier]" in answer["error"]["message"]
        assert answer["error"]["marks"] == [
            {"line": 3, "heading": "Eau", "words": "Dix [à vérifier]."},
            {"line": 7, "heading": "Coût", "words": "[à vérifier]"},
        ]
        assert await card_of(client, made.read) == EMPTY

    async def test_the_first_edit_after_it_sets_the_status_back_and_keeps_the_version(
        self, client: Client, join: Join
    ) -> None:
        made = await make(client, markdown="Texte.\n")
        writer = await writer_of(join, made)
        _, frozen = await put_card(client, made, {"status": "ready"})
        await writer.type("Et encore. ")
        first, second = await cards_of(writer, 2)
        assert first == {"event": "card", **frozen}
        assert second == {"event": "card", **frozen, "status": "to-review", "reopened": True}
        assert await card_of(client, made.read) == frozen | {"status": "to-review"}

        await writer.type("Plus. ")
        await writer.until(lambda: writer.is_saved)
        _, again = await put_card(client, made, {"status": "ready"})
        assert again["frozen"]["version"] == 2

    async def test_an_edit_after_the_note_was_opened_anew_sets_it_back_too(self, config: Config) -> None:
        async with client_of(create_app(config)) as before:
            made = await make(before, markdown="Texte.\n")
            await put_card(before, made, {"status": "ready"})
        async with client_of(create_app(config)) as after:
            writer = Editor()
            await writer.connect(after.session, str(after.make_url(f"/sync/{made.edit_token}")))
            await writer.until(lambda: writer.is_saved)
            assert (await card_of(after, made.read))["status"] == "ready"
            await writer.type("Et encore. ")
            (told,) = await cards_of(writer, 1)
            assert (told["status"], told["reopened"]) == ("to-review", True)

    async def test_who_sets_the_status_back_first_is_not_told_twice(self, client: Client, join: Join) -> None:
        made = await make(client, markdown="Texte.\n")
        writer = await writer_of(join, made)
        await put_card(client, made, {"status": "ready"})
        await put_card(client, made, {"status": "draft"})
        await writer.type("Et encore. ")
        await writer.until(lambda: writer.is_saved)
        await put_card(client, made, {"theme": "Eau"})
        heard = await cards_of(writer, 3)
        assert [one["status"] for one in heard] == ["ready", "draft", "draft"]
        assert not any("reopened" in one for one in heard)

    async def test_two_who_freeze_at_once_make_one_version(self, client: Client) -> None:
        made = await make(client, markdown="Texte.\n")
        await asyncio.gather(*(put_card(client, made, {"status": "ready"}) for _ in range(5)))
        answer = await client.get(f"{made.edit}/versions")
        assert [one["version"] for one in (await answer.json())["versions"]] == [1]

    async def named(self, client: Client, name: str) -> dict[str, str]:
        made = await make(client)
        await client.put("/api/visitor", json={"name": name}, headers=made.cookie)
        return made.cookie
