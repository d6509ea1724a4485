"""Many requests for access: bounded by network, refused at once, switched off, told honestly."""

from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientResponse

from server.app import create_app
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.binders.binders import began
from tests.server.crowds import behind_a_proxy
from tests.server.links.managing import visitors
from tests.server.pochettes import make_folder
from tests.server.visits import make, visit

NOWHERE = f"/n/{'A' * 22}"
JSON = {"Accept": "application/json"}
THIEF, OTHER, HONEST = "203.0.113.7", "203.0.113.8", "192.0.2.44"


async def ask(
    client: Client, path: str, at: str, name: str = "Léa", cookie: dict[str, str] | None = None
) -> ClientResponse:
    """A press of the button by a browser, a new one unless given."""
    headers = {"X-Forwarded-For": at, **(cookie or {})}
    return await client.post(f"{path}/access", data={"name": name}, headers=headers, allow_redirects=False)


async def asked(client: Client, path: str, at: str, many: int) -> list[int]:
    return [(await ask(client, path, at, f"Anne {number}")).status for number in range(many)]


async def told(client: Client, base: str, cookie: dict[str, str]) -> dict[str, Any]:
    facts: dict[str, Any] = await (await client.get(f"{base}/links", headers=cookie | JSON)).json()
    return facts


async def names(client: Client, base: str, cookie: dict[str, str]) -> set[str]:
    return {one["name"] for one in (await told(client, base, cookie))["requests"]}


async def test_one_network_leaves_room_for_others_and_is_told_so(config: Config) -> None:
    async with client_of(create_app(behind_a_proxy(config))) as client:
        made = await make(client, markdown="# Note\n")
        path = f"/n/{made.id}"
        assert await asked(client, path, THIEF, 24) == [303] * 5 + [429] * 19
        refused = await ask(client, path, THIEF)
        assert refused.headers["Retry-After"]
        assert "votre réseau" in await refused.text()
        honest = await ask(client, path, HONEST, "Claire")
        assert honest.status == 303
        assert "Claire" in await names(client, path, made.cookie)


async def test_what_was_refused_one_by_one_is_not_filled_again(config: Config) -> None:
    async with client_of(create_app(behind_a_proxy(config))) as client:
        made = await make(client, markdown="# Note\n")
        path = f"/n/{made.id}"
        await asked(client, path, THIEF, 5)
        for one in (await told(client, path, made.cookie))["requests"]:
            answer = await client.post(f"{path}/requests/{one['id']}", json={}, headers=made.cookie)
            assert answer.status == 200
        assert set(await asked(client, path, THIEF, 5)) == {429}
        assert await names(client, path, made.cookie) == set()
        assert (await ask(client, path, HONEST, "Claire")).status == 303
        assert await names(client, path, made.cookie) == {"Claire"}


async def test_who_was_let_in_makes_room_for_the_next_of_an_office(config: Config) -> None:
    async with client_of(create_app(behind_a_proxy(config))) as client:
        made = await make(client, markdown="# Note\n")
        path = f"/n/{made.id}"
        for round_ in range(3):
            assert await asked(client, path, HONEST, 5) == [303] * 5, round_
            for one in (await told(client, path, made.cookie))["requests"]:
                wish = {"role": "read"}
                await client.post(f"{path}/requests/{one['id']}", json=wish, headers=made.cookie)


async def test_subscribers_of_one_ipv6_48_have_a_share_together(config: Config) -> None:
    async with client_of(create_app(behind_a_proxy(config))) as client:
        made = await make(client, markdown="# Note\n")
        at = [f"2001:db8:1:{subnet:x}::1" for subnet in range(12)]
        told_ = [(await ask(client, f"/n/{made.id}", one)).status for one in at]
        assert told_ == [303] * 8 + [429] * 4
        assert (await ask(client, f"/n/{made.id}", "2001:db8:2::1")).status == 303


async def test_a_full_address_says_so_and_one_of_nothing_says_the_same(config: Config) -> None:
    async with client_of(create_app(behind_a_proxy(config))) as client:
        made = await make(client, markdown="# Note\n")
        told_ = []
        for path in (f"/n/{made.id}", NOWHERE):
            for network in range(4):
                assert await asked(client, path, f"198.51.100.{network}", 5) == [303] * 5
            late = await ask(client, path, HONEST, "Claire")
            headers = {name for name in late.headers if name not in {"Date", "Set-Cookie"}}
            told_.append((late.status, headers, (await late.text()).replace(path, "")))
        assert told_[0] == told_[1]
        assert told_[0][0] == 429
        assert "attendent déjà" in told_[0][2]
        assert "Claire" not in await names(client, f"/n/{made.id}", made.cookie)


async def test_who_asked_before_is_not_told_that_too_many_wait(config: Config) -> None:
    async with client_of(create_app(behind_a_proxy(config))) as client:
        made = await make(client, markdown="# Note\n")
        path, lea = f"/n/{made.id}", await visit(client)
        assert (await ask(client, path, HONEST, cookie=lea)).status == 303
        await asked(client, path, HONEST, 5)
        assert (await ask(client, path, HONEST, cookie=lea)).status == 303
        assert len(await names(client, path, made.cookie)) == 5


