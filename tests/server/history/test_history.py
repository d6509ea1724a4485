"""The history of a note through the door: its story, and going back in it."""

import json
from typing import Any

from tests.conftest import Client
from tests.server.history.writer import writer
from tests.server.visits import Made, make, markdown_of


async def story_of(client: Client, made: Made) -> dict[str, Any]:
    answer = await client.get(f"{made.edit}/story")
    assert (answer.status, answer.content_type) == (200, "application/json")
    story: dict[str, Any] = json.loads(await answer.read())
    return story


def text_at(story: dict[str, Any], moment: int) -> str:
    """As a page reads it."""
    units = ""
    for _, text, *life in story["spans"]:
        born, born_step, died, died_step = life + [0] * (4 - len(life))
        for n, unit in enumerate(text):
            has_gone = died and died + n * died_step <= moment
            units += unit if born + n * born_step <= moment and not has_gone else ""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


async def test_the_page_comes_with_the_first_lines_for_a_browser_that_opens_it_alone(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\nUn **prix** juste.")
    told = {}
    for dest in ("document", "empty"):
        told[dest] = await (await client.get(f"{made.edit}/history", headers={"Sec-Fetch-Dest": dest})).text()
    assert "Un <strong>prix</strong> juste." in told["document"]
    assert "prix" not in told["empty"]


async def test_every_moment_of_the_story_is_what_the_note_was_and_says_whose_it_is(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\n")
    claire, karim = await writer(client, made, "Claire"), await writer(client, made, "Karim")
    known = ["# Eau\n\n"]
    for who, text in ((claire, "Un prix 😀 juste."), (karim, " Un service public."), (claire, " Fin.")):
        await who.type(text)
        await who.until(lambda: who.is_saved)  # noqa: B023
        known.append(await markdown_of(client, made.edit))
    await karim.erase(7, 10)
    await karim.until(lambda: karim.is_saved)
    known.append(await markdown_of(client, made.edit))

    story = await story_of(client, made)
    count = len(story["times"])
    told = [text_at(story, moment) for moment in range(count + 1)]
    assert told[0] == ""
    assert [text for text in told if text in known] == known
    assert told[-1] == known[-1]
    names = [person["name"] for person in story["people"]]
    written = dict.fromkeys(names, "")
    for person, text, *_ in story["spans"]:
        if person >= 0:
            written[names[person]] += text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    assert (written["Claire"], written["Karim"]) == ("Un prix 😀 juste. Fin.", " Un service public.")
    assert names[story["who"][-1]] == "Karim"
    assert all(step >= 0 for step in story["times"][1:])


async def test_a_text_of_before_comes_back_and_what_others_write_meanwhile_stays(client: Client) -> None:
    made = await make(client, markdown="Un. Deux. Trois.")
    claire = await writer(client, made, "Claire")
    await claire.erase(4, 10)
    await claire.until(lambda: claire.is_saved)
    story = await story_of(client, made)
    assert await markdown_of(client, made.edit) == "Un. Trois."
    await claire.type(" Quatre.")
    await claire.until(lambda: claire.is_saved)

    wish = {"epoch": story["epoch"], "seq": story["seq"], "text": text_at(story, 1)}
    answer = await client.post(f"{made.edit}/restore", json=wish, headers=made.cookie)
    version = await answer.json()
    assert (answer.status, version["kind"]) == (201, "restored")
    assert await markdown_of(client, made.edit) == "Un. Deux. Trois. Quatre."
    await claire.until(lambda: str(claire.text) == "Un. Deux. Trois. Quatre.")
    kept = await client.get(f"{made.edit}/version/{version['version']}.md")
    assert await kept.text() == "Un. Trois. Quatre."
    told = await story_of(client, made)
    assert text_at(told, len(told["times"])) == "Un. Deux. Trois. Quatre."
    assert text_at(told, told["versions"][0]["moment"]) == "Un. Trois. Quatre."


async def test_a_moment_of_before_gets_a_name(client: Client) -> None:
    made = await make(client, markdown="Un.")
    claire = await writer(client, made, "Claire")
    await claire.type(" Deux.")
    await claire.until(lambda: claire.is_saved)
    story = await story_of(client, made)
    wish = {"name": "Premier jet", "epoch": story["epoch"], "moment": 1}
    answer = await client.post(f"{made.edit}/versions", json=wish, headers=made.cookie)
    version = await answer.json()
    assert (answer.status, version["name"]) == (201, "Premier jet")
    text = await client.get(f"{made.edit}/version/{version['version']}.md")
    assert await text.text() == "Un."
    assert [one["moment"] for one in (await story_of(client, made))["versions"]] == [1]


async def test_a_moment_that_is_not_there_is_refused_in_words(client: Client) -> None:
    made = await make(client, markdown="Un.")
    wishes: list[dict[str, object]]
    wishes = [{"epoch": 1, "seq": 9, "text": "Deux."}, {"epoch": 7, "seq": 1, "text": "Deux."}]
    for wish in wishes:
        answer = await client.post(f"{made.edit}/restore", json=wish, headers=made.cookie)
        assert (answer.status, (await answer.json())["error"]["code"]) == (400, "bad_moment")
    wishes = [{"epoch": 1, "moment": 9}, {"epoch": 1, "moment": 0}, {"moment": 1}]
    for wish in wishes:
        answer = await client.post(f"{made.edit}/versions", json=wish, headers=made.cookie)
        assert (answer.status, (await answer.json())["error"]["code"]) == (400, "bad_moment")
    answer = await client.post(f"{made.edit}/restore", json={"text": "Deux."}, headers=made.cookie)
    assert (answer.status, (await answer.json())["error"]["code"]) == (400, "bad_restore")
    assert await markdown_of(client, made.edit) == "Un."


async def test_an_empty_note_has_a_story_without_moments(client: Client) -> None:
    made = await make(client)
    story = await story_of(client, made)
    assert (story["seq"], story["spans"], story["times"], story["people"]) == (0, [], [], [])


async def test_who_may_not_edit_sees_nothing_that_was_deleted(client: Client) -> None:
    made = await make(client, markdown="Un.")
    for method, path in (("GET", "history"), ("GET", "story"), ("POST", "restore")):
        assert (await client.request(method, f"{made.read}/{path}")).status == 403
