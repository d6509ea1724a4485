"""Browsers that came by an older address ask every other one: none tells words, or the new address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from aiohttp import hdrs
from yarl import URL

from crdt.roles import Role
from server.http.access import RULES
from server.http.keys import ENGINE, SEAL
from server.secrets.tokens import Seal
from server.storage import Db
from server.targets import FolderTarget
from tests.conftest import Client
from tests.server.live.editors import Editor
from tests.server.pochettes import Pochette, make_folder
from tests.server.visits import Made, make, visit

PARAMETER = re.compile(r"\{(\w+)(?::(?:[^{}]|\{[^{}]*\})*)?\}")
TITLE, WORD = "Colibri", "canari"
PASSWORD = "bolu-miretu-4821"
OF_NOTE = (Role.PRINT, Role.READ, Role.COMMENT, Role.EDIT)
OF_FOLDER = (Role.PRINT, Role.READ, Role.EDIT)
EVENTS = ("renewed", "one by one", "closed", "locked")
# What whoever holds a sheet may know: the headings that were printed.
SHEETS = "/e/"
PARTS = {"number": "1", "form": "html", "client": "1", "clock": "0", "key": "0" * 32}
# What prints the pochette of whoever asks, which takes its time: one of them does so.
PRINTS = re.compile(r"/(pochette\.pdf|print|preview|page/.*)$")


@dataclass
class Stage:
    """A note in a pochette of its manager, both printed; paths and ids of a link for each way and right."""

    note: Made
    folder: Pochette
    paths: dict[tuple[str, Role], str] = field(default_factory=dict)
    ids: dict[tuple[str, Role], str] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Browser:
    """Somebody who came by one link: their cookie, and a pochette that they made of what they could read."""

    way: str
    role: Role
    cookie: dict[str, str]
    own: Pochette


async def staged(client: Client) -> Stage:
    note = await make(client, markdown=f"# {TITLE}\n\nDébut.")
    folder = await make_folder(client, title=f"Pochette {TITLE}", headers=note.cookie)
    stage = Stage(note=note, folder=folder)
    await client.post(f"{folder.edit}/notes", json={"notes": [note.id]}, headers=note.cookie)
    for base in (note.edit, folder.edit):
        printed = await client.post(f"{base}/editions", json={}, headers=note.cookie)
        stage.codes.append(URL((await printed.json())["url"]).path)
    anna = Editor()
    await anna.connect(client.session, str(client.make_url(f"/sync/{note.edit_token}")), headers=note.cookie)
    await anna.until(lambda: anna.is_saved)
    await anna.type(f"\n\n{WORD}\n")
    await anna.until(lambda: anna.is_saved)
    for way, base, roles in (("note", note.edit, OF_NOTE), ("folder", folder.edit, OF_FOLDER)):
        for role in roles:
            answer = await client.post(f"{base}/links", json={"role": role.value}, headers=note.cookie)
            made = await answer.json()
            stage.paths[way, role], stage.ids[way, role] = URL(made["url"]).path, made["id"]
    return stage


async def came(client: Client, stage: Stage, way: str, role: Role) -> Browser:
    path, cookie = stage.paths[way, role], await visit(client)
    assert (await client.get(path, headers=cookie)).status == 200
    own = await make_folder(client, title="Mienne", headers=cookie)
    if way == "note" and role is not Role.PRINT:
        wish = {"links": [f"http://x{path}"]}
        added = await client.post(f"{own.edit}/notes", json=wish, headers=cookie)
        assert TITLE in await added.text()
        assert TITLE in await (await client.get("/", headers=cookie)).text()
    return Browser(way=way, role=role, cookie=cookie, own=own)


async def happens(client: Client, stage: Stage, event: str) -> None:
    """By the manager, to every link of the note and of the pochette."""
    cookie = stage.note.cookie
    if event == "renewed":
        answer = await client.post(f"{stage.note.edit}/manage/renew", headers=cookie, allow_redirects=False)
        assert answer.status == 303
        return
    for (way, _), id_ in stage.ids.items():
        base = stage.note.edit if way == "note" else stage.folder.edit
        match event:
            case "one by one":
                form = {"link": id_}
                url = f"{base}/manage/renew"
                answer = await client.post(url, data=form, headers=cookie, allow_redirects=False)
                assert answer.status == 303
            case "closed":
                assert (await client.delete(f"{base}/links/{id_}", headers=cookie)).status == 200
            case "locked":
                wish = {"password": PASSWORD}
                assert (await client.put(f"{base}/links/{id_}", json=wish, headers=cookie)).status == 200


def addresses(client: Client, stage: Stage, browser: Browser) -> Iterator[tuple[str, str]]:
    """Every GET of the table: by the older addresses of that way, by one's own pochette, and by no token."""
    older = stage.paths[browser.way, browser.role]
    prints_own = (browser.way, browser.role) == ("note", Role.EDIT)
    for route, rule in client.app[RULES].items():
        if route.method != hdrs.METH_GET or rule.is_socket or "/static/" in rule.path:
            continue
        bases = [older] if "{token}" in rule.path else [""]
        if rule.target is FolderTarget and (prints_own or not PRINTS.search(rule.path)):
            bases.append(browser.own.edit)
        for base in bases:
            tail = rule.path.partition("{token}")[2] if base else rule.path
            filled = PARAMETER.sub(_filled, tail)
            if not tail.lower().startswith(SHEETS):
                yield rule.path, f"{base}{filled}"
                continue
            for code in stage.codes:
                page = PARAMETER.sub(_filled, tail.partition("{code}")[2])
                yield rule.path, f"{tail[: len(SHEETS)]}{code.removeprefix('/E/')}{page}"


def _filled(match: re.Match[str]) -> str:
    return PARTS.get(match[1], "x")


def tokens(db: Db, seal: Seal, stage: Stage) -> list[str]:
    """Every token that opens something of the note or its pochette now."""
    query = "SELECT id, generation FROM links WHERE target IN (?, ?)"
    rows = db.execute(query, (stage.note.id, stage.folder.id))
    return [seal.token(link, generation) for link, generation in rows]


async def walk(client: Client, event: str) -> tuple[int, list[tuple[str, Role, str]]]:
    """How many addresses were asked after it has happened, and which of them told something."""
    app = client.app
    stage = await staged(client)
    browsers = [await came(client, stage, way, role) for way, role in stage.paths]
    await happens(client, stage, event)
    now = await app[ENGINE].read(lambda db: tokens(db, app[SEAL], stage))
    asked, told = 0, []
    for browser in browsers:
        for rule, path in addresses(client, stage, browser):
            answer = await client.get(path, headers=browser.cookie, allow_redirects=False)
            body = (await answer.read()).decode(errors="replace") + str(answer.headers)
            asked += 1
            secrets = [WORD] if rule.lower().startswith(SHEETS) else [WORD, TITLE]
            if event in {"renewed", "one by one"}:  # else the address is the one that the browser has
                secrets += now
            told += [(browser.way, browser.role, path) for secret in secrets if secret in body]
        wish = {"notes": [stage.note.id]}
        added = await client.post(f"{browser.own.edit}/notes", json=wish, headers=browser.cookie)
        assert added.status == 403
    return asked, told


@pytest.mark.whole
async def test_no_address_tells_a_browser_what_its_older_one_opened(client: Client) -> None:
    for event in EVENTS:
        asked, told = await walk(client, event)
        assert told == [], event
        assert asked >= 400
