"""Archive, trash and deletion of a classeur: who may, what comes back, what is gone."""

from functools import partial

from aiohttp import ClientResponse

from server.clock import now_ms
from server.history import retention
from server.history.trash import DAY_MS, DAYS
from server.http.keys import ENGINE, SEAL
from server.ids import BinderId
from server.settings.config import Config
from server.storage import Db, losses
from server.storage.losses import Loss, LossId
from server.storage.rights import links, targets
from server.targets import BinderTarget
from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.gate.audit_log import deeds
from tests.server.live.editors import Editor
from tests.server.visits import make, visit


async def delete(team: Team, name: str = "Programme") -> int:
    answer = await team.client.post(f"{team.base}/delete", json={"name": name}, headers=team.cookie)
    return answer.status


async def read(client: Client, note: str, cookie: dict[str, str]) -> ClientResponse:
    return await client.get(f"/n/{note}/note.md", headers=cookie)


async def later(client: Client, days: float) -> retention.Pruned:
    """What the daily task does then."""
    at = now_ms() + int(days * DAY_MS)
    return await retention.prune(client.app[ENGINE], client.app[SEAL], history_days=0, at=at)


async def trashed(client: Client, note: str, cookie: dict[str, str]) -> None:
    answer = await client.post(f"/n/{note}/trash", json={}, headers=cookie)
    assert answer.status == 200, await answer.text()


async def archived(client: Client, note: str) -> None:
    await client.app[ENGINE].write(
        lambda db: db.execute("UPDATE notes SET archived_at = 1 WHERE id = ?", (note,))
    )


async def pressed(client: Client, binder: str) -> None:
    """A loss is pending of the visitor who manages the classeur."""

    def work(db: Db) -> None:
        ((device, visitor),) = db.execute(
            "SELECT devices.id, devices.visitor FROM grants"
            " JOIN devices ON devices.id = grants.device WHERE target = ? LIMIT 1",
            (binder,),
        )
        at = now_ms()
        loss = Loss(id=LossId("loss"), visitor=visitor, by_device=device, at=at, final_at=at + 3600_000)
        losses.insert(db, loss, ())

    await client.app[ENGINE].write(work)


