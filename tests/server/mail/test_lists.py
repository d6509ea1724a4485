"""Kept lists of addresses: pasted in any form, used by who may edit the classeur, seen by nobody else."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.app import create_app
from server.errors import BadInputError
from server.mail.list_request import read_list_request
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.binders.binders import Team, began, comes_by
from tests.server.database import database
from tests.server.mail.mails import text_of
from tests.server.sending.mailbox import Mailbox
from tests.server.visits import cookie_of, make

HEADERS = {"Host": "notes.example.org", "Accept-Language": "fr"}
PASTED = """Awa Diallo <awa@Example.ORG>, b@example.org; c@example.org
"Roux, Jean" <jean.roux@example.org>

b@EXAMPLE.org d@example.org
"""
FIVE = ["awa@example.org", "b@example.org", "c@example.org", "d@example.org", "jean.roux@example.org"]


async def keep(team: Team, name: str, addresses: Any, status: int = 201) -> dict[str, Any]:
    wish = {"name": name, "addresses": addresses}
    answer = await team.client.post(f"{team.base}/lists", json=wish, headers=team.cookie)
    assert answer.status == status, await answer.text()
    told: dict[str, Any] = await answer.json()
    return told


async def lists_of(team: Team) -> list[dict[str, Any]]:
    headers = {**team.cookie, "Accept": "application/json"}
    answer = await team.client.get(f"{team.base}/lists", headers=headers)
    assert answer.status == 200, await answer.text()
    found: list[dict[str, Any]] = (await answer.json())["lists"]
    return found


async def test_what_is_pasted_in_any_form_is_kept_each_address_once(poster: Client) -> None:
    team = await began(poster)
    made = await keep(team, "Élus", PASTED)
    assert (await lists_of(team)) == [{"id": made["id"], "name": "Élus", "addresses": FIVE}]


async def test_bad_addresses_are_named_by_their_line_and_nothing_is_kept(poster: Client) -> None:
    team = await began(poster)
    told = await keep(team, "Élus", "a@b.fr\npas une adresse\n\nx@y@z.fr, Awa c@d.fr, e.fr", status=400)
    assert told["error"]["pointer"] == "/addresses"
    assert "lignes 2 (pas une adresse), 4 (x@y@z.fr), 4 (e.fr)" in told["error"]["message"]
    assert await lists_of(team) == []


async def test_without_script_a_list_is_made_changed_exported_and_deleted(poster: Client) -> None:
    team = await began(poster)
    form = {"name": "Élus", "addresses": "faux"}
    again = await poster.post(f"{team.base}/lists", data=form, headers=team.cookie)
    page = await again.text()
    assert again.status == 400
    assert 'role="alert"' in page
    assert ">faux</textarea>" in page
    made = await poster.post(f"{team.base}/lists", data={**form, "addresses": PASTED}, headers=team.cookie)
    assert "« Élus » est enregistrée" in (await made.text()).replace("\u202f", " ")
    (one,) = await lists_of(team)
    path = f"{team.base}/lists/{one['id']}"
    assert "\n".join(FIVE) in await (await poster.get(path, headers=team.cookie)).text()
    shorter = {"name": "Élues", "addresses": "\n".join(FIVE[1:])}
    assert (await poster.post(path, data=shorter, headers=team.cookie)).status == 200
    text = await poster.get(f"{path}/addresses.txt", headers=team.cookie)
    assert (await text.text()).splitlines() == FIVE[1:]
    assert "lues.txt" in text.headers["Content-Disposition"]
    assert (await poster.post(f"{path}/delete", headers=team.cookie)).status == 200
    assert await lists_of(team) == []
    assert (await poster.get(path, headers=team.cookie)).status == 404


async def test_who_reads_or_comes_by_a_link_of_a_note_sees_and_uses_no_list(poster: Client) -> None:
    team = await began(poster)
    made = await keep(team, "Élus", PASTED)
    note = await team.note("# Loyers")
    for role in ("read", "comment"):
        path, _ = await team.link(role)
        reader = await comes_by(poster, path)
        for base in (path, team.base):
            for address in ("/lists", f"/lists/{made['id']}", f"/lists/{made['id']}/addresses.txt"):
                assert (await poster.get(f"{base}{address}", headers=reader)).status == 403
            answer = await poster.post(f"{base}/lists", json={"name": "x"}, headers=reader)
            assert answer.status == 403
    link = await poster.post(f"/n/{note}/links", json={"role": "edit"}, headers=team.cookie)
    edit = (await link.json())["url"].partition(".org")[2]
    guest = cookie_of(await poster.get(edit))
    page = await (await poster.get(f"{edit}/mail", headers=guest)).text()
    assert "Élus" not in page
    refused = await poster.post(f"{edit}/mail", json={"list": made["id"], "gives": "read"}, headers=guest)
    assert (refused.status, (await refused.json())["error"]["code"]) == (400, "no_such_list")
    writer = await comes_by(poster, (await team.link("edit"))[0])
    assert "Élus" in await (await poster.get(f"/n/{note}/mail", headers=writer)).text()


async def test_a_list_of_another_classeur_is_not_found(poster: Client) -> None:
    team = await began(poster)
    made = await keep(team, "Élus", PASTED)
    other = await began(poster, "Débats", cookie=team.cookie)
    for path in (f"{other.base}/lists/{made['id']}", f"{other.base}/lists/{made['id']}/addresses.txt"):
        assert (await poster.get(path, headers=team.cookie)).status == 404
    deleted = await poster.post(f"{other.base}/lists/{made['id']}/delete", headers=team.cookie)
    assert deleted.status == 404
    loose = await make(poster, markdown="# Hors", headers=team.cookie)
    refused = await poster.post(f"{loose.edit}/mail", json={"list": made["id"]}, headers=team.cookie)
    assert refused.status == 400


@pytest.mark.first(1)
@pytest.mark.parametrize("kind", ["note", "binder"])
async def test_three_hundred_addresses_each_get_a_mail_and_a_link_of_their_own(
    mailing: Config, box: Mailbox, kind: str
) -> None:
    many = [f"elu{number}@example.org" for number in range(300 if kind == "note" else 30)]
    async with client_of(create_app(replace(mailing, mails_at_once=400)), headers=HEADERS) as client:
        team = await began(client)
        made = await keep(team, "Tous", many)
        base = team.base if kind == "binder" else f"/n/{await team.note('# Loyers')}"
        wish = {"list": made["id"], "to": [many[0], "ami@example.org"], "gives": "read"}
        answer = await client.post(f"{base}/mail", json=wish, headers=team.cookie)
        assert answer.status == 201, await answer.text()
        came = [await box.next() for _ in range(len(many) + 1)]
        assert sorted(to for to, _ in came) == sorted([*many, "ami@example.org"])
        links = {re.search(r"https://\S+/[nc]/\S{32}", text_of(message))[0] for _, message in came}  # type: ignore[index]
        assert len(links) == len(came)
        # These links leave all the room there is for others.
        more = await client.post(f"{base}/links", json={"role": "read"}, headers=team.cookie)
        assert more.status == 201, await more.text()


async def test_more_than_leave_at_once_are_refused_as_a_whole(poster: Client, box: Mailbox) -> None:
    team = await began(poster)
    made = await keep(team, "Tous", [f"elu{number}@example.org" for number in range(41)])
    for wish, status in (({"list": made["id"]}, 400), ({"to": ["a@example.org"]}, 201)):
        answer = await poster.post(f"{team.base}/mail", json={**wish, "gives": "read"}, headers=team.cookie)
        assert answer.status == status, await answer.text()
        if status == 400:
            assert "mails_at_once" in (await answer.json())["error"]["message"]
    assert (await box.next())[0] == "a@example.org"
    assert box.is_empty


async def test_addresses_are_in_no_line_of_the_audit_log_and_are_gone_once_deleted(
    poster: Client, mailing: Config
) -> None:
    team = await began(poster)
    made = await keep(team, "Élus", PASTED)
    path = f"{team.base}/lists/{made['id']}"
    assert (await poster.post(path, json={"name": "Autres"}, headers=team.cookie)).status == 200
    assert (await poster.post(f"{path}/delete", headers=team.cookie)).status == 200
    with database(mailing) as rows:
        kept = list(rows.execute("SELECT what, details FROM audit WHERE what LIKE 'list-%'"))
        assert [what for what, _ in kept] == ["list-made", "list-changed", "list-deleted"]
        assert not any("@" in details or "Élus" in details for _, details in kept)
        assert list(rows.execute("SELECT * FROM mail_list_addresses")) == []


async def test_a_classeur_has_fifty_lists_and_a_list_five_hundred_addresses(poster: Client) -> None:
    team = await began(poster)
    too_many = [f"a{number}@example.org" for number in range(501)]
    assert (await keep(team, "x", too_many, status=400))["error"]["code"] == "list_many"
    for number in range(50):
        await keep(team, f"Liste {number}", "a@example.org")
    assert (await keep(team, "x", "a@example.org", status=400))["error"]["code"] == "too_many_lists"


ADDRESSES = st.lists(
    st.from_regex(r"[a-z][a-z0-9.]{0,8}[a-z0-9]@[a-z]{2,8}\.(fr|org)", fullmatch=True), max_size=9
)


@given(ADDRESSES, st.data())
def test_every_way_to_paste_the_same_addresses_gives_the_same_list(
    found: list[str], data: st.DataObject
) -> None:
    found = [one for one in found if ".." not in one]
    forms = ["{}", "<{}>", "Awa Diallo <{}>", '"Roux, Jean" <{}>']
    said = [data.draw(st.sampled_from(forms)).format(one) for one in found]
    between = [data.draw(st.sampled_from([", ", ";", "\n", "\r\n", ",\n"])) for _ in said]
    text = "".join(one + sign for one, sign in zip(said, between, strict=True))
    assert set(read_list_request({"name": "x", "addresses": text}).addresses) == set(found)


@given(st.text(max_size=200))
def test_whatever_is_pasted_is_a_list_or_is_refused(text: str) -> None:
    try:
        found = read_list_request({"name": "x", "addresses": text}).addresses
    except BadInputError:
        return
    assert all(re.fullmatch(r"[^\s<>,;]+@[^\s<>,;]+", one) for one in found)
