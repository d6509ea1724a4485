"""A note with many comments, said by several people as programs may."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle
from typing import Any, Final

from aiohttp import ClientSession, CookieJar
from yarl import URL

from crdt.letters import Letters
from tests.server.live.editors import Editor
from tests.visitor import LED_HERE

PEOPLE: Final = ("Karim Haddad", "Inès Robert", "Théo")
_LONG: Final = (
    "Ce chiffre est celui de 2016. L’INSEE en a publié un autre en février, un peu plus bas : faut-il "
    "le prendre, quitte à refaire le graphique de la page suivante, ou garder celui "
    "que le rapport du Conseil donne ? Je penche pour le rapport, que tout le monde cite, "
    "mais il faudrait alors le dire en note."
)
SAID: Final = (
    "À vérifier avec le ministère avant vendredi.",
    "Source : annexe 4 du PLFSS ?",
    _LONG,
    "Trop long, couper après « régimes ».",
)
ANSWER: Final = "C’est fait, la ligne tient."


async def say_much(link: str, passages: Sequence[str], *, proposed: str = "") -> None:
    """Comment each of these passages of a note that nobody has written in yet; every fourth is answered.

    With `proposed`, each sixth is a proposal of those words instead.
    """
    async with _people(link) as people:
        turn, said = cycle(people), cycle(SAID)
        places = await _places(people[0], link, passages)
        for number, place in enumerate(places):
            who = next(turn)
            wish = {"text": next(said), **place}
            if proposed and number % 6 == 4:
                wish |= {"text": "", "proposed": proposed}
            await _ask(who, f"{link}/comments", wish)
            if number % 4 == 0:
                threads = (await (await who.get(f"{link}/comments")).json())["threads"]
                await _ask(next(turn), f"{link}/comments", {"text": ANSWER, "thread": threads[-1]["id"]})


async def talk(link: str, *texts: str) -> None:
    """Say something about the whole note."""
    async with _people(link) as people:
        for who, text in zip(cycle(people), texts, strict=False):
            await _ask(who, f"{link}/comments", {"text": text})


@asynccontextmanager
async def _people(link: str) -> AsyncIterator[list[ClientSession]]:
    async with AsyncExitStack() as sessions:
        people = []
        for name in PEOPLE:
            jar = CookieJar(unsafe=True)
            one = await sessions.enter_async_context(ClientSession(cookie_jar=jar, headers=LED_HERE))
            await (await one.get(f"{link}?view=edit")).read()
            async with one.put(str(URL(link).with_path("/api/visitor")), json={"name": name}) as answer:
                assert answer.status == 200, await answer.text()
            people.append(one)
        yield people


async def _ask(who: ClientSession, address: str, wish: dict[str, Any]) -> None:
    async with who.post(address, json=wish) as answer:
        assert answer.status == 201, await answer.text()


async def _places(who: ClientSession, link: str, passages: Sequence[str]) -> list[dict[str, Any]]:
    """The passages by their letters: all of the text is of one client id, from 0 on."""
    editor = Editor()
    url = URL(link)
    await editor.connect(who, str(url.with_path(f"/sync/{url.name}")))
    async with asyncio.timeout(20):
        await editor.until(lambda: all(passage in str(editor.text) for passage in passages))
    letters = Letters()
    list(letters.apply(editor.doc.get_update()))
    (run,) = [run for run in letters if not run.is_deleted]
    if editor.socket is not None:
        await editor.socket.close()
    return list(_named(run.client, run.text, passages))


def _named(client: int, text: str, passages: Sequence[str]) -> Iterator[dict[str, Any]]:
    at = 0
    for passage in passages:
        at = text.index(passage, at)
        yield {"first": [client, at], "last": [client, at + len(passage) - 1], "quote": passage}
