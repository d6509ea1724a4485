"""From what the long forms wrote to a table that says when something was not proven."""

from pathlib import Path
from typing import Any

from tests.tools.faults.long import ALL, Long
from tests.tools.faults.proofs import Proof, read, table, verdict, why

FULL = next(long for long in ALL if long.name == "full")
CONTROL = next(long for long in ALL if long.is_control)


def proof(long: Long, figures: dict[str, Any], *, code: int = 0) -> Proof:
    return Proof(
        command=long.command,
        commit="abc1234",
        began="2017-03-14T08:30:00+00:00",
        seconds=90,
        code=code,
        figures=figures,
    )


def full(**figures: float) -> Proof:
    zeros = dict.fromkeys(FULL.zeros, 0)
    return proof(FULL, {"filled": 20, "told_s": 0.1, "resumed_s": 1.2, **zeros, **figures})


def test_all_zeros_and_figures_within_their_limits_are_said_plainly() -> None:
    said = verdict(FULL, full())
    assert said.startswith("0 untold, lost, twice, gaps, differences; 0.1 s until all are told (≤ 1)")
    assert "**" not in said


def test_what_is_no_zero_and_what_goes_beyond_its_limit_stands_out() -> None:
    assert verdict(FULL, full(lost=3)).startswith("**lost 3**; ")
    assert "**7 s until all save again (≤ 5)**" in verdict(FULL, full(resumed_s=7))
    assert verdict(FULL, proof(FULL, {}, code=1)) == "**ended with 1**"
    assert verdict(FULL, proof(FULL, {"ended": "OSError: no"}, code=1)) == "**ended with 1: OSError: no**"


def test_a_part_tries_less_and_nothing_easier() -> None:
    parts = {long.command: long.part(20) for long in ALL}
    assert parts["kills --kills 300 --notes 20 --longest 2"] == "kills --kills 15 --notes 20 --longest 2"
    assert parts["anomalies --every 1"] == "anomalies --every 20"
    assert parts["crashes --points 0 --cuts 2 --kills 5"] == "crashes --points 20 --cuts 1 --kills 1"
    assert parts["weights"] == "weights"
    assert parts["sitting --minutes 60 --pace 0.3"] == "sitting --minutes 3 --pace 0.3"
    largest = "erasures --edits 250000 --mib 1000 --people 10"
    assert parts[largest] == largest


def test_what_did_not_come_to_its_end_tells_why() -> None:
    group = """  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "tests/tools/faults/scribes.py", line 43, in open
    | subprocess.TimeoutExpired: Command 'pochette' timed out after 30 seconds
    +------------------------------------
"""
    assert why(1, group) == {
        "ended": "subprocess.TimeoutExpired: Command 'pochette' timed out after 30 seconds"
    }
    assert why(-9, "one\nlast\n") == {"ended": "last"}
    assert why(-9, "") == {"ended": ""}
    assert why(0, "TimeoutError") == {}


def test_a_figure_that_is_missing_is_no_zero() -> None:
    assert verdict(FULL, proof(FULL, {})).startswith("**untold –, lost –, ")


def test_a_control_must_lose() -> None:
    assert verdict(CONTROL, proof(CONTROL, {"lost": 12, "gaps": 0, "corrupt": 1})) == (
        "it loses, as it must: lost 12, corrupt 1"
    )
    assert "blind" in verdict(CONTROL, proof(CONTROL, {"lost": 0, "gaps": 0, "corrupt": 0}))


def test_the_table_has_the_last_run_of_each_and_a_file_keeps_them_all(tmp_path: Path) -> None:
    path = tmp_path / "faults.jsonl"
    path.write_text("".join(f"{one.line}\n" for one in (full(lost=1), full())), "utf-8")

    head, _, *lines = table(read(path))

    assert head.startswith("| what was done |")
    (line,) = lines
    assert "| 20 times, – words saved, – typed meanwhile |" in line
    assert line.endswith("| 2017-03-14 08:30, 2 min, abc1234 | `full --times 20` |")


def test_every_long_form_is_a_program_of_these_tests() -> None:
    for long in ALL:
        assert Path(__file__).with_name(f"{long.name}.py").is_file()
