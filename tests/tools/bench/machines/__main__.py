"""One server and two under the same load, beside Hocuspocus on two; its table of docs/performance.md.

python -m tests.tools.bench.machines [--rounds 3] [--only typing,notes] [--peers ours,one,two] [--write]
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Final

from tests.tools.bench.between import write_between
from tests.tools.bench.compare import Comparison, read_results
from tests.tools.bench.install import Work, install
from tests.tools.bench.machines.instances import instances, serve
from tests.tools.bench.machines.table import sections
from tests.tools.bench.medians import Medians
from tests.tools.bench.probe import ANY_CORE
from tests.tools.bench.servers import ROOT

PAGE: Final = ROOT / "docs" / "performance.md"
SCENARIOS: Final = "typing,notes"


def main() -> int:
    work = Work.chosen()
    known = instances(work)
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default=SCENARIOS)
    parser.add_argument("--peers", default=",".join(known), help="of " + ", ".join(known))
    parser.add_argument("--results", type=Path, help="a file of earlier results: nothing is run")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    results: Path | None = options.results
    if results is None:
        install(work)
        results = work.results / f"machines-{time.strftime('%Y-%m-%dT%H-%M-%S')}.jsonl"
        Comparison(
            work=work,
            peers=[known[name] for name in options.peers.split(",")],
            repetitions=options.rounds,
            climbs=1,
            results=results,
            serve=serve,
            core=ANY_CORE,
        ).run(options.only.split(","))
    medians = Medians(read_results(results))
    page = PAGE.read_text("utf-8")
    for name, lines in sections(medians).items():
        print(f"\n{name}\n", *lines, sep="\n")  # noqa: T201 - the result of this command
        page = write_between(page, name, lines)
    if options.write:
        PAGE.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
