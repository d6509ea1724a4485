"""Links that mails brought go on for their recipients: sent again by the press that removes their sender."""

import re
from dataclasses import replace

import pytest
from yarl import URL

from server.app import create_app
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.binders.binders import began, comes_by
from tests.server.links.sharing import share
from tests.server.mail.mails import TEXT, send, sendings, text_of
from tests.server.sending.mailbox import Mailbox
from tests.server.visits import Made, make, visit

JSON = {"Accept": "application/json"}


async def test_what_a_removed_person_sent_is_sent_again_with_other_addresses(
    poster: Client, box: Mailbox
) -> None:
    made = await make(poster, markdown=TEXT)
    group = await share(poster, made, role="edit", label="Groupe")
    path, marc = URL(group["url"]).path, await visit(poster)
    await poster.put("/api/visitor", json={"name": "Marc"}, headers=marc)
    await poster.get(path, headers=marc)
    his = Made(id=made.id, edit=path, read=path, cookie=marc)
    people = [f"p{number}@example.org" for number in range(3)]
    await send(poster, his, *people, gives="read")
    before = dict([await box.next() for _ in people])
    while {one["state"] for one in await sendings(poster, made)} != {"sent"}:
        await poster.get("/health")
    old = {who: re.findall(r"https://notes\.example\.org(/n/\S+)", text_of(before[who]))[0] for who in people}
    opened = await visit(poster)
    await poster.get(old[people[0]], headers=opened)
    told = await (await poster.get(f"{made.edit}/links", headers=made.cookie | JSON)).json()
    (one,) = [one for one in told["links"] if one["label"] == "Groupe"]
    (person,) = [person for person in one["people"] if person["name"] == "Marc"]
    url = f"{made.edit}/links/{one['id']}/people/{person['visitor']}"
    numbers = await (await poster.get(url, headers=made.cookie | JSON)).json()
    assert (numbers["mailed"], numbers["closed"]) == (3, 0)

    done = await poster.post(url, json={"told": numbers["told"]}, headers=made.cookie | JSON)
    assert done.status == 200, await done.text()

    after = dict([await box.next() for _ in people])
    for who in people:
        (new,) = re.findall(r"https://notes\.example\.org(/n/\S+)", text_of(after[who]))
        assert (await poster.get(old[who], headers=marc)).status == 404
        assert (await poster.get(new)).status == 200
    assert (await poster.get(old[people[0]], headers=opened)).status == 200, "led to the new one"
    assert box.is_empty


@pytest.mark.long
async def test_a_classeur_of_500_notes_and_a_mailing(mailing: Config, box: Mailbox) -> None:
    app = create_app(replace(mailing, notes_an_hour=0))
    async with client_of(app, headers={"Host": "notes.example.org"}) as poster:
        await large(poster, box)


async def large(poster: Client, box: Mailbox) -> None:
    """Marc has sent the mails, made fifty links, and is removed; eight people have opened theirs."""
    team = await began(poster)
    notes = [await team.note(f"# Note {number}") for number in range(500)]
    path, id_ = await team.link("edit", label="Groupe")
    marc, awa = await comes_by(poster, path, "Marc"), await comes_by(poster, path, "Awa")
    for note in notes[:50]:
        answer = await poster.post(f"/n/{note}/links", json={"role": "read", "label": "à Marc"}, headers=marc)
        assert answer.status == 201, await answer.text()
    his = Made(id=team.binder, edit=path, read=path, cookie=marc)
    people = [f"p{number}@example.org" for number in range(20)]
    await send(poster, his, *people, gives="read")
    before = dict([await box.next() for _ in people])
    while {one["state"] for one in await sendings(poster, his)} != {"sent"}:
        await poster.get("/health")
    old = {who: re.findall(r"https://notes\.example\.org(/c/\S+)", text_of(before[who]))[0] for who in people}
    openers = [await comes_by(poster, old[who], f"Lecteur {who}") for who in people[:8]]
    told = await (await poster.get(f"{team.base}/links", headers=team.cookie | JSON)).json()
    (one,) = [one for one in told["links"] if one["id"] == id_]
    (person,) = [person for person in one["people"] if person["name"] == "Marc"]
    url = f"{team.base}/links/{id_}/people/{person['visitor']}"
    numbers = await (await poster.get(url, headers=team.cookie | JSON)).json()
    assert (numbers["mailed"], numbers["closed"], numbers["stays"]) == (20, 50, 9)

    done = await poster.post(url, json={"told": numbers["told"]}, headers=team.cookie | JSON)
    assert done.status == 200, await done.text()

    after = dict([await box.next() for _ in people])
    assert after.keys() == set(people)
    for cookie in (*openers, awa):
        assert (await poster.get(f"/n/{notes[7]}/note.md", headers=cookie)).status == 200
    for who in people:
        assert (await poster.get(old[who], headers=marc)).status == 404
    for note in notes[::25]:
        assert (await poster.get(f"/n/{note}/note.md", headers=marc)).status == 404
