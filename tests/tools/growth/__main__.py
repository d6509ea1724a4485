"""What each command costs a note, with few notes and with many, on both engines; its table of performance.md.

python -m tests.tools.growth [--notes 500,2000,8000,20000] [--on sqlite,postgresql] [--rounds 3] [--write]
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
from tests.tools.growth.costs import Costs, told
from tests.tools.growth.instance import filled
from tests.tools.growth.measure import Place, measured

_PAGE: Final = Path(__file__).parents[3] / "docs" / "performance.md"
_ENGINES: Final = ("sqlite", "postgresql")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--notes", default="500,2000,8000,20000")
    parser.add_argument("--on", default=",".join(_ENGINES), help="sqlite, postgresql")
    parser.add_argument("--rounds", type=int, default=3, help="the fastest of them counts")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    engines, costs = options.on.split(","), Costs()
    with tempfile.TemporaryDirectory(prefix="pochette-growth-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as somebody else
        for many in map(int, options.notes.split(",")):
            _measure(folder / str(many), many, engines * options.rounds, costs)
    lines = told(costs)
    print(*lines, sep="\n")  # noqa: T201 - the result of this command
    if options.write:
        _PAGE.write_text(write_between(_PAGE.read_text("utf-8"), "growth", lines), "utf-8")


def _measure(folder: Path, many: int, engines: list[str], costs: Costs) -> None:
    folder.mkdir()
    asyncio.run(filled(folder / "data", many))
    with postgresql(folder) as (url, pid):
        place = Place(folder=folder, url=url, pid=pid)
        for engine in engines:
            for command, cpu_s in measured(place, engine):
                costs.add(engine, command, many, cpu_s)
                spent = {"engine": engine, "command": command, "notes": many, "cpu_s": round(cpu_s, 3)}
                print(json.dumps(spent), file=sys.stderr, flush=True)  # noqa: T201 - how far it is


if __name__ == "__main__":
    main()
