"""Comments, proposals and talk beside a note, and who may do what with them."""

import asyncio

import pytest

from server.http.keys import CONFIG
from tests.conftest import Client
from tests.server.comments.commenter import NOTE, Commenter, commenter, passage
from tests.server.database import refusing
from tests.server.history.writer import writer
from tests.server.live.editors import Editor
from tests.server.visits import Made, make, markdown_of


def editor_of(client: Client, made: Made) -> Commenter:
    return Commenter(client, made.edit, made.cookie)


async def test_a_comment_stands_at_its_passage_is_answered_resolved_and_opened_again(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    ines = await commenter(client, made, "Inès")
    claire = await writer(client, made, "Claire")
    place = await passage(claire, "prix est libre")
    assert (await ines.says("Source ?", **place))[0] == 201
    (thread,) = await ines.threads()
    assert (thread["kind"], thread["number"], thread["state"], thread["quote"]) == (
        "comment",
        1,
        "open",
        "prix est libre",
    )
    assert (thread["first"], thread["last"]) == (place["first"], place["last"])
    await claire.until(lambda: any(event["event"] == "comments" for event in claire.events))
    assert (await editor_of(client, made).says("L’arrêté du 3 mars.", thread=thread["id"]))[0] == 201
    (thread,) = await ines.threads()
    assert [(one["text"], one["name"], one["is_mine"]) for one in thread["comments"]] == [
        ("Source ?", "Inès", True),
        ("L’arrêté du 3 mars.", None, False),
    ]
    for state in ("resolved", "open", "resolved"):
        assert await ines.ends(thread["id"], state) == (200, {"id": thread["id"], "state": state})
    (thread,) = await ines.threads()
    assert (thread["state"], thread["ended_by"]) == ("resolved", "Inès")


async def test_an_accepted_proposal_is_written_once_in_the_name_of_its_author(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    theo = await commenter(client, made, "Théo")
    claire = await writer(client, made, "Claire")
    await theo.says("Plus juste", **await passage(claire, "libre"), proposed="encadré")
    (thread,) = await theo.threads()
    assert (await theo.ends(thread["id"], "accepted"))[0] == 403
    assert await markdown_of(client, made.edit) == NOTE
    await claire.type("Fin.")
    await claire.until(lambda: claire.is_saved)
    editor = editor_of(client, made)
    assert (await editor.ends(thread["id"], "accepted"))[0] == 200
    assert await markdown_of(client, made.edit) == NOTE.replace("libre", "encadré") + "Fin."
    status, told = await editor.ends(thread["id"], "accepted")
    assert (status, told["error"]["code"]) == (409, "thread_ended")
    story = await (await client.get(f"{made.edit}/story")).json()
    authors = {text: story["people"][who]["name"] for who, text, *_ in story["spans"] if who >= 0}
    assert authors == {"encadré": "Théo", "Fin.": "Claire"}


async def test_an_acceptance_that_is_taken_back_gives_the_words_back_to_their_author(client: Client) -> None:
    made = await make(client, markdown="")
    ines = await writer(client, made, "Inès")
    await ines.type("Un prix libre.")
    await ines.until(lambda: ines.is_saved)
    theo, editor = await commenter(client, made, "Théo"), editor_of(client, made)
    await theo.says("", **await passage(ines, "libre"), proposed="encadré")
    (thread,) = await theo.threads()
    for state in ("accepted", "open"):
        assert (await editor.ends(thread["id"], state))[0] == 200
    assert await markdown_of(client, made.edit) == "Un prix libre."
    story = await (await client.get(f"{made.edit}/story")).json()
    there = [(story["people"][who]["name"], text) for who, text, *life in story["spans"] if len(life) < 3]
    assert "".join(text for _, text in there) == "Un prix libre."
    assert {name for name, _ in there} == {"Inès"}


async def test_a_proposal_of_the_same_words_is_refused_in_words(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    theo = await commenter(client, made, "Théo")
    claire = await writer(client, made, "Claire")
    status, told = await theo.says("", **await passage(claire, "libre"), proposed="libre")
    assert (status, told["error"]["code"]) == (400, "same_words")
    assert await theo.threads() == []


async def test_a_passage_that_was_rewritten_meanwhile_takes_no_proposal(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    claire = await writer(client, made, "Claire")
    editor = editor_of(client, made)
    await editor.says("Plus juste", **await passage(claire, "libre"), proposed="encadré")
    start = NOTE.encode().index(b"libre")
    await claire.erase(start, start + 2)
    await claire.until(lambda: claire.is_saved)
    (thread,) = await editor.threads()
    status, told = await editor.ends(thread["id"], "accepted")
    assert (status, told["error"]["code"]) == (409, "passage_changed")
    assert (await editor.threads())[0]["state"] == "open"
    assert (await editor.ends(thread["id"], "refused"))[0] == 200
    assert await markdown_of(client, made.edit) == NOTE.replace("libre", "bre")


async def test_a_proposal_is_withdrawn_by_its_author_and_refused_by_no_other_commenter(
    client: Client,
) -> None:
    made = await make(client, markdown=NOTE)
    theo, ines = await commenter(client, made, "Théo"), await commenter(client, made, "Inès")
    claire = await writer(client, made, "Claire")
    await theo.says("Plus juste", **await passage(claire, "libre"), proposed="encadré")
    (thread,) = await theo.threads()
    assert (await ines.ends(thread["id"], "refused"))[0] == 403
    assert (await theo.ends(thread["id"], "refused"))[0] == 200


async def test_the_talk_about_the_whole_note_is_one_thread(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    theo, editor = await commenter(client, made, "Théo"), editor_of(client, made)
    await theo.says("On garde le titre ?")
    await editor.says("Oui.")
    (thread,) = await theo.threads()
    assert thread["kind"] == "talk"
    assert [one["text"] for one in thread["comments"]] == ["On garde le titre ?", "Oui."]
    assert (await theo.ends(thread["id"], "resolved"))[0] == 400


async def test_who_may_comment_is_told_the_names_of_those_who_have_written(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    theo = await commenter(client, made, "Théo")
    claire = await writer(client, made, "Claire")
    await claire.type("Un mot.")
    await claire.until(lambda: claire.is_saved)
    answer = await client.get(f"{theo.link}/comments", headers=theo.cookie)
    assert (await answer.json())["writers"] == ["Claire"]


async def test_one_changes_and_deletes_ones_own_words_only_and_who_manages_deletes_any(
    client: Client,
) -> None:
    made = await make(client, markdown=NOTE)
    theo, ines = await commenter(client, made, "Théo"), await commenter(client, made, "Inès")
    _, said = await theo.says("Coquille")
    address = f"/comments/{said['id']}"
    answer = await client.put(ines.link + address, json={"text": "Faux"}, headers=ines.cookie)
    assert answer.status == 403
    assert (await client.delete(ines.link + address, headers=ines.cookie)).status == 403
    answer = await client.put(theo.link + address, json={"text": "Une coquille"}, headers=theo.cookie)
    assert answer.status == 200
    (thread,) = await theo.threads()
    assert [(one["text"], one["is_edited"]) for one in thread["comments"]] == [("Une coquille", True)]
    assert (await client.delete(made.edit + address, headers=made.cookie)).status == 200
    assert await theo.threads() == []


async def test_who_may_only_read_neither_sees_nor_says_anything(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    reader = Commenter(client, made.read, {})
    assert (await reader.says("Bonjour"))[0] == 403
    assert (await client.get(f"{made.read}/comments")).status == 403
    assert (await client.put(f"{made.read}/threads/x", json={"state": "open"})).status == 403


async def test_who_may_comment_writes_nothing_in_the_text(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    theo = await commenter(client, made, "Théo")
    forger = Editor()
    url = str(client.make_url(f"/sync/{theo.link.rpartition('/')[2]}"))
    await forger.connect(client.session, url, headers=theo.cookie)
    await forger.until(lambda: str(forger.text) == NOTE)
    await forger.type("Faux.")
    await forger.until(lambda: forger.denied > 0)
    assert await markdown_of(client, made.edit) == NOTE
    assert (await client.get(f"{theo.link}/history", headers=theo.cookie)).status == 403


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"text": ""},
        {"text": " \n "},
        {"text": "x" * 4001},
        {"text": 7},
        {"text": "a", "first": [1, 2]},
        {"text": "a", "first": [1, 2], "last": [1], "quote": "b"},
        {"text": "a", "first": [1, 2], "last": [1, -3], "quote": "b"},
        {"text": "a", "first": [1, 2], "last": [1, 3], "quote": ""},
        {"text": "a", "first": [1, 2], "last": [1, 3], "quote": "b", "proposed": 9},
        {"text": "a", "thread": "x", "first": [1, 2], "last": [1, 3], "quote": "b"},
    ],
)
async def test_what_is_no_comment_is_refused_in_words(client: Client, wish: dict[str, object]) -> None:
    made = await make(client, markdown=NOTE)
    answer = await client.post(f"{made.edit}/comments", json=wish, headers=made.cookie)
    assert (answer.status, (await answer.json())["error"]["code"]) == (400, "bad_comment")
    assert await editor_of(client, made).threads() == []


async def test_nothing_is_said_in_the_thread_of_another_note(client: Client) -> None:
    made, other = await make(client, markdown=NOTE), await make(client, markdown=NOTE)
    await editor_of(client, other).says("Bonjour")
    (thread,) = await editor_of(client, other).threads()
    assert (await editor_of(client, made).says("Ici", thread=thread["id"]))[0] == 404
    assert (await editor_of(client, made).ends(thread["id"], "resolved"))[0] == 404


async def test_a_comment_with_a_null_character_is_refused_with_its_place(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    answer = await client.post(f"{made.edit}/comments", json={"text": "a\u0000b"}, headers=made.cookie)
    assert (answer.status, (await answer.json())["error"]["code"]) == (400, "bad_text")
    assert await editor_of(client, made).threads() == []


async def test_an_accepted_proposal_is_taken_back_once_and_can_be_accepted_again(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    theo = await commenter(client, made, "Théo")
    claire = await writer(client, made, "Claire")
    await theo.says("", **await passage(claire, "libre"), proposed="libéré 😀")
    (thread,) = await theo.threads()
    editor = editor_of(client, made)
    for _ in range(2):
        assert (await editor.ends(thread["id"], "accepted"))[0] == 200
        assert await markdown_of(client, made.edit) == NOTE.replace("libre", "libéré 😀")
        assert (await theo.ends(thread["id"], "open"))[0] == 403
        assert (await editor.ends(thread["id"], "open"))[0] == 200
        assert await markdown_of(client, made.edit) == NOTE
        assert [one["state"] for one in await theo.threads()] == ["open"]
    status, told = await editor.ends(thread["id"], "open")
    assert (status, told["error"]["code"]) == (409, "thread_ended")


@pytest.mark.parametrize(
    "when", ["UPDATE OF state ON threads", "UPDATE OF first_client ON threads", "INSERT ON journal"]
)
@pytest.mark.parametrize("state", ["accepted", "open"])
async def test_a_decision_that_cannot_be_written_changes_neither_the_words_nor_the_thread(
    client: Client, when: str, state: str, caplog: pytest.LogCaptureFixture
) -> None:
    made = await make(client, markdown=NOTE)
    claire = await writer(client, made, "Claire")
    editor = editor_of(client, made)
    await editor.says("", **await passage(claire, "libre"), proposed="encadré")
    (thread,) = await editor.threads()
    if state == "open":
        assert (await editor.ends(thread["id"], "accepted"))[0] == 200
    before = await editor.threads()
    text = await markdown_of(client, made.edit)
    with refusing(client.app[CONFIG], when):
        status, _ = await editor.ends(thread["id"], state)
    assert status >= 500
    assert (await markdown_of(client, made.edit), await editor.threads()) == (text, before)
    caplog.clear()
    async with asyncio.timeout(10):
        # On PostgreSQL a refused row is trouble, until a write has passed.
        while (ended := (await editor.ends(thread["id"], state))[0]) == 503:  # noqa: ASYNC110 - as a page asks
            await asyncio.sleep(0.1)
    assert ended == 200


async def test_of_two_who_accept_or_take_back_at_once_one_does(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    claire = await writer(client, made, "Claire")
    editor = editor_of(client, made)
    await editor.says("", **await passage(claire, "libre"), proposed="encadré")
    (thread,) = await editor.threads()
    for state, text in (("accepted", NOTE.replace("libre", "encadré")), ("open", NOTE)):
        answers = await asyncio.gather(*(editor.ends(thread["id"], state) for _ in range(4)))
        assert sorted(status for status, _ in answers) == [200, 409, 409, 409]
        assert await markdown_of(client, made.edit) == text


async def test_accepted_words_that_were_changed_since_are_not_taken_back(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    claire = await writer(client, made, "Claire")
    editor = editor_of(client, made)
    await editor.says("", **await passage(claire, "libre"), proposed="encadré")
    (thread,) = await editor.threads()
    await editor.ends(thread["id"], "accepted")
    accepted = NOTE.replace("libre", "encadré")
    await claire.until(lambda: str(claire.text) == accepted)
    start = accepted.encode().index(b"encadr")
    await claire.erase(start, start + 2)
    await claire.until(lambda: claire.is_saved)
    status, told = await editor.ends(thread["id"], "open")
    assert (status, told["error"]["code"]) == (409, "passage_changed")
    assert (await editor.threads())[0]["state"] == "accepted"


async def test_a_refused_proposal_is_opened_again(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    claire = await writer(client, made, "Claire")
    editor = editor_of(client, made)
    await editor.says("", **await passage(claire, "libre"), proposed="encadré")
    (thread,) = await editor.threads()
    assert (await editor.ends(thread["id"], "refused"))[0] == 200
    assert (await editor.ends(thread["id"], "open"))[0] == 200
    assert (await editor.threads())[0]["state"] == "open"