async def test_a_note_of_the_trash_comes_back_into_its_classeur(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Loyers\n\nEncadrer.")
    reader = await comes_by(client, (await team.link("read"))[0])
    await trashed(client, note, team.cookie)
    assert (await read(client, note, reader)).status == 410
    page = await (await client.get(f"{team.base}/trash", headers=team.cookie)).text()
    assert ("Loyers" in page, note in page) == (True, True)
    assert "Loyers" in await (await client.get("/trash", headers=team.cookie)).text()
    for cookie in (reader, await visit(client)):
        assert (await client.get(f"{team.base}/trash", headers=cookie)).status in (403, 404)
        assert "Loyers" not in await (await client.get("/trash", headers=cookie)).text()
    wish = {"note": note, "do": "restore"}
    answer = await client.post(f"{team.base}/trash", json=wish, headers=team.cookie)
    assert await answer.json() == {"restored": True}
    assert (await read(client, note, reader)).status == 200


async def test_who_manages_the_classeur_purges_what_somebody_else_made_in_it(client: Client) -> None:
    team = await began(client)
    karim = await comes_by(client, (await team.link("edit"))[0])
    answer = await client.post(f"{team.base}/notes", json={"markdown": "# De Karim"}, headers=karim)
    note = (await answer.json())["note"]
    await trashed(client, note, karim)
    elsewhere = await began(client, "Ailleurs")
    wish = {"note": note, "do": "purge"}
    for base, cookie in ((elsewhere.base, elsewhere.cookie), (team.base, elsewhere.cookie)):
        assert (await client.post(f"{base}/trash", json=wish, headers=cookie)).status == 404
    assert (await client.post(f"{team.base}/trash", json=wish, headers=karim)).status == 403
    answer = await client.post(f"{team.base}/trash", json=wish, headers=team.cookie)
    assert answer.status == 200, await answer.text()
    assert (await read(client, note, karim)).status == 404


async def test_the_archive_lists_what_is_only_read_and_who_edits_brings_it_back(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Loyers")
    reader = await comes_by(client, (await team.link("read"))[0])
    karim = await comes_by(client, (await team.link("edit"))[0])
    await archived(client, note)
    assert (await client.put(f"/n/{note}/card", json={"theme": "x"}, headers=karim)).status == 403
    page = await (await client.get(f"{team.base}/archive", headers=reader)).text()
    assert ("Loyers" in page, "Désarchiver" in page) == (True, False)
    refused = await client.post(f"{team.base}/archive", json={"note": note}, headers=reader)
    assert refused.status == 403
    answer = await client.post(
        f"{team.base}/archive", data={"note": note}, headers=karim, allow_redirects=False
    )
    assert (answer.status, answer.headers["Location"]) == (303, f"{team.base}/archive")
    assert (await client.put(f"/n/{note}/card", json={"theme": "x"}, headers=karim)).status == 200
    again = await client.post(f"{team.base}/archive", json={"note": note}, headers=karim)
    assert (again.status, (await again.json())["error"]["code"]) == (404, "not_in_archive")


async def test_a_deleted_classeur_opens_nothing_and_its_notes_keep_their_own_links(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Loyers")
    own = await make(client, markdown="# Dehors", headers=team.cookie)
    await client.post(f"{team.base}/put", json={"notes": [own.id]}, headers=team.cookie)
    path, _ = await team.link("edit")
    karim = await comes_by(client, path)
    editor = Editor()
    await editor.connect(client.session, str(client.make_url(f"/sync/{note}")), headers=karim)
    await editor.until(lambda: editor.is_saved)
    page = await (await client.get(f"{team.base}/delete", headers=team.cookie)).text()
    assert ("2 notes restent" in page, "1 lien vers" in page) == (True, True)
    assert await delete(team, "Autre") == 400
    assert await delete(team, " programme ") == 200
    assert (await editor.closed())[0] == 4504
    assert (await read(client, note, karim)).status == 404
    assert (await read(client, own.id, karim)).status == 404
    assert (await client.get(own.read)).status == 200
    for address in (path, team.base):
        answer = await client.get(address, headers={**karim, "Accept": "application/json"})
        assert (answer.status, (await answer.json())["error"]["code"]) == (410, "binder_in_trash")
    answer = await client.get(team.base, headers=team.cookie)
    assert (answer.status, 'href="/trash"' in await answer.text()) == (410, True)
    answer = await client.get(team.base, headers=await visit(client))
    assert answer.status == 404


async def test_only_who_manages_deletes_and_restores_it(client: Client, config: Config) -> None:
    team = await began(client)
    note = await team.note("# Loyers")
    karim = await comes_by(client, (await team.link("edit"))[0])
    for ask in (client.get, client.post):
        assert (await ask(f"{team.base}/delete", headers=karim)).status == 403
    assert await delete(team) == 200
    wish = {"binder": team.binder, "do": "restore"}
    assert "Programme" not in await (await client.get("/trash", headers=karim)).text()
    assert (await client.post("/trash", json=wish, headers=karim)).status == 404
    assert "Programme" in await (await client.get("/trash", headers=team.cookie)).text()
    purge = {"binder": team.binder, "do": "purge"}
    assert (await client.post("/trash", json=purge, headers=team.cookie)).status == 400
    answer = await client.post("/trash", data=wish, headers=team.cookie, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/trash")
    assert (await read(client, note, karim)).status == 200
    done = [(what, entry["subject"]) for what, entry in await deeds(config)]
    named = f"classeur {team.binder}"
    assert [one for one, subject in done if one.startswith("binder-") and subject == named] == [
        "binder-made",
        "binder-trashed",
        "binder-restored",
    ]


async def test_after_its_days_its_notes_are_loose_and_nobodys_are_its_managers(client: Client) -> None:
    team = await began(client)
    path, _ = await team.link("edit")
    karim = await comes_by(client, path)
    answer = await client.post(f"{team.base}/notes", json={"markdown": "# De Karim"}, headers=karim)
    of_karim = (await answer.json())["note"]
    answer = await client.post(f"{path}/notes", json={"markdown": "# De personne"})
    orphan = (await answer.json())["note"]
    await client.app[ENGINE].write(lambda db: db.execute("DELETE FROM grants WHERE target = ?", (orphan,)))
    assert await delete(team) == 200
    assert (await later(client, DAYS - 1)).ended == 0
    assert (await later(client, DAYS + 1)).ended == 1
    assert (await read(client, of_karim, karim)).status == 200
    assert (await read(client, of_karim, team.cookie)).status == 404
    assert (await read(client, orphan, karim)).status == 404
    assert (await client.get(f"/n/{orphan}/manage", headers=team.cookie)).status == 200
    assert (await client.get(team.base, headers=team.cookie)).status == 404
    found = await client.app[ENGINE].read(partial(_rows, binder=team.binder))
    assert found == 0


async def test_while_a_theft_is_pending_it_is_neither_deleted_nor_ended_nor_emptied(client: Client) -> None:
    team = await began(client)
    note, gone = await team.note("# Loyers"), await team.note("# Corbeille")
    await trashed(client, gone, team.cookie)
    other = await began(client, "Autre")
    await pressed(client, team.binder)
    assert await delete(team) == 409
    answers = [
        await client.post(f"{team.base}/trash", json={"note": gone, "do": "purge"}, headers=team.cookie),
        await client.post(f"{team.base}/take-out", json={"notes": [note]}, headers=team.cookie),
        await client.post(f"{team.base}/manage/recovery", headers=team.cookie),
        await client.post(f"{team.base}/manage/give", data={"visitor": "x"}, headers=team.cookie),
        await client.post(f"/n/{note}/erasures", json={"text": "Loyers"}, headers=team.cookie),
    ]
    assert [one.status for one in answers] == [409] * len(answers)
    assert await delete(other, "Autre") == 200


async def test_a_classeur_that_was_deleted_before_the_theft_waits_for_its_end(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Loyers")
    await trashed(client, note, team.cookie)
    assert await delete(team) == 200
    at = now_ms() + (DAYS + 1) * DAY_MS

    def press_then(db: Db) -> None:
        ((device, visitor),) = db.execute(
            "SELECT devices.id, devices.visitor FROM grants"
            " JOIN devices ON devices.id = grants.device JOIN targets ON targets.id = grants.target"
            " WHERE targets.binder IS NOT NULL LIMIT 1"
        )
        loss = Loss(id=LossId("loss"), visitor=visitor, by_device=device, at=at - 1, final_at=at + 1)
        losses.insert(db, loss, ())

    await client.app[ENGINE].write(press_then)
    done = await retention.prune(client.app[ENGINE], client.app[SEAL], history_days=0, at=at)
    assert (done.ended, done.deleted) == (0, 0)
    done = await retention.prune(client.app[ENGINE], client.app[SEAL], history_days=0, at=at + 2)
    assert (done.ended, done.deleted) == (1, 1)


def _rows(db: Db, *, binder: str) -> int:
    """Rows that name the classeur, in every table."""
    found = 0
    for table in db.tables():
        for column, to in table.references.items():
            if to == "binders":
                query = f"SELECT count(*) FROM {table.name} WHERE {column} = ?"  # noqa: S608 - of this schema
                found += next(many for (many,) in db.execute(query, (binder,)))
    return (
        found
        + len(links.of_target(db, BinderTarget(BinderId(binder))))
        + targets.standing(db, BinderTarget(BinderId(binder))).is_in_trash
    )


async def test_an_erased_passage_leaves_the_lists_of_the_classeur_and_of_its_trash(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Le barème confidentiel des loyers\n\nTexte.")
    await client.get(team.base, headers=team.cookie)
    erased = await client.post(f"/n/{note}/erasures", json={"text": "confidentiel"}, headers=team.cookie)
    assert erased.status == 201, await erased.text()
    pages = [await client.get(f"{team.base}{end}", headers=team.cookie) for end in ("", "/binder")]
    await archived(client, note)
    pages.append(await client.get(f"{team.base}/archive", headers=team.cookie))
    await trashed(client, note, team.cookie)
    pages += [await client.get(path, headers=team.cookie) for path in (f"{team.base}/trash", "/trash")]
    for page in pages:
        text = await page.text()
        assert ("des loyers" in text, "confidentiel" in text) == (True, False), page.url
