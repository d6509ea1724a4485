"""Passages that move with their text: who may say so, once, and only to letters of the text."""

from typing import Any

import pytest

from crdt.anchors import passages_of
from tests.conftest import Client
from tests.server.comments.commenter import NOTE, Commenter, commenter, passage
from tests.server.history.writer import writer
from tests.server.live.editors import Editor
from tests.server.visits import make


async def moves(who: Commenter, *wished: dict[str, Any]) -> tuple[int, Any]:
    answer = await who.client.put(f"{who.link}/passages", json={"passages": list(wished)}, headers=who.cookie)
    return answer.status, await answer.json()


async def cut_and_pasted(who: Commenter, claire: Editor) -> tuple[dict[str, Any], dict[str, Any]]:
    """A thread whose words were cut and pasted at the end, and what a page says of it."""
    place = await passage(claire, "prix est libre")
    await who.says("Source ?", **place)
    (thread,) = await who.threads()
    start = NOTE.encode().index(b"prix")
    await claire.erase(start, start + len(b"prix est libre"))
    await claire.type("prix est libre")
    await claire.until(lambda: claire.is_saved)
    now = await passage(claire, "prix est libre")
    was = [place["first"], place["last"]]
    return thread, {"thread": thread["id"], "first": now["first"], "last": now["last"], "was": was}


async def test_a_comment_goes_along_with_text_that_was_moved_once(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    claire = await writer(client, made, "Claire")
    editor = Commenter(client, made.edit, made.cookie)
    thread, move = await cut_and_pasted(editor, claire)
    assert await moves(editor, move) == (200, {"moved": [thread["id"]]})
    (now,) = await editor.threads()
    assert (now["first"], now["last"], now["quote"]) == (move["first"], move["last"], "prix est libre")
    # Another page that has pasted the same comes too late.
    assert await moves(editor, move) == (200, {"moved": []})
    assert await editor.threads() == [now]


async def test_a_comment_comes_back_with_a_text_that_is_restored(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    claire, karim = await writer(client, made, "Claire"), await writer(client, made, "Karim")
    editor = Commenter(client, made.edit, made.cookie)
    await editor.says("Source ?", **await passage(claire, "prix est libre"))
    was = str(claire.text)
    for _ in range(2):
        await karim.erase(0, len(NOTE.encode()))
        await karim.until(lambda: karim.is_saved)
        story = await (await client.get(f"{made.edit}/story", headers=made.cookie)).json()
        wish = {"epoch": story["epoch"], "seq": story["seq"], "text": was}
        restored = await client.post(f"{made.edit}/restore", json=wish, headers=made.cookie)
        assert restored.status == 201, await restored.text()
        await karim.until(lambda: str(karim.text) == was)
        here = await passage(karim, "prix est libre")
        (thread,) = await editor.threads()
        assert (thread["first"], thread["last"]) == (here["first"], here["last"])


async def test_a_comment_inside_a_proposal_comes_back_when_that_is_taken_back(client: Client) -> None:
    made = await make(client, markdown=NOTE)
    claire = await writer(client, made, "Claire")
    editor = Commenter(client, made.edit, made.cookie)
    await editor.says("Source ?", **await passage(claire, "libre"))
    await editor.says("", proposed="coût est fixe", **await passage(claire, "prix est libre"))
    proposal = (await editor.threads())[1]["id"]
    assert (await editor.ends(proposal, "accepted"))[0] == 200
    await claire.until(lambda: "coût est fixe" in str(claire.text))
    assert (await editor.ends(proposal, "open"))[0] == 200
    await claire.until(lambda: "prix est libre" in str(claire.text))
    comment = (await editor.threads())[0]
    found = passages_of(claire.doc.get_update()).find(tuple(comment["first"]), tuple(comment["last"]))
    assert found is not None
    assert found.text == "libre"


@pytest.mark.parametrize("role", ["comment", "read"])
async def test_who_may_not_write_moves_no_comment(client: Client, role: str) -> None:
    made = await make(client, markdown=NOTE)
    claire = await writer(client, made, "Claire")
    editor = Commenter(client, made.edit, made.cookie)
    _, move = await cut_and_pasted(editor, claire)
    before = await editor.threads()
    other = await commenter(client, made, "Théo") if role == "comment" else Commenter(client, made.read, {})
    assert (await moves(other, move))[0] == 403
    assert await editor.threads() == before


async def test_a_comment_moves_to_no_letters_but_those_of_its_own_text(client: Client) -> None:
    made, other = await make(client, markdown=NOTE), await make(client, markdown=NOTE)
    claire = await writer(client, made, "Claire")
    editor = Commenter(client, made.edit, made.cookie)
    _, move = await cut_and_pasted(editor, claire)
    before = await editor.threads()
    gone, never = move["was"], [[7, 0], [7, 3]]
    for first, last in (gone, never, (move["last"], move["first"])):
        assert await moves(editor, {**move, "first": first, "last": last}) == (200, {"moved": []})
    # Nor is the thread of one note moved by the address of another.
    theirs = Commenter(client, other.edit, other.cookie)
    foreign = await passage(await writer(client, other, "Inès"), "libre")
    wish = {**move, "first": foreign["first"], "last": foreign["last"]}
    assert await moves(theirs, wish) == (200, {"moved": []})
    assert await editor.threads() == before


@pytest.mark.parametrize(
    ("wished", "pointer"),
    [
        ([], "/passages"),
        ([{}], "/passages/0"),
        ([{"thread": "x", "first": [1, 2], "last": [1, 2]}], "/passages/0"),
        ([{"thread": "x", "first": [1, 2], "last": [1, 2], "was": [[1, 2]]}], "/passages/0"),
    ],
)
async def test_what_is_no_move_is_refused_with_its_place(
    client: Client, wished: list[Any], pointer: str
) -> None:
    made = await make(client, markdown=NOTE)
    status, told = await moves(Commenter(client, made.edit, made.cookie), *wished)
    assert (status, told["error"]["code"], told["error"]["pointer"]) == (400, "bad_passages", pointer)
