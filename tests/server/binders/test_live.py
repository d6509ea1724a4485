"""A right that ends while people write: who has no other is cut off, the others stay, no letter is lost."""

import asyncio
from functools import partial

from server.app import create_app
from server.clock import now_ms
from server.http.keys import ENGINE
from server.live.keys import WAY_WATCH
from server.settings.config import Config
from server.storage import Db
from tests.conftest import Client, client_of
from tests.server.binders.binders import Team, began, comes_by
from tests.server.live.editors import Editor, join_synced
from tests.server.visits import make, markdown_of

# Who is told that the right has changed comes back, and is refused then.
CHANGED, WITHDRAWN = 4504, 4403
PROMPT_S = 1.0
CHANGES = {
    "moved out": "UPDATE notes SET binder = NULL WHERE id = ?",
    "archived": "UPDATE notes SET archived_at = 1 WHERE id = ?",
    "trashed": "UPDATE notes SET trashed_at = 1 WHERE id = ?",
    "binder": "UPDATE binders SET trashed_at = 1 WHERE id = (SELECT binder FROM notes WHERE id = ?)",
}


async def writes(client: Client, note: str, cookie: dict[str, str]) -> Editor:
    return await join_synced(client, note, headers=cookie)


async def saved(editor: Editor) -> None:
    await editor.until(lambda: editor.is_saved)


def runs(db: Db, *, sql: str, note: str) -> None:
    db.execute(sql, (note,))


async def is_refused(client: Client, note: str, cookie: dict[str, str]) -> bool:
    late = Editor()
    await late.connect(client.session, str(client.make_url(f"/sync/{note}")), headers=cookie)
    return (await late.closed())[0] == WITHDRAWN


async def test_a_note_that_leaves_cuts_off_exactly_who_has_no_other_right(client: Client) -> None:
    team = await began(client)
    made = await make(client, markdown="# Note\n", headers=team.cookie)
    await put(team, made.id)
    path, _ = await team.link("edit")
    guests = [await comes_by(client, path) for _ in range(8)]
    for cookie in guests[:4]:  # these have come by a link of the note itself as well
        assert (await client.get(made.edit, headers=cookie)).status == 200
    editors = [await writes(client, made.id, cookie) for cookie in guests]
    by_token = [
        await join_synced(client, made.edit_token, headers=guests[0]),
        await writes(client, made.id, team.cookie),
    ]
    everybody = [*editors, *by_token]
    words = [f"mot{number}" for number in range(len(everybody))]
    for editor, word in zip(everybody, words, strict=True):
        await editor.type(f"{word} ")
    moving = asyncio.create_task(take_out(team, made.id))
    ends = await asyncio.gather(*(editor.closed() for editor in editors[4:]))
    await moving
    assert {code for code, _ in ends} == {CHANGED}
    for editor in (*editors[:4], *by_token):
        await editor.type("encore ")
        await saved(editor)
    for cookie in guests[4:]:
        assert await is_refused(client, made.id, cookie)
    text = await markdown_of(client, made.edit)
    acknowledged = [word for editor, word in zip(everybody, words, strict=True) if editor.is_saved]
    assert all(word in text for word in acknowledged)
    assert text.count("encore") == 6


async def test_closing_the_link_of_a_classeur_ends_its_connections_at_once(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Note\n")
    path, id_ = await team.link("edit")
    karim, ines = await comes_by(client, path), team.cookie
    his, hers = await writes(client, note, karim), await writes(client, note, ines)
    await his.type("Avant. ")
    await saved(his)
    assert (await client.delete(f"{team.base}/links/{id_}", headers=ines)).status == 200
    assert (await his.closed())[0] == CHANGED
    assert await is_refused(client, note, karim)
    await hers.type("Après.")
    await saved(hers)
    text = await markdown_of(client, f"/n/{note}", headers=ines)
    assert "Avant. " in text
    assert "Après." in text


async def test_what_another_process_writes_down_ends_a_connection_within_a_second(config: Config) -> None:
    """The rows change behind the back of this server, as a command changes them."""
    app = create_app(config)
    async with client_of(app) as client:
        team = await began(client)
        path, _ = await team.link("edit")
        for name, change in CHANGES.items():
            note = await team.note(f"# {name}\n")
            his = await writes(client, note, await comes_by(client, path))
            await app[ENGINE].write(partial(runs, sql=change, note=note))
            loop = asyncio.get_running_loop()
            since = loop.time()
            code, _ = await his.closed()
            assert (code, name) == (CHANGED, name)
            assert loop.time() - since < PROMPT_S


async def put(team: Team, note: str) -> None:
    answer = await team.client.post(f"{team.base}/put", json={"notes": [note]}, headers=team.cookie)
    assert answer.status == 200, await answer.text()


async def take_out(team: Team, note: str) -> None:
    answer = await team.client.post(f"{team.base}/take-out", json={"notes": [note]}, headers=team.cookie)
    assert answer.status == 200, await answer.text()


async def test_a_program_with_the_secret_of_a_classeur_stays_connected_until_its_link_is_closed(
    client: Client,
) -> None:
    team = await began(client)
    note = await team.note("# Note\n")
    path, id_ = await team.link("edit")
    program = {"Authorization": f"Bearer {path.rpartition('/')[2]}"}
    its = await writes(client, note, program)
    await client.app[WAY_WATCH].look(now_ms())
    await its.type("Du programme.")
    await saved(its)
    assert (await client.delete(f"{team.base}/links/{id_}", headers=team.cookie)).status == 200
    assert (await its.closed())[0] == CHANGED
    assert await is_refused(client, note, program)
