"""Links that mails brought go on for their recipients: sent again by the press that removes their sender."""

import logging
import re
from dataclasses import replace
from time import perf_counter, process_time
from typing import Any

import pytest
from yarl import URL

from server.app import create_app
from server.http.keys import ENGINE
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.binders.binders import began, comes_by
from tests.server.links.sharing import share
from tests.server.mail.mails import ANNA, TEXT, address_in, send, sendings, text_of
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


async def test_a_press_says_of_no_mail_that_it_leaves_again_where_a_restore_knows_none(
    poster: Client, box: Mailbox
) -> None:
    """A backup holds no mails: the links that they brought get another address all the same."""
    team = await began(poster)
    note = await team.note("# Note")
    path, id_ = await team.link("edit", label="Groupe")
    marc = await comes_by(poster, path, "Marc")
    await send(poster, by(note, marc), "p@example.org", gives="read")
    before = text_of((await box.next())[1])
    await poster.app[ENGINE].write(lambda db: list(db.execute("DELETE FROM sendings")))
    url, numbers = await asked(poster, team.base, team.cookie, id_, "Marc")
    assert (numbers["mailed"], numbers["mailed_to"]) == (0, [])
    assert "courriel" not in " ".join(numbers["says"])

    await pressed(poster, url, numbers, team.cookie)

    assert box.is_empty
    (old,) = re.findall(r"https://notes\.example\.org(/n/\S+)", before)
    assert (await poster.get(old)).status == 404


async def test_what_was_sent_of_notes_in_a_classeur_is_sent_again_by_the_press_at_the_classeur(
    poster: Client, box: Mailbox
) -> None:
    team = await began(poster)
    notes = [await team.note(f"# Note {number}") for number in range(2)]
    path, id_ = await team.link("edit", label="Groupe")
    marc = await comes_by(poster, path, "Marc")
    for number, note in enumerate(notes):
        await send(poster, by(note, marc), f"p{number}@example.org", gives="read")
    before = dict([await box.next() for _ in notes])
    url, numbers = await asked(poster, team.base, team.cookie, id_, "Marc")
    page = await (await poster.get(url, headers=team.cookie)).text()
    assert numbers["mailed_to"] == ["p0@example.org", "p1@example.org"]
    assert "p0@example.org, p1@example.org" in page

    await pressed(poster, url, numbers, team.cookie)

    after = dict([await box.next() for _ in notes])
    for number, (who, mail) in enumerate(sorted(after.items())):
        assert f"Note {number}" in str(mail["Subject"])
        assert (await poster.get(address_in(before[who]), headers=marc)).status == 404
        assert (await poster.get(address_in(mail))).status == 200
    shown = await (await poster.get(f"{team.base}/manage", headers=team.cookie)).text()
    assert "mail/renewed" not in shown
    assert box.is_empty


async def test_what_does_not_leave_in_the_press_waits_at_the_classeur(poster: Client, box: Mailbox) -> None:
    """The notes in it have no manager of their own to look there."""
    team = await began(poster)
    note = await team.note("# Note")
    path, _ = await team.link("edit", label="Groupe")
    marc = await comes_by(poster, path, "Marc")
    await send(poster, by(note, marc), ANNA, gives="read")
    _, before = await box.next()
    answer = await poster.post(f"/n/{note}/manage/renew", headers=team.cookie, allow_redirects=False)
    assert answer.status == 303
    shown = await (await poster.get(f"{team.base}/manage", headers=team.cookie)).text()
    assert f"{team.base}/mail/renewed" in shown
    assert (await poster.post(f"{team.base}/mail/renewed", headers=team.cookie)).status == 200
    _, after = await box.next()
    assert address_in(after) != address_in(before)
    assert (await poster.get(address_in(after))).status == 200


async def test_who_came_by_a_mail_is_sent_nothing_once_they_are_removed(poster: Client, box: Mailbox) -> None:
    """Neither by that press nor by a later one, which sends again what somebody else has sent."""
    made = await make(poster, markdown=TEXT)
    group = await share(poster, made, role="edit", label="Groupe")
    path = URL(group["url"]).path
    marc = await named(poster, path, "Marc")
    await send(poster, by(made.id, marc, path), "ines@example.org", gives="read")
    await send(poster, made, ANNA, gives="read")
    mails = dict([await box.next() for _ in range(2)])
    anna = await named(poster, address_in(mails[ANNA]), "Anna")
    told = await (await poster.get(f"{made.edit}/links", headers=made.cookie | JSON)).json()
    (one,) = [one for one in told["links"] if one["label"] == ANNA]

    for id_, name, to in ((one["id"], "Anna", []), (group["id"], "Marc", ["ines@example.org"])):
        url, numbers = await asked(poster, made.edit, made.cookie, id_, name)
        assert numbers["mailed_to"] == to
        await pressed(poster, url, numbers, made.cookie)

    assert (await box.next())[0] == "ines@example.org"
    assert (await poster.get(address_in(mails[ANNA]), headers=anna)).status == 404
    shown = await (await poster.get(f"{made.edit}/manage", headers=made.cookie)).text()
    assert "mail/renewed" not in shown
    assert box.is_empty


