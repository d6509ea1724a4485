"""A note more costs what one before did, or the table says so; each command is run on both engines."""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.tools.bench.machines.stores import postgresql
from tests.tools.growth.costs import Costs, growth, marginal, told, told_together
from tests.tools.growth.instance import filled
from tests.tools.growth.measure import Place, measured
from tests.tools.growth.meters import SECONDS, WORK, Spent, Unit
from tests.tools.nodes.postgres import is_installed

_MANY = 8
_ON_BOTH = {"list", "trash", "check", "backup", "restore", "index", "compact", "prune"}


def test_what_a_command_costs_without_a_note_is_in_no_step() -> None:
    assert marginal({500: 2.5, 1000: 3.0, 2000: 4.0}) == [1.0, 1.0]
    assert growth([1.0, 1.0]) == 1.0


def test_growth_from_any_number_of_notes_to_the_next_is_told() -> None:
    assert growth([1.0, 1.5, 1.2]) == 1.5
    assert growth([1.0, 0.5, 0.75]) == 1.5
    assert growth([0.01, 0.02, 0.04]) is None


def test_the_fastest_of_several_rounds_counts() -> None:
    costs = Costs()
    for cpu_s in (2.0, 1.0, 3.0):
        costs.add("sqlite", "list", 100, cpu_s)
    assert list(costs) == [("sqlite", "list", {100: 1.0})]


def test_what_grows_or_is_over_its_limit_stands_out_and_what_costs_nothing_is_not_judged() -> None:
    costs = Costs()
    for notes in (100, 200, 300):
        costs.add("sqlite", "list", notes, 1.0)
        costs.add("sqlite", "check", notes, notes**2 / 1e5)
        costs.add("sqlite", "backup", notes, notes / 200)
    _, _, of_list, of_check, of_backup = told(costs)
    assert of_list == "| list | sqlite | 1.00 | 1.00 | 1.00 | 0.000 | 0.000 | – |"
    assert of_check == "| check | sqlite | 0.10 | 0.40 | 0.90 | 3.000 | 5.000 | **1.67** |"
    assert of_backup == "| backup | sqlite | 0.50 | 1.00 | 1.50 | **5.000** | **5.000** | 1.00 |"


def test_units_that_are_counted_stand_beside_each_other() -> None:
    calls, rows, pages = (Costs(unit) for unit in WORK)
    for notes in (100, 200, 300):
        calls.add("sqlite", "list", notes, 20 * notes)
        rows.add("sqlite", "list", notes, notes**2)
        pages.add("sqlite", "list", notes, 7)
    assert told_together((calls, rows, pages))[-1] == (
        "| list | sqlite | 20 · 20 | 1.00 | 300 · 500 | **1.67** | 0.0 · 0.0 | – |"
    )


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pochette-growth-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as somebody else
        yield folder


@pytest.mark.bench
def test_every_command_runs_on_a_filled_file(folder: Path) -> None:
    asyncio.run(filled(folder / "data", _MANY))
    _expect_all(dict(measured(Place(folder=folder, url="", pid=1), "sqlite")), _ON_BOTH)
    assert [path.name for path in folder.iterdir()] == ["data"]


@pytest.mark.bench
@pytest.mark.skipif(not is_installed(), reason="PostgreSQL is not installed")
def test_every_command_runs_on_a_filled_server_and_its_sessions_count(folder: Path) -> None:
    asyncio.run(filled(folder / "data", _MANY))
    with postgresql(folder) as (url, pid):
        cost = dict(measured(Place(folder=folder, url=url, pid=pid), "postgresql"))
    _expect_all(cost, _ON_BOTH | {"move there", "move back"})


@pytest.mark.bench
@pytest.mark.skipif(not is_installed(), reason="PostgreSQL is not installed")
def test_the_work_of_every_command_is_counted_on_both_engines(folder: Path) -> None:
    asyncio.run(filled(folder / "data", _MANY))
    with postgresql(folder) as (url, pid):
        place = Place(folder=folder, url=url, pid=pid, is_counted=True)
        _expect_all(dict(measured(place, "postgresql")), _ON_BOTH | {"move there", "move back"}, WORK)
        _expect_all(dict(measured(place, "sqlite")), _ON_BOTH, WORK)


def _expect_all(cost: dict[str, Spent], commands: set[str], units: Sequence[Unit] = (SECONDS,)) -> None:
    assert set(cost) == commands
    for spent in cost.values():
        assert set(spent) == {unit.name for unit in units}
        assert all(figure > 0 for figure in spent.values())
