"""Worlds by chance: whoever lost their right has nothing that was not named, nobody else lost anything."""

import os
from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest

from server.app import create_app
from server.settings.config import Config
from tests.conftest import client_of
from tests.server.sending.mailbox import Mailbox
from tests.server.withdrawing.doings import step
from tests.server.withdrawing.ends import link_ends, membership_ends, right_ends
from tests.server.withdrawing.worlds import staged, staged_team

# So many worlds share a server, which reads its pages once.
TOGETHER = 10
LONG = range(0, int(os.environ.get("POCHETTE_WORLDS", "1000")), TOGETHER)


async def live(config: Config, box: Mailbox, seeds: Iterable[int]) -> set[str]:
    """Worlds on one server; gives which ends they had."""
    ends = set()
    async with client_of(create_app(config), headers={"Host": "notes.example.org"}) as client:
        for seed in seeds:
            world = await staged(client, box, Random(seed))
            world.done.append(f"seed {seed}")
            for _ in range(world.random.randint(6, 16)):
                await step(world)
            ends.add(await (link_ends if world.chance(0.25) else right_ends)(world))
    return ends


@pytest.mark.first(1)
@pytest.mark.parametrize("part", range(4))
async def test_who_lost_their_right_has_nothing_that_was_not_named(
    mailing: Config, box: Mailbox, part: int
) -> None:
    assert await live(mailing, box, range(1000 + part * 3, 1003 + part * 3)) - {""}


async def live_in_a_team(config: Config, box: Mailbox, seed: int) -> str:
    """One world; gives which end it had."""
    headers = {"Host": "notes.example.org", "Accept-Language": "fr"}
    async with client_of(create_app(config), headers=headers) as client:
        world = await staged_team(client, box, Random(seed))
        world.done.append(f"seed {seed}")
        for _ in range(world.random.randint(6, 16)):
            await step(world)
        return await membership_ends(world)


@pytest.fixture
def team_mailing(mailing: Config, team_config: Config) -> Config:
    """The settings of a team that sends."""
    return replace(mailing, team_passphrase=team_config.team_passphrase)


async def test_who_is_no_member_any_more_has_nothing(team_mailing: Config, box: Mailbox) -> None:
    assert await live_in_a_team(team_mailing, box, 7)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(200))
async def test_the_same_of_two_hundred_teams(team_mailing: Config, box: Mailbox, seed: int) -> None:
    await live_in_a_team(team_mailing, box, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", LONG)
async def test_the_same_of_a_thousand_worlds(mailing: Config, box: Mailbox, seed: int) -> None:
    assert await live(mailing, box, range(seed, seed + TOGETHER)) - {""}