async def test_who_has_mailed_a_link_to_themselves_is_not_sent_it_again(poster: Client, box: Mailbox) -> None:
    made = await make(poster, markdown=TEXT)
    group = await share(poster, made, role="edit", label="Groupe")
    path = URL(group["url"]).path
    marc = await named(poster, path, "Marc")
    await send(poster, by(made.id, marc, path), "marc@example.org", "ines@example.org", gives="read")
    mails = dict([await box.next() for _ in range(2)])
    await poster.get(address_in(mails["marc@example.org"]), headers=marc)
    url, numbers = await asked(poster, made.edit, made.cookie, group["id"], "Marc")
    assert (numbers["mailed_to"], numbers["closed"]) == (["ines@example.org"], 1)

    await pressed(poster, url, numbers, made.cookie)

    assert (await box.next())[0] == "ines@example.org"
    assert (await poster.get(address_in(mails["marc@example.org"]))).status == 404
    assert box.is_empty


async def named(client: Client, path: str, name: str) -> dict[str, str]:
    """The cookie of a browser that came by a link."""
    cookie = await visit(client)
    await client.put("/api/visitor", json={"name": name}, headers=cookie)
    assert (await client.get(path, headers=cookie)).status == 200
    return cookie


def by(note: str, cookie: dict[str, str], path: str = "") -> Made:
    """A note as somebody has it who did not make it."""
    return Made(id=note, edit=path or f"/n/{note}", read=path or f"/n/{note}", cookie=cookie)


async def asked(
    client: Client, base: str, manager: dict[str, str], link: str, name: str
) -> tuple[str, dict[str, Any]]:
    """The page that removes somebody from a link, and what it says."""
    told = await (await client.get(f"{base}/links", headers=manager | JSON)).json()
    (one,) = [one for one in told["links"] if one["id"] == link]
    (person,) = [person for person in one["people"] if person["name"] == name]
    url = f"{base}/links/{link}/people/{person['visitor']}"
    return url, await (await client.get(url, headers=manager | JSON)).json()


async def pressed(client: Client, url: str, numbers: dict[str, Any], manager: dict[str, str]) -> None:
    done = await client.post(url, json={"told": numbers["told"]}, headers=manager | JSON)
    assert done.status == 200, await done.text()


@pytest.mark.long
async def test_a_classeur_of_500_notes_and_a_mailing_of_200(mailing: Config, box: Mailbox) -> None:
    app = create_app(replace(mailing, mails_at_once=400))
    async with client_of(app, headers={"Host": "notes.example.org"}) as poster:
        await large(poster, box)


async def large(poster: Client, box: Mailbox) -> None:
    """Marc has sent the mails, made fifty links, and is removed; 120 of 200 have not opened theirs."""
    team = await began(poster)
    notes = [await team.note(f"# Note {number}") for number in range(500)]
    path, id_ = await team.link("edit", label="Groupe")
    marc, awa = await comes_by(poster, path, "Marc"), await comes_by(poster, path, "Awa")
    for note in notes[:50]:
        answer = await poster.post(f"/n/{note}/links", json={"role": "read", "label": "à Marc"}, headers=marc)
        assert answer.status == 201, await answer.text()
    people = [f"p{number:03}@example.org" for number in range(200)]
    kept = await poster.post(
        f"{path}/lists", json={"name": "Élus", "addresses": "\n".join(people)}, headers=marc
    )
    wish = {"list": (await kept.json())["id"], "gives": "read"}
    assert (await poster.post(f"{path}/mail", json=wish, headers=marc)).status == 201
    authors = [f"n{number}@example.org" for number in range(5)]
    for note, author in zip(notes[100:], authors, strict=False):
        await send(poster, by(note, marc), author, gives="edit")
    every = [*authors, *people]
    before = {to: address_in(mail) for to, mail in [await box.next() for _ in every]}
    openers = [await comes_by(poster, before[who], f"Lecteur {who}") for who in people[:80]]
    url, numbers = await asked(poster, team.base, team.cookie, id_, "Marc")
    assert (numbers["mailed"], numbers["closed"], numbers["stays"]) == (205, 50, 81)
    assert numbers["mailed_to"] == every

    began_s, cpu_s = perf_counter(), process_time()
    await pressed(poster, url, numbers, team.cookie)
    took = f"the press took {perf_counter() - began_s:.2f} s, {process_time() - cpu_s:.2f} s of CPU"
    logging.getLogger(__name__).info(took)

    after = {to: address_in(mail) for to, mail in [await box.next() for _ in every]}
    assert after.keys() == set(every)
    assert (await poster.post(f"{team.base}/mail/renewed", json={}, headers=team.cookie)).status == 201
    assert box.is_empty, "each has left once"
    for cookie in (*openers, awa):
        assert (await poster.get(f"/n/{notes[7]}/note.md", headers=cookie)).status == 200
    for who in every:
        for cookie in (marc, {}):
            assert (await poster.get(before[who], headers=cookie)).status == 404
        assert (await poster.get(f"{after[who]}/own")).status == 200
    for note in notes[:120]:
        assert (await poster.get(f"/n/{note}/note.md", headers=marc)).status == 404
    assert (await poster.get(path, headers=marc)).status == 404
