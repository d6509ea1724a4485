"""What each command costs a note, with few notes and with many, on both engines; its table of performance.md.

python -m tests.tools.growth [--notes 500,2000,8000,20000] [--on sqlite,postgresql]
                             [--rounds 3 | --counted] [--write]
"""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.tools.bench.between import write_between
from tests.tools.bench.machines.stores import postgresql
from tests.tools.growth.costs import Costs, told, told_together
from tests.tools.growth.instance import filled
from tests.tools.growth.measure import Place, measured
from tests.tools.growth.meters import SECONDS, WORK

_PAGE: Final = Path(__file__).parents[3] / "docs" / "performance.md"
_ENGINES: Final = ("sqlite", "postgresql")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--notes", default="500,2000,8000,20000")
    parser.add_argument("--on", default=",".join(_ENGINES), help="sqlite, postgresql")
    parser.add_argument("--rounds", type=int, default=3, help="the fastest of them counts")
    parser.add_argument("--counted", action="store_true", help="calls, rows and pages, in one round")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    engines = options.on.split(",") * (1 if options.counted else options.rounds)
    costs = [Costs(unit) for unit in (WORK if options.counted else (SECONDS,))]
    with tempfile.TemporaryDirectory(prefix="pochette-growth-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as somebody else
        for many in map(int, options.notes.split(",")):
            _measure(folder / str(many), many, engines, costs)
    lines = told_together(costs) if options.counted else told(*costs)
    print(*lines, sep="\n")  # noqa: T201 - the result of this command
    if options.write:
        place = "counted growth" if options.counted else "growth"
        _PAGE.write_text(write_between(_PAGE.read_text("utf-8"), place, lines), "utf-8")


def _measure(folder: Path, many: int, engines: list[str], costs: list[Costs]) -> None:
    folder.mkdir()
    asyncio.run(filled(folder / "data", many))
    is_counted = costs[0].unit is not SECONDS
    with postgresql(folder) as (url, pid):
        place = Place(folder=folder, url=url, pid=pid, is_counted=is_counted)
        for engine in engines:
            for command, spent in measured(place, engine):
                for of_unit in costs:
                    of_unit.add(engine, command, many, spent[of_unit.unit.name])
                said = {"engine": engine, "command": command, "notes": many, **spent}
                print(json.dumps(said), file=sys.stderr, flush=True)  # noqa: T201 - how far it is


if __name__ == "__main__":
    main()
