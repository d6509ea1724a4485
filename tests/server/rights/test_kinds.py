"""The id of one kind of target where another is asked for: nothing is there, whatever its holder may do."""

from collections.abc import Mapping
from itertools import product
from typing import Final, NamedTuple

import pytest
from aiohttp import hdrs
from yarl import URL

from crdt.roles import Role
from server.app import create_app
from server.http.access import RULES
from server.ids import BinderId, FolderId, NoteId
from server.settings.config import Config
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target
from tests.conftest import Client, client_of
from tests.server.addresses import address
from tests.server.visits import make

NOWHERE: Final = "A{:021}"
"""Ids like any other, of nothing."""
# Fields of a body that name a note or a classeur.
NAMED: Final[list[tuple[str, type[Target], str, str, type[Target]]]] = [
    (hdrs.METH_POST, BinderTarget, "/c/{}/put", "notes", NoteTarget),
    (hdrs.METH_POST, BinderTarget, "/c/{}/notes/archive", "notes", NoteTarget),
    (hdrs.METH_POST, BinderTarget, "/c/{}/notes/trash", "notes", NoteTarget),
    (hdrs.METH_POST, FolderTarget, "/p/{}/notes", "notes", NoteTarget),
    (hdrs.METH_PUT, FolderTarget, "/p/{}/binder", "binder", BinderTarget),
]


class Held(NamedTuple):
    """A note and a pochette in a classeur, and that: what a browser, or a program by a link, says there."""

    targets: list[Target]
    cookie: dict[str, str]
    bearer: dict[str, str]


async def _held(client: Client) -> Held:
    """A browser manages each of them by a right of its own."""
    note = await make(client, markdown="# Eau\n")
    folder = await (await client.post("/api/folders", json={"title": "Lundi"}, headers=note.cookie)).json()
    binder = await (await client.post("/api/binders", json={"name": "Classeur"}, headers=note.cookie)).json()
    home = URL(binder["links"]["edit"]).path
    answer = await client.post(f"{home}/put", json={"notes": [note.id]}, headers=note.cookie)
    assert answer.status == 200, await answer.text()
    where = f"/p/{folder['folder']}/binder"
    answer = await client.put(where, json={"binder": binder["binder"]}, headers=note.cookie)
    assert answer.status == 200, await answer.text()
    targets: list[Target] = [
        NoteTarget(NoteId(note.id)),
        FolderTarget(FolderId(folder["folder"])),
        BinderTarget(BinderId(binder["binder"])),
    ]
    assert {len(target.id) for target in targets} == {len(NOWHERE.format(0))}
    return Held(targets, note.cookie, {hdrs.AUTHORIZATION: f"Bearer {home.removeprefix('/c/')}"})


async def _answers(
    client: Client, method: str, path: str, id_: str, says: Mapping[str, str], wish: object = None
) -> tuple[int, str]:
    headers = {**says, hdrs.ACCEPT: "application/json"}
    answer = await client.request(method, path, json=wish, headers=headers, allow_redirects=False)
    return answer.status, (await answer.text()).replace(id_, "")


@pytest.mark.parametrize("by", ["cookie", "bearer"])
async def test_an_id_gives_nothing_at_the_addresses_of_another_kind(config: Config, by: str) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        held = await _held(client)
        says = held.cookie if by == "cookie" else held.bearer
        note, *_, binder = (target.id for target in held.targets)
        for path in (f"/n/{note}/note.md", f"/c/{binder}/binder"):
            assert (await client.get(path, headers=says)).status == 200
        rules = [
            (route.method, rule)
            for route, rule in app[RULES].items()
            # So many requests for access are taken from one network, whatever they are for.
            if isinstance(rule.need, Role) and not (rule.asks and route.method == hdrs.METH_POST)
        ]
        asked, told_apart = 0, []
        for (method, rule), target in product(rules, held.targets):
            if rule.target in (None, type(target)):
                continue
            asked += 1
            of_other, of_none = [
                await _answers(client, method, address(rule, id_), id_, says)
                for id_ in (target.id, NOWHERE.format(asked))
            ]
            if of_other != of_none:
                told_apart.append((method, rule.path, target.kind, of_other, of_none))
        assert told_apart == []
        assert asked > 400


async def test_an_id_gives_nothing_where_a_body_names_another_kind(client: Client) -> None:
    held = await _held(client)
    asked, told_apart = 0, []
    for (method, at, path, field, kind), target in product(NAMED, held.targets):
        if isinstance(target, kind):
            continue
        asked += 1
        (where,) = (path.format(one.id) for one in held.targets if isinstance(one, at))
        of_other, of_none = [
            await _answers(
                client, method, where, id_, held.cookie, {field: id_ if field == "binder" else [id_]}
            )
            for id_ in (target.id, NOWHERE.format(asked))
        ]
        assert of_none[0] in {400, 403, 404}, (path, of_none)
        if of_other != of_none:
            told_apart.append((method, path, target.kind, of_other, of_none))
    assert told_apart == []
    assert asked == 2 * len(NAMED)
