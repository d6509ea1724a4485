"""What is measured of a checkout: on this one, without a browser."""

from pathlib import Path

import pytest

from tests.journeys.site import ROOT
from tests.tools.bench import checkouts
from tests.tools.bench.checkout import Checkout


def test_the_script_of_a_page_is_counted_with_what_it_imports() -> None:
    sizes = Checkout(ROOT).script_kb()
    first, whole = sizes["editor: script at first, kB"], sizes["editor: script with everything, kB"]
    assert sizes["reader: script at first, kB"] < first < whole


async def test_a_start_has_its_times_and_its_memory_and_the_server_ends(tmp_path: Path) -> None:
    costs = await Checkout(ROOT).start_cost(tmp_path / "data")
    assert costs["serve to its first answer, s of processor"] > 0
    assert 20 < costs["memory at rest, server, MB"] <= costs["memory at rest, with its child processes, MB"]


def test_the_table_has_the_median_the_range_and_the_ratio() -> None:
    table = checkouts.lines({"a key, ms": [[10, 12, 11], [5.5, 5.5, 5.5]]}, ["97cdabb", "main"])
    assert table == [
        "|  | 97cdabb | main | ratio |",
        "|---|---:|---:|---:|",
        "| a key, ms | 11 (10 to 12) | 5.5 | 0.50× |",
    ]


def test_a_checkout_that_is_not_set_up_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        checkouts.main([str(ROOT), str(tmp_path)])
    assert f"run ./dev setup in {tmp_path}" in capsys.readouterr().err