@pytest.mark.parametrize("form", [True, False])
async def test_all_are_refused_at_once_those_of_the_classeur_too(config: Config, form: bool) -> None:  # noqa: FBT001
    async with client_of(create_app(behind_a_proxy(config))) as client:
        team = await began(client)
        note = await team.note("# Loyers\n")
        for path in (team.base, f"/n/{note}"):
            assert await asked(client, path, THIEF, 4) == [303] * 4
        assert len((await told(client, team.base, team.cookie))["requests"]) == 8
        page = await client.get(f"{team.base}/manage", headers=team.cookie)
        assert "Tout refuser (8)" in (await page.text()).replace("\u202f", " ")
        stranger = await visit(client)
        assert (await client.post(f"{team.base}/requests", headers=stranger)).status == 404
        wish: dict[str, Any] = {"data": {}} if form else {"json": {}}
        headers = team.cookie if form else team.cookie | JSON
        answer = await client.post(f"{team.base}/requests", headers=headers, **wish)
        assert answer.status == 200
        assert (await told(client, team.base, team.cookie))["requests"] == []
        assert set(await asked(client, team.base, THIEF, 5)) == {303, 429}


async def test_requests_are_switched_off_and_nobody_who_asks_can_tell(config: Config) -> None:
    async with client_of(create_app(behind_a_proxy(config))) as client:
        team = await began(client)
        folder = await make_folder(client, title="Lundi", headers=team.cookie)
        inside = await team.note("# Dedans\n")
        alone = await make(client, markdown="# Seule\n", headers=team.cookie)
        shut = {team.base: [team.base, f"/n/{inside}"], f"/n/{alone.id}": [f"/n/{alone.id}"]}
        shut |= {f"/p/{folder.id}": [f"/p/{folder.id}"]}
        for base, reached in shut.items():
            assert (await told(client, base, team.cookie))["asks"] is True
            answer = await client.post(f"{base}/asking", json={}, headers=team.cookie | JSON)
            assert answer.status == 200
            assert (await told(client, base, team.cookie))["asks"] is False
            for path in reached:
                pages = []
                for at in (path, path[:3] + "A" * 22):
                    posted = await ask(client, at, HONEST)
                    after = await client.get(f"{at}?asked=1")
                    pages.append((posted.status, (await after.text()).replace(at, "")))
                assert pages[0] == pages[1]
            assert (await told(client, base, team.cookie))["requests"] == []
            await client.post(f"{base}/asking", json={"asks": "on"}, headers=team.cookie | JSON)
            assert (await ask(client, base, OTHER)).status == 303
            assert len((await told(client, base, team.cookie))["requests"]) == 1
        wrong = await client.post(
            f"{team.base}/asking", json={"asks": "peut-être"}, headers=team.cookie | JSON
        )
        assert wrong.status == 400


async def test_who_does_not_manage_neither_switches_nor_refuses(config: Config) -> None:
    async with client_of(create_app(behind_a_proxy(config))) as client:
        made = await make(client, markdown="# Note\n")
        editor = await visit(client)
        await client.get(made.edit, headers=editor)
        for path in (f"{made.edit}/asking", f"{made.edit}/requests"):
            assert (await client.post(path, json={}, headers=editor)).status == 403
        assert (await told(client, made.edit, made.cookie))["asks"] is True


@pytest.mark.parametrize(
    "name", ["http://evil.example cliquez", "evil.example", "anne@evil.example", "www.evil.example/x"]
)
async def test_a_name_with_an_address_asks_for_nothing(config: Config, name: str) -> None:
    async with client_of(create_app(behind_a_proxy(config))) as client:
        made = await make(client, markdown="# Note\n")
        answer = await ask(client, f"/n/{made.id}", HONEST, name)
        assert answer.status == 400
        assert "sans adresse" in await answer.text()
        assert await names(client, f"/n/{made.id}", made.cookie) == set()
        # Who has said such a name before is shown as what it is.
        before = await visit(client)
        await client.put("/api/visitor", json={"name": name}, headers=before)
        assert (await ask(client, f"/n/{made.id}", HONEST, cookie=before)).status == 303
        (one,) = (await told(client, f"/n/{made.id}", made.cookie))["requests"]
        assert (one["name"], one["doubt"]) == (name, "address")


async def test_a_name_of_somebody_who_has_access_is_shown_as_unproven(config: Config) -> None:
    config = behind_a_proxy(replace(config, smtp_from="Campagne Dupont <notes@dupont.example>"))
    async with client_of(create_app(config)) as client:
        made = await make(client, markdown="# Note\n")
        await client.put("/api/visitor", json={"name": "Anne Martin"}, headers=made.cookie)
        colleague = await visit(client)
        await client.get(made.edit, headers=colleague)
        await client.put("/api/visitor", json={"name": "Karim"}, headers=colleague)
        assert "Karim" in await visitors(client, made, made.cookie)
        path = f"/n/{made.id}"
        for number, name in enumerate(
            ("Anne Martin", "ÀNNE  MARTIN", "Anne Marti", "karim", "Campagne Dupont", "Zoé")
        ):
            assert (await ask(client, path, f"192.0.2.{number}", name)).status == 303
        doubts = {one["name"]: one["doubt"] for one in (await told(client, path, made.cookie))["requests"]}
        assert doubts == {
            "Anne Martin": "known",
            "ÀNNE MARTIN": "known",
            "Anne Marti": "",
            "karim": "known",
            "Campagne Dupont": "organisation",
            "Zoé": "",
        }
        page = await (await client.get(f"{made.edit}/manage", headers=made.cookie)).text()
        assert page.count("Une personne qui a déjà accès porte ce nom.") == 3
        assert page.count("ressemble à celui de votre organisation") == 1
