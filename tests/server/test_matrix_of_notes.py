"""What is of one note or pochette, asked for by who manages another one: nothing is told, nothing changes."""

import re
from dataclasses import dataclass
from typing import Any

from aiohttp import hdrs
from yarl import URL

from crdt import frames
from crdt.note import first_update
from crdt.varint import write_buffer
from server.app import create_app
from server.http.access import RULES
from server.http.keys import ENGINE
from server.settings.config import Config
from server.storage import Db, note_tables
from tests.conftest import Client, client_of
from tests.images import png
from tests.server.live.editors import Editor
from tests.server.notes.images import add_image
from tests.server.pochettes import Pochette, add, make_folder
from tests.server.visits import Made, facts_of, make

WORD = "canari"
PARAMETER = re.compile(r"\{(\w+)(?::(?:[^{}]|\{[^{}]*\})*)?\}")
# What changes something, with what its own manager would say there.
SAYS: dict[tuple[str, str], dict[str, Any]] = {
    ("PUT", "links/{link}"): {"password": None},
    ("PUT", "comments/{comment}"): {"text": "autre"},
    ("PUT", "threads/{thread}"): {"state": "resolved"},
    ("PUT", "notes/{item}"): {"colour": 3},
}
# Their parts name nothing that another note could have; an unknown print is one's own, made anew.
OF_ITS_OWN = {"note.{form}", "copy/{proof}/{number}.pdf", "page/{number}.png", "print/{key}/{number}.png"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A note in a pochette, with one of everything that has a name of its own; `parts` are the names."""

    note: Made
    folder: Pochette
    parts: dict[str, dict[str, str]]

    def address(self, path: str, names: "Whole") -> str:
        """An address of this one, with the names of another."""
        of = "folder" if path.startswith("/p/") else "note"
        kind = path.split("/")[3] if len(path.split("/")) > 3 else ""
        base = (self.folder if of == "folder" else self.note).edit
        known = names.parts[of] | ({"id": names.parts["note"]["image"]} if "image" in path else {})
        known |= {"number": known.get(f"{kind} number", "1"), "form": "html"}
        filled = PARAMETER.sub(lambda match: known.get(match[1], "x"), path.partition("{token}")[2])
        return f"{base}{filled}"


async def whole(client: Client, *, many: int) -> Whole:
    """`many` versions and editions, so that their numbers tell whose they are."""
    note = await make(client, markdown=f"# {WORD}\n\nDébut.")
    anna = Editor()
    await anna.connect(client.session, str(client.make_url(f"/sync/{note.edit_token}")), headers=note.cookie)
    await anna.until(lambda: anna.is_saved)
    await anna.type(f" {WORD}")
    await anna.until(lambda: anna.is_saved)
    assert anna.socket is not None
    await anna.socket.close()

    async def does(path: str, **wish: object) -> dict[str, Any]:
        answer = await client.post(path, json=wish, headers=note.cookie)
        assert answer.status in (200, 201), await answer.text()
        told: dict[str, Any] = await answer.json()
        return told

    folder = await make_folder(client, title=WORD, headers=note.cookie)
    (item,) = await add(client, folder, note)
    for _ in range(many):
        await does(f"{note.edit}/versions", name=WORD)
        await does(f"{note.edit}/editions", recipient=WORD)
        await does(f"{folder.edit}/editions")
    at = [anna.doc.client_id, 1]
    said = await does(f"{note.edit}/comments", text=WORD, first=at, last=at, quote="c")
    listed = await (await client.get(f"{note.edit}/comments", headers=note.cookie)).json()
    proof = await facts_of(await client.get(f"{note.edit}/print", headers=note.cookie))
    of_note = {
        "link": (await does(f"{note.edit}/links", role="read", label=WORD))["id"],
        "comment": said["id"],
        "thread": listed["threads"][0]["id"],
        "image": (await add_image(client, note, png(width=20 + many))).rpartition("/")[2],
        "client": str(anna.doc.client_id),
        "clock": "0",
        "key": proof["state"].get("key", "0" * 32),
        "version number": str(many),
        "edition number": str(many),
    }
    of_folder = {
        "link": (await does(f"{folder.edit}/links", role="read", label=WORD))["id"],
        "item": item["id"],
        "edition number": str(many),
    }
    return Whole(note=note, folder=folder, parts={"note": of_note, "folder": of_folder})


def rows(db: Db, whole: Whole) -> list[object]:
    """All that is kept of it; what the search derives from it comes later, by itself."""
    found: list[object] = []
    for table in note_tables.tables(db):
        if table.name.startswith("search_"):
            continue
        if table.of_note is not None:
            query = f"SELECT * FROM {table.name} WHERE {table.of_note}"  # noqa: S608 - of this schema
            found += [(table.name, *row) for row in db.execute(query, (whole.note.id,))]
        if "folder" in table.columns:
            query = f"SELECT * FROM {table.name} WHERE folder = ?"  # noqa: S608 - of this schema
            found += [(table.name, *row) for row in db.execute(query, (whole.folder.id,))]
    return found


async def test_the_manager_of_one_note_gets_nothing_of_another(config: Config) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        mine, other = await whole(client, many=2), await whole(client, many=1)
        before = await app[ENGINE].read(lambda db: rows(db, mine))
        asked, told = 0, []
        ways = sorted(
            {
                (route.method, rule.path)
                for route, rule in app[RULES].items()
                if "{token}" in rule.path and PARAMETER.search(rule.path.partition("{token}")[2])
            }
        )
        for method, path in ways:
            tail = PARAMETER.sub(r"{\1}", path.partition("{token}/")[2])
            wish = SAYS.get((method, tail), {} if method != hdrs.METH_GET else None)
            address = other.address(path, names=mine)
            if tail in OF_ITS_OWN:
                continue
            answer = await client.request(
                method, address, json=wish, headers=other.note.cookie, allow_redirects=False
            )
            asked += 1
            if answer.status == 200 and method == hdrs.METH_GET:
                told.append(path)
        assert told == []
        assert await app[ENGINE].read(lambda db: rows(db, mine)) == before
        assert asked >= 20
        for method, path in ways:  # and by its own manager the very same is done
            tail = PARAMETER.sub(r"{\1}", path.partition("{token}/")[2])
            if (method, tail) in SAYS:
                answer = await client.request(
                    method,
                    mine.address(path, names=mine),
                    json=SAYS[method, tail],
                    headers=mine.note.cookie,
                )
                assert answer.status == 200, (method, path, await answer.text())
        assert await app[ENGINE].read(lambda db: rows(db, mine)) != before


async def test_a_session_belongs_to_the_link_and_the_browser_that_began_it(client: Client) -> None:
    mine, other = await make(client, markdown="# Mien"), await make(client, markdown="# Autre")
    body = write_buffer(frames.update(first_update(WORD)))
    begun = await client.post(f"/sync/{mine.edit_token}/http", headers=mine.cookie)
    session = (await begun.json())["session"]
    read = URL(mine.read).path.rpartition("/")[2]
    for token, cookie in (
        (other.edit_token, other.cookie),
        (mine.edit_token, other.cookie),
        (mine.edit_token, {}),
        (read, mine.cookie),
    ):
        address = f"/sync/{token}/http?session={session}"
        for answer in (
            await client.post(f"{address}&first=1", data=body, headers=cookie),
            await client.get(f"{address}&after=0&wait=0", headers=cookie),
        ):
            assert (answer.status, (await answer.json())["error"]["code"]) == (404, "no_session")
    for made in (mine, other):
        assert WORD not in await (await client.get(f"{made.read}/note.md")).text()
