"""Every address that takes a body, from the table of routes, by who holds every right: none answers 500.

`POCHETTE_LONG=1 .venv/bin/python -m pytest tests/server/test_odd_bodies.py` is the long form; `POCHETTE_SEED`
chooses other bodies.
"""

import os
import random
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import hdrs
from yarl import URL

from server.app import create_app
from server.http.access import RULES, Rule
from server.http.keys import ENGINE, SEAL
from server.ids import EditionId
from server.settings.config import Config
from server.storage import Db
from server.targets import BinderTarget, FolderTarget
from tests.conftest import Client, client_of
from tests.server.binders.binders import began
from tests.server.binders.many import bring
from tests.server.mail.mails import send
from tests.server.odd_bodies import OddBodies
from tests.server.paper.editions import take_edition
from tests.server.pochettes import add, make_folder
from tests.server.visits import Made, make

SEED = int(os.environ.get("POCHETTE_SEED", "1"))
_PAGES = Path(__file__).parents[2] / "server" / "pages"
_HEADERS = {"Host": "notes.example.org", "Accept-Language": "en"}


@dataclass(frozen=True, slots=True)
class World:
    """A note, a pochette, a classeur and one of each thing in them, all of one browser."""

    cookie: dict[str, str]
    tokens: Mapping[str, str]
    parts: Mapping[str, str]

    def path(self, rule: Rule, bodies: OddBodies, *, is_odd: bool) -> str:
        kind = {FolderTarget: "folder", BinderTarget: "binder"}.get(rule.target or object, "note")
        path = rule.path.replace("{token}", self.tokens["locked" if rule.is_door else kind])
        kind = {"/e/": "sheet", "/E/": "sheet", "/recover/": "recover"}.get(path.partition("{")[0], kind)

        def part(match: re.Match[str]) -> str:
            given = self.parts.get(f"{kind}-{match[1]}", self.parts.get(match[1], "x"))
            return bodies.word()[:40].replace("/", "x") if is_odd else given

        return re.sub(r"\{(\w+)(?::(?:[^{}]|\{[^{}]*\})*)?\}", part, path)


async def made(client: Client, *, leaves: bool) -> World:
    app = client.app
    assert app is not None
    note = await make(client, markdown="# Eau\n\nUn mot, un autre mot.\n")
    cookie = note.cookie
    await client.put("/api/visitor", json={"name": "Anne"}, headers=cookie)
    folder = await make_folder(client, headers=cookie)
    (item,) = await add(client, folder, note)
    binder = await began(client, cookie=cookie)
    inside = await binder.note("# Air\n")
    bases = {"note": note.edit, "folder": folder.edit, "binder": binder.base}
    links = {
        f"{kind}-link": await _id(client, f"{base}/links", {"role": "edit"}, cookie)
        for kind, base in bases.items()
    }
    comment = await _id(client, f"{note.edit}/comments", {"text": "Ah"}, cookie)
    kept = await _id(client, f"{binder.base}/lists", {"name": "Presse", "addresses": "a@example.org"}, cookie)
    await client.post(f"{note.edit}/versions", json={"name": "Une"}, headers=cookie)
    told = await (await client.get(f"{note.edit}/comments", headers=cookie)).json()
    device, visitor = await app[ENGINE].read(_device)
    parts = links | {"comment": comment, "thread": told["threads"][0]["id"], "item": item["id"]}
    parts |= {"list": kept, "device": device, "visitor": visitor, "number": "1", "note": inside}
    parts |= await left(client, note) if leaves else {}
    wish = {"role": "read", "password": "bolu-miretu-4821"}
    answer = await client.post(f"{note.edit}/links", json=wish, headers=cookie)
    locked = URL((await answer.json())["url"]).path.rpartition("/")[2]
    tokens = {"note": note.id, "folder": folder.id, "binder": binder.binder, "locked": locked}
    return World(cookie, tokens, parts)


async def left(client: Client, note: Made) -> dict[str, str]:
    """What leaves a note, or comes with a code of its own: an edition, a mail, files brought together."""
    app, cookie = client.app, note.cookie
    assert app is not None
    await take_edition(client, note)
    edition, generation = await app[ENGINE].read(_edition)
    sent = await send(client, note, "anna@example.org", gives="read")
    files = [(f"{name}.md", b"# A") for name in "ab"]
    page = await (await client.post(f"{note.edit}/manage/recovery", headers=cookie)).text()
    return {
        "sending": sent["sendings"][0]["id"],
        "import": (await bring(client, "/notes/import", cookie, *files)).rpartition("/")[2],
        "proof": app[SEAL].unsubscribing(app[SEAL].of_recipient("anna@example.org")),
        "sheet-code": app[SEAL].code(edition, generation),
        "recover-code": re.findall(r"/recover/([\w-]+)", page)[0],
    }


