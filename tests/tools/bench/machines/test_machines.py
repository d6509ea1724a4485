"""Two servers of one database under load, and the table that is made of it."""

from pathlib import Path
from typing import Any

from tests.tools.bench.install import Work
from tests.tools.bench.machines.instances import instances, serve
from tests.tools.bench.machines.table import sections
from tests.tools.bench.medians import Medians
from tests.tools.bench.typing_people import many_notes


async def test_letters_come_from_one_server_to_those_at_the_other_and_all_are_on_disk(tmp_path: Path) -> None:
    two = instances(Work(tmp_path))["two"]
    with serve(two, tmp_path / "log", rates=True) as site:
        figures = await many_notes(site, -1, notes=4, each=3, seconds=0.3)

    assert (figures["undelivered"], figures["missing"], figures["closed"]) == (0, 0, 0)
    assert 0 < figures["busiest_pct"] < figures["busiest_pct"] + figures["store_pct"] < figures["cpu_pct"]


def test_what_was_asked_of_two_servers_is_judged_by_the_busier_one() -> None:
    def at_a_thousand(peer: str, busiest_pct: float) -> dict[str, Any]:
        figures = {"cpu_pct": 90.0, "busiest_pct": busiest_pct, "missing": 0}
        return {"scenario": "notes", "size": 1000, "peer": peer, "repetition": 0, **figures}

    titles = {"scenario": "titles", "ours": "SQLite", "one": "one", "two": "two", "by_note": "by note"}
    results = [titles, at_a_thousand("one", 80), at_a_thousand("two", 60), at_a_thousand("by_note", 48)]
    table = "\n".join(sections(Medians(results))["bench: machines"])

    assert "60 % for the busier one, 80 % for one alone, 0.75 times: **not met**" in table
    assert "48 % for the busier one, 80 % for one alone, 0.60 times: met" in table
