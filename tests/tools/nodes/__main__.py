"""People, faults and a judge for one node or several: a line of JSON for each run, and a table at the end.

python -m tests.tools.nodes [FAULT...] [--runs 5] [--seconds 20] [--seed N]
"""

import argparse
import asyncio
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.tools.nodes.faults import FAULTS
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
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--notes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    names = options.faults or list(FAULTS)
    if unknown := set(names) - set(FAULTS):
        parser.error(f"expected some of {', '.join(FAULTS)}, got {', '.join(sorted(unknown))}")
    outcomes: dict[str, list[Outcome]] = {name: [] for name in names}
    for name in names:
        for seed in range(options.seed, options.seed + options.runs):
            plan = Plan(seconds=options.seconds, people=options.people, notes=options.notes, seed=seed)
            with tempfile.TemporaryDirectory() as folder:
                outcome = asyncio.run(run(FAULTS[name], plan, Path(folder)))
            outcomes[name].append(outcome)
            print(json.dumps({"fault": name, **asdict(outcome)}), flush=True)  # noqa: T201 - the result
    print(table(outcomes))  # noqa: T201 - the same
    return sum(not outcome.is_clean for some in outcomes.values() for outcome in some)


if __name__ == "__main__":
    sys.exit(main())
