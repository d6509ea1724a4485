"""Every address of a classeur and of what is in it, by each way to hold it: what was not given is refused."""

from collections import Counter
from collections.abc import Iterator

import pytest
from aiohttp import hdrs

from crdt.roles import Role
from server.app import create_app
from server.http.access import RULES, Rule
from server.http.keys import ENGINE
from server.settings.config import Config
from server.text.paths import BASES
from tests.conftest import Client, client_of
from tests.server.addresses import address
from tests.server.binders.holders import STATES, Held, Holder, Place, held

SHUT = {403, 404, 410}
# These have no form but a page's, or hold the line; who holds nothing may ask for access.
LINES = {"/sync/{token}", "/sync/{token}/http", *(f"/{kind}/{{token}}/access" for kind in "npc")}
# What refuses a right; any other 404 says that there is no such picture or edition.
REFUSED = ("no_access", '"role"', "archived", "in_trash", "in_your_trash", "password")
ONE_OF, LESS = 5, 23


def cells(
    rules: list[tuple[str, Rule]], all_: Held, one_of: int
) -> Iterator[tuple[str, Rule, Place, Holder]]:
    for at, (method, rule) in enumerate(rules):
        for number, place in enumerate(all_.places):
            if rule.target is not type(place.target):
                continue
            for other, holder in enumerate(all_.holders):
                if (at + number + other) % one_of == 0:
                    yield method, rule, place, holder


@pytest.mark.first(1)
@pytest.mark.parametrize("one_of", [LESS, ONE_OF, pytest.param(1, marks=pytest.mark.long)])
async def test_nothing_passes_that_the_classeur_does_not_give(team_config: Config, one_of: int) -> None:
    app = create_app(team_config)
    async with client_of(app) as client:
        all_ = await held(client, app[ENGINE].write)
        rules = [
            (route.method, rule)
            for route, rule in app[RULES].items()
            if isinstance(rule.need, Role) and rule.path not in LINES
        ]
        asked, passed, wrong = Counter[str](), 0, []
        for method, rule, place, holder in cells(rules, all_, one_of):
            need = rule.need
            assert isinstance(need, Role)
            may = holder.may(place, need) and not rule.is_door
            if rule.begins and holder.way not in {"maker", "member"}:
                continue
            asked[f"{holder.state} {place.state}"] += 1
            passed += may
            if may and method not in (hdrs.METH_GET, hdrs.METH_HEAD):
                continue
            answer = await client.request(
                method,
                address(rule, place.target.id),
                headers=holder.cookie | {"Accept": "application/json"},
                allow_redirects=False,
            )
            told = (await answer.read()).decode(errors="replace") if answer.status in SHUT else ""
            refused = answer.status in SHUT and (not may or any(why in told for why in REFUSED))
            if refused is may:
                wrong.append(
                    (method, rule.path, place.state, holder.way, holder.state, answer.status, told[:90])
                )
    assert wrong == []
    assert passed > 100
    assert {name.partition(" ")[0] for name in asked} >= set(STATES)
    assert asked.total() >= {1: 12_000, ONE_OF: 2000, LESS: 400}[one_of], asked.total()


@pytest.mark.whole
async def test_who_may_not_is_told_no_title_no_name_and_no_number(team_config: Config) -> None:
    """By any page of a note: what stands in the answer is the same as for what does not exist."""
    app = create_app(team_config)
    async with client_of(app) as client:
        all_ = await held(client, app[ENGINE].write)
        unknown = {type(place.target): place for place in all_.places if place.state == "unknown"}
        for holder in all_.holders:
            for place in all_.places:
                if place.state in {"trashed", "archived"} or holder.may(place, Role.READ):
                    continue
                seen = [await page(client, one, holder) for one in (place, unknown[type(place.target)])]
                assert seen[0] == seen[1], (holder, place)


async def page(client: Client, place: Place, holder: Holder) -> tuple[int, str]:
    """What a browser is shown at the place's own address, without that address."""
    id_ = place.target.id
    answer = await client.get(
        f"{BASES[type(place.target)].removesuffix('{token}')}{id_}", headers=holder.cookie
    )
    return answer.status, (await answer.text()).replace(id_, "").replace(id_[-4:], "")
