"""People, faults and a judge for one node or several: a line of JSON for each run, and a table at the end.

python -m tests.tools.nodes [FAULT...] [--database postgresql] [--nodes 2] [--runs 5] [--seed N]
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
import traceback
from pathlib import Path

from tests.tools.nodes.faults import FAULTS
from tests.tools.nodes.kept import line_of, read
from tests.tools.nodes.run import Outcome, Plan, run
from tests.tools.nodes.table import table


def main() -> int:
    """How many runs were not clean."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("faults", nargs="*", metavar="FAULT", help=", ".join(FAULTS))
    parser.add_argument("--runs", type=int, default=5, help="of each fault, each with a seed one higher")
    parser.add_argument("--seconds", type=float, default=20, help="of typing around the fault")
    parser.add_argument("--minutes", type=float, default=2, help="of chaos")
    parser.add_argument("--nodes", type=int, default=2, help="with PostgreSQL; SQLite has one")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--notes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the logs of runs that were not clean")
    parser.add_argument("--table", type=Path, nargs="+", help="run nothing: the table of these lines of JSON")
    options = parser.parse_args()
    if options.table:
        print(table(read(line for file in options.table for line in file.open(encoding="utf-8"))))  # noqa: T201
        return 0
    is_shared = options.database == "postgresql"
    names = options.faults or [name for name in FAULTS if is_shared or not FAULTS[name].on_postgresql]
    if unknown := set(names) - set(FAULTS):
        parser.error(f"expected some of {', '.join(FAULTS)}, got {', '.join(sorted(unknown))}")
    if not is_shared and (alone := [name for name in names if FAULTS[name].on_postgresql]):
        parser.error(f"expected --database postgresql for {', '.join(alone)}")
    outcomes: dict[str, list[Outcome]] = {name: [] for name in names}
    failed = 0
    for name in names:
        for seed in range(options.seed, options.seed + options.runs):
            plan = Plan(
                nodes=options.nodes if is_shared else 0,
                seconds=options.seconds,
                minutes=options.minutes,
                people=options.people,
                notes=options.notes,
                seed=seed,
            )
            outcome = _run(name, plan, options.keep)
            failed += outcome is None or not (outcome.is_clean or FAULTS[name].loses)
            if outcome is not None:
                outcomes[name].append(outcome)
                print(line_of(name, outcome), flush=True)  # noqa: T201 - the result
    print(table(outcomes))  # noqa: T201 - the same
    return failed


def _run(name: str, plan: Plan, keep: Path | None) -> Outcome | None:
    """None, and the reason on stderr, where a run does not come to its end."""
    with tempfile.TemporaryDirectory() as folder:
        outcome: Outcome | None = None
        try:
            outcome = asyncio.run(run(FAULTS[name], plan, Path(folder)))
        except Exception:  # noqa: BLE001 - the next run may come to its end
            sys.stderr.write(f"{name}, seed {plan.seed}:\n{traceback.format_exc()}")
        if keep is not None and not (outcome is not None and outcome.is_clean):
            kept = keep / f"{name}-{plan.seed}"
            kept.mkdir(parents=True, exist_ok=True)
            for log in (*Path(folder).glob("*.log"), *Path(folder).glob("*/log")):
                shutil.copyfile(log, kept / "-".join(log.relative_to(folder).parts))
    return outcome


if __name__ == "__main__":
    sys.exit(main())
