"""A note more costs what one before cost, or the table says so; a few commands are run for it."""

from pathlib import Path

import pytest

from tests.tools.growth.costs import Costs, growth, marginal_ms, told
from tests.tools.growth.instance import filled
from tests.tools.growth.measure import Place, measured


def test_what_a_command_costs_without_a_note_is_in_no_step() -> None:
    assert marginal_ms({500: 2.5, 1000: 3.0, 2000: 4.0}) == [1.0, 1.0]
    assert growth([1.0, 1.0]) == 1.0


def test_what_grows_stands_out_and_what_costs_nothing_is_not_judged() -> None:
    costs = Costs()
    for notes in (100, 200, 300):
        costs.add("sqlite", "list", notes, 1.0)
        costs.add("sqlite", "backup", notes, notes**2 / 1e5)
    _, _, of_list, of_backup = told(costs)
    assert of_list == "| list | sqlite | 1.00 | 1.00 | 1.00 | 0.000 | 0.000 | – |"
    assert of_backup == "| backup | sqlite | 0.10 | 0.40 | 0.90 | 3.000 | 5.000 | **1.67** |"


@pytest.mark.bench
async def test_every_command_runs_on_a_filled_file(tmp_path: Path) -> None:
    await filled(tmp_path / "data", 8)
    place = Place(folder=tmp_path, url="", pid=1)
    cost = dict(measured(place, "sqlite", 8))
    assert set(cost) == {"list", "trash", "check", "backup", "restore", "compact", "prune"}
    assert all(seconds >= 0 for seconds in cost.values())