def _edition(db: Db) -> tuple[EditionId, int]:
    ((edition, generation),) = db.execute(
        "SELECT id, generation FROM editions ORDER BY printed_at DESC LIMIT 1"
    )
    return EditionId(str(edition)), int(str(generation))


async def _id(client: Client, path: str, wish: dict[str, Any], cookie: dict[str, str]) -> str:
    answer = await client.post(path, json=wish, headers=cookie | {"Accept": "application/json"})
    assert answer.status == 201, await answer.text()
    return str((await answer.json())["id"])


def _device(db: Db) -> tuple[str, str]:
    ((device, visitor),) = db.execute("SELECT id, visitor FROM devices ORDER BY seen_at DESC LIMIT 1")
    return str(device), str(visitor)


async def is_whole(client: Client, world: World) -> bool:
    """Whether the last call left everything in its place."""
    pages = [f"/n/{world.tokens['note']}/manage", f"/p/{world.tokens['folder']}/folder", "/devices"]
    pages += [f"/c/{world.tokens['binder']}/trash", f"/n/{world.parts['note']}/manage"]
    asked = [await client.get(page, headers=world.cookie, allow_redirects=False) for page in pages]
    return all(answer.status == 200 for answer in asked)


async def fields_of(client: Client, world: World, method: str, path: str) -> list[str]:
    """The fields of an address, as it tells them to who names another; of a form those of all forms."""
    headers = world.cookie | {"Accept": "application/json"}
    answer = await client.request(method, path, json={"no such field": 1}, headers=headers)
    told = await answer.json() if answer.content_type == "application/json" else {}
    match told.get("error") if isinstance(told, dict) else None:
        case {"code": "unknown_field", "message": str(message)}:
            return message.rpartition(": ")[2].rstrip(".").split(", ")
        case _:
            return sorted({name for page in _PAGES.glob("*.html") for name in _named(page)})


def _named(page: Path) -> list[str]:
    return re.findall(r'<(?:input|select|textarea|button)\b[^>]*\bname="(\w+)"', page.read_text())


# Each address once, and a second body for some.
ONCE = (SEED, 300, 1)
TWICE = (SEED, 600, 2)
LONG = [pytest.param(SEED + number, 2000, 20, marks=pytest.mark.long) for number in range(1, 13)]


@pytest.mark.first(1)
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("seed", "calls", "successes"), [ONCE, TWICE, *LONG])
async def test_no_body_at_any_address_is_answered_500(
    mailing: Config, seed: int, calls: int, successes: int
) -> None:
    """After so many `successes` at one address its bodies are only broken ones: a print takes a second."""
    app = create_app(mailing)
    async with client_of(app, headers=_HEADERS) as client:
        world = await made(client, leaves=True)
        chance = random.Random(seed)
        rules = [
            (route.method, rule)
            for route, rule in app[RULES].items()
            if route.method not in (hdrs.METH_GET, hdrs.METH_HEAD)
        ]
        fields: dict[Rule, list[str]] = {}
        done, codes, wrong = Counter[Rule](), Counter[int](), []
        for number in range(calls):
            method, rule = rules[number % len(rules)]
            bodies = OddBodies(chance, [*world.tokens.values(), *world.parts.values()])
            path = world.path(rule, bodies, is_odd=chance.random() < 0.1)
            if rule not in fields:
                there = world.path(rule, bodies, is_odd=False)
                fields[rule] = await fields_of(client, world, method, there)
            headers, body = bodies.body(fields[rule], is_broken=done[rule] >= successes)
            answer = await client.request(
                method,
                URL(path) if "{" not in path else path,
                data=body,
                headers=headers | world.cookie,
                allow_redirects=False,
            )
            codes[answer.status] += 1
            if answer.status == 500:
                wrong.append((method, rule.path, path, headers, body[:300]))
            if answer.status < 400:
                done[rule] += 1
                if not await is_whole(client, world):
                    world = await made(client, leaves=calls > TWICE[1])
    assert wrong == []
    assert codes[400] > calls // 4, codes
