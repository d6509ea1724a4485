"""Pour moi: where a visitor is named, answered or asked, on each device, and never beyond a right."""

import re
from functools import partial

from server.http.keys import ENGINE
from server.storage import Db
from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.visitors.pairs import joined
from tests.server.visits import make, visit

Cookie = dict[str, str]


async def team_of_two(client: Client) -> tuple[Team, Cookie, Cookie, str]:
    """A classeur of Claire's with a note, and Karim, who came by a link to comment."""
    claire = await visit(client)
    await client.put("/api/visitor", json={"name": "Claire Marchand"}, headers=claire)
    team = await began(client, cookie=claire)
    note = await team.note("# Encadrer les loyers\n\nLe chiffre est à vérifier.")
    karim = await comes_by(client, (await team.link("comment"))[0], "Karim Haddad")
    return team, claire, karim, note


async def say(client: Client, note: str, cookie: Cookie, text: str, thread: str | None = None) -> str:
    """The thread in which it was said, which the note's manager reads."""
    wish = {"text": text} | ({"thread": thread} if thread else {})
    answer = await client.post(f"/n/{note}/comments", json=wish, headers=cookie)
    assert answer.status == 201, await answer.text()
    found = await (await client.get(f"/n/{note}/comments", headers=cookie)).json()
    return str(found["threads"][-1]["id"])


async def shown(client: Client, cookie: Cookie) -> list[str]:
    """Each entry as text."""
    answer = await client.get("/for-me", headers=cookie)
    assert answer.status == 200
    listed = re.findall(r'<span class="why">(.*?)</span>\s*<q>(.*?)</q>', await answer.text(), re.DOTALL)
    return [f"{re.sub('<.*?>', '', why).partition(' · ')[0].strip()}: {text}" for why, text in listed]


async def new(client: Client, cookie: Cookie) -> str:
    """What home says of it."""
    page = await (await client.get("/", headers=cookie)).text()
    found = re.search(r'class="told for-me">.*?<b>(.*?)</b>', page, re.DOTALL)
    return found[1] if found else ""


async def test_who_is_named_answered_or_asked_is_told_once_on_each_device(client: Client) -> None:
    _, claire, karim, note = await team_of_two(client)
    phone = await joined(client, claire)
    thread = await say(client, note, karim, "@Claire Marchand le chiffre ?")
    await say(client, note, claire, "Il vient de l’INSEE, @karim haddad.", thread)
    await say(client, note, karim, "Merci.", thread)
    await say(client, note, karim, "@Claire Marchandeau n’est pas là", thread)
    assert await new(client, phone) == "3 commentaires pour vous"
    assert await shown(client, claire) == [
        "Nouveau Karim Haddad vous répond: @Claire Marchandeau n’est pas là",
        "Nouveau Karim Haddad vous répond: Merci.",
        "Nouveau Karim Haddad vous demande: @Claire Marchand le chiffre ?",
    ]
    assert (await new(client, claire), await new(client, phone)) == ("", "")
    assert (await shown(client, phone))[1] == "Karim Haddad vous répond: Merci."
    assert await shown(client, karim) == [
        "Nouveau Claire Marchand vous mentionne: Il vient de l’INSEE, @karim haddad."
    ]
    page = await (await client.get("/for-me", headers=karim)).text()
    assert f'href="/n/{note}?view=edit#c-1"' in page


async def test_a_note_that_may_not_be_read_any_more_says_nothing(client: Client) -> None:
    team, claire, karim, note = await team_of_two(client)
    loose = await make(client, headers=claire, markdown="# Dehors")
    await client.get(loose.edit, headers=karim)
    for one in (note, loose.id):
        await say(client, one, claire, "@Karim Haddad qu’en dis-tu ?")
    assert len(await shown(client, karim)) == 2
    await client.post(f"{team.base}/take-out", json={"notes": [note]}, headers=claire)
    assert len(await shown(client, karim)) == 1
    await client.post(f"{team.base}/put", json={"notes": [note]}, headers=claire)
    await client.post(f"/n/{note}/trash", json={}, headers=claire)
    assert len(await shown(client, karim)) == 1
    await client.post("/trash", json={"note": note, "do": "restore"}, headers=claire)
    await client.app[ENGINE].write(partial(_archive, note=note))
    assert len(await shown(client, karim)) == 1, "in the archive a note is read, and comments are not"
    listed = await (await client.get(f"{loose.edit}/links", headers=claire)).json()
    for link in listed["links"]:
        await client.delete(f"{loose.edit}/links/{link['id']}", headers=claire)
    await client.post(f"{loose.edit}/manage/renew", headers=claire)
    assert await shown(client, karim) == []
    assert await new(client, karim) == ""


async def test_who_only_reads_or_has_no_name_is_told_nothing(client: Client) -> None:
    team, claire, _, note = await team_of_two(client)
    reader = await comes_by(client, (await team.link("read"))[0], "Inès")
    nameless = await visit(client)
    await say(client, note, claire, "@Inès et @ tout le monde")
    for cookie in (reader, nameless):
        assert await shown(client, cookie) == []
    assert (await client.get("/for-me")).status == 200


async def test_an_erased_passage_is_not_shown(client: Client) -> None:
    _, claire, karim, note = await team_of_two(client)
    await say(client, note, claire, "@Karim Haddad le chiffre est à vérifier, dit le préfet")
    erased = await client.post(f"/n/{note}/erasures", json={"text": "chiffre est à vérifier"}, headers=claire)
    assert erased.status == 201, await erased.text()
    (entry,) = await shown(client, karim)
    assert ("préfet" in entry, "chiffre est" in entry) == (True, False)


def _archive(db: Db, *, note: str) -> None:
    db.execute("UPDATE notes SET archived_at = 1 WHERE id = ?", (note,))
