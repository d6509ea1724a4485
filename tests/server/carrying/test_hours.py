"""For how long what is taken along may be shown: as the link says, to its end, longer by an own right."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from yarl import URL

from server.app import create_app
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.binders.binders import began, comes_by
from tests.server.binders.pochettes import make_in
from tests.server.binders.team import team_binder
from tests.server.carrying.taken import asked, taken
from tests.server.carrying.visitors import reader_of
from tests.server.links.sharing import share
from tests.server.pochettes import add, make_folder
from tests.server.visitors.team import enter
from tests.server.visits import Made, make, visit


async def hours_of(client: Client, base: str, cookie: dict[str, str]) -> float:
    told = await taken(client, base, cookie)
    return (datetime.fromisoformat(told["until"]) - datetime.fromisoformat(told["at"])) / timedelta(hours=1)


async def linked(client: Client, made: Made, **wish: Any) -> tuple[dict[str, Any], str, dict[str, str]]:
    """A link to the note, its path, and a browser that came by it."""
    link = await share(client, made, **{"role": "read"} | wish)
    path = URL(link["url"]).path
    return link, path, await reader_of(client, path)


@pytest.mark.parametrize(("role", "hours"), [("read", 1), ("read", 24), ("comment", 72), ("edit", 336)])
async def test_a_link_says_for_how_long(client: Client, role: str, hours: int) -> None:
    made = await make(client, markdown="# Eau")
    link, path, cookie = await linked(client, made, role=role, carry_hours=hours)
    assert link["carry_hours"] == hours
    assert await hours_of(client, path, cookie) == hours
    told = await taken(client, path, cookie)
    assert told["hours"] == hours


async def test_a_link_that_says_none_lets_nothing_be_taken(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    _, path, cookie = await linked(client, made, carry_hours=0)
    answer = await asked(client, path, cookie)
    assert (answer.status, (await answer.json())["error"]["code"]) == (403, "not_carried")
    # What is read with a network is read as before.
    assert (await client.get(path, headers=cookie)).status == 200


async def test_the_end_of_a_link_is_the_end_of_what_was_taken(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    end = (datetime.now(UTC) + timedelta(hours=2)).isoformat(timespec="seconds")
    _, path, cookie = await linked(client, made, expires_at=end, carry_hours=72)
    told = await taken(client, path, cookie)
    assert datetime.fromisoformat(told["until"]) == datetime.fromisoformat(end)


async def test_fewer_hours_reach_a_device_at_its_next_contact(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    link, path, cookie = await linked(client, made, carry_hours=336)
    assert await hours_of(client, path, cookie) == 336
    answer = await client.put(
        f"{made.edit}/links/{link['id']}", json={"carry_hours": 24}, headers=made.cookie
    )
    assert (await answer.json())["carry_hours"] == 24
    assert await hours_of(client, path, cookie) == 24


async def test_a_form_without_script_sets_the_hours(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    link, path, cookie = await linked(client, made)
    page = await (await client.get(f"{made.edit}/manage", headers=made.cookie)).text()
    assert f'action="{made.edit}/links/{link["id"]}/carry"' in page
    form = f"{made.edit}/links/{link['id']}/carry"
    done = await client.post(form, data={"hours": "168"}, headers=made.cookie, allow_redirects=False)
    assert (done.status, done.headers["Location"]) == (303, f"{made.edit}/manage?done=changed")
    assert await hours_of(client, path, cookie) == 168
    for wrong in ("", "337", "-1", "1e2", "٣"):
        assert (await client.post(form, data={"hours": wrong}, headers=made.cookie)).status == 400
    # Who only edits changes no link of somebody else's.
    other = await reader_of(client, made.edit)
    assert (await client.post(form, data={"hours": "0"}, headers=other)).status == 403
    assert await hours_of(client, path, cookie) == 168


@pytest.mark.parametrize("wrong", [-1, 337, 1.5, True, "24", None])
async def test_other_hours_are_refused(client: Client, wrong: object) -> None:
    made = await make(client, markdown="# Eau")
    answer = await client.post(
        f"{made.edit}/links", json={"role": "read", "carry_hours": wrong}, headers=made.cookie
    )
    assert (answer.status, (await answer.json())["error"]["code"]) == (400, "bad_link")


async def test_a_link_to_print_lets_nothing_be_taken(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    answer = await client.post(
        f"{made.edit}/links", json={"role": "print", "carry_hours": 24}, headers=made.cookie
    )
    assert (answer.status, (await answer.json())["error"]["code"]) == (400, "never_print")
    link = await share(client, made, role="print")
    assert link["carry_hours"] is None
    answer = await asked(client, URL(link["url"]).path, made.cookie)
    assert answer.status == 403


async def test_who_manages_takes_along_for_two_weeks_by_any_address(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    await client.get(made.edit, headers=made.cookie)
    assert await hours_of(client, f"/n/{made.id}", made.cookie) == 336
    assert await hours_of(client, made.edit, made.cookie) == 336
    assert await hours_of(client, made.read, made.cookie) == 336


async def test_of_several_rights_the_highest_counts(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    _, read, cookie = await linked(client, made, carry_hours=336)
    edit = await share(client, made, role="edit", carry_hours=1)
    await client.get(URL(edit["url"]).path, headers=cookie)
    assert await hours_of(client, f"/n/{made.id}", cookie) == 1
    assert await hours_of(client, read, cookie) == 1


async def test_a_classified_note_is_kept_for_a_day_at_most(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    await client.get(made.edit, headers=made.cookie)
    await client.put(
        f"{made.edit}/card", json={"classification": "Diffusion restreinte"}, headers=made.cookie
    )
    assert await hours_of(client, made.edit, made.cookie) == 24
    _, path, cookie = await linked(client, made, carry_hours=72)
    assert await hours_of(client, path, cookie) == 24
    folder = await make_folder(client, classification="Diffusion restreinte")
    await client.get(folder.edit, headers=folder.cookie)
    assert await hours_of(client, folder.edit, folder.cookie) == 24
    plain = await make_folder(client)
    await client.get(plain.edit, headers=plain.cookie)
    assert await hours_of(client, plain.edit, plain.cookie) == 336
    await add(client, plain, made)
    assert await hours_of(client, plain.edit, plain.cookie) == 24


async def test_the_hours_of_a_classeur_hold_at_its_own_address_too(client: Client) -> None:
    team = await began(client)
    path, _ = await team.link("read", carry_hours=72)
    cookie = await comes_by(client, path)
    assert await hours_of(client, path, cookie) == 72
    assert await hours_of(client, team.base, cookie) == 72


async def test_a_classified_pochette_of_a_classeur_is_kept_for_a_day_at_most(client: Client) -> None:
    team = await began(client)
    await team.note("# Eau")
    path, _ = await team.link("read", carry_hours=72)
    cookie = await comes_by(client, path)
    assert await hours_of(client, path, cookie) == 72
    await make_in(team, day="2999-01-01", classification="Confidentiel")
    assert await hours_of(client, path, cookie) == 24


async def test_a_right_that_was_given_counts_as_a_plain_link(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    stranger = await visit(client)
    await client.post(f"/n/{made.id}/access", data={"name": "Léa"}, headers=stranger)
    listed = await (await client.get(f"{made.edit}/links", headers=made.cookie)).json()
    given = f"{made.edit}/requests/{listed['requests'][0]['id']}"
    assert (await client.post(given, json={"role": "edit"}, headers=made.cookie)).status == 200
    assert await hours_of(client, f"/n/{made.id}", stranger) == 24


async def test_a_link_that_a_mail_brings_has_a_day(poster: Client) -> None:
    made = await make(poster, markdown="# Eau")
    wish = {"to": "lea@example.org", "gives": "read"}
    sent = await poster.post(f"{made.edit}/mail", json=wish, headers=made.cookie)
    assert sent.status == 201, await sent.text()
    listed = (await (await poster.get(f"{made.edit}/links", headers=made.cookie)).json())["links"]
    assert {one["carry_hours"] for one in listed} == {24}
    assert len(listed) == 3


async def test_a_member_of_the_team_takes_along_for_two_weeks(team_config: Config) -> None:
    async with client_of(create_app(team_config)) as client:
        cookie = await enter(client)
        binder = await team_binder(client)
        assert await hours_of(client, f"/c/{binder}", cookie) == 336


async def test_a_renewed_link_keeps_its_hours(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    link, path, cookie = await linked(client, made, carry_hours=72)
    renew = f"{made.edit}/manage/renew?link={link['id']}"
    boxes = re.findall(r'name="(keep-[^"]+)"', await (await client.get(renew, headers=made.cookie)).text())
    fields = dict.fromkeys(boxes, "1") | {"link": link["id"]}
    await client.post(f"{made.edit}/manage/renew", data=fields, headers=made.cookie)
    moved = await asked(client, path, cookie)
    assert moved.status == 303
    new = moved.headers["Location"].removesuffix("/carry")
    assert new != path
    assert await hours_of(client, new, cookie) == 72
    assert (await taken(client, new, cookie))["base"] == new
