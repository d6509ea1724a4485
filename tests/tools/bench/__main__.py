"""Our server and its peers under the same load; the tables and the plot of docs/performance.md.

python -m tests.tools.bench [--quick | --write] [--repetitions 3] [--only typing,flood] [--peers ours]
"""

import argparse
import sys
import time
from pathlib import Path

from tests.tools.bench.compare import Comparison, read_results
from tests.tools.bench.install import Work, install
from tests.tools.bench.medians import Medians
from tests.tools.bench.plan import PAPER, PRINT, SCENARIOS
from tests.tools.bench.plot import plot
from tests.tools.bench.servers import ROOT, MissingPeerError, before, peers
from tests.tools.bench.tables import sections, write_page

PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "images" / "speed.svg"


def main() -> int:
    work = Work.chosen()
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    try:
        known = peers(work)
    except MissingPeerError as error:
        parser.error(str(error))
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument(
        "--climbs", type=int, default=1, help="repetitions of what is run until a server fails"
    )
    parser.add_argument("--peers", default=",".join(known), help="of " + ", ".join(known))
    names = [*(scenario.name for scenario in SCENARIOS), PAPER, PRINT]
    parser.add_argument("--only", default="", help="of " + ", ".join(names))
    parser.add_argument("--before", type=Path, help="another checkout of ours, one peer more")
    parser.add_argument("--results", type=Path, help="a file of earlier results: nothing is run")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    parser.add_argument("--quick", action="store_true", help="once and in small, to see that all works")
    options = parser.parse_args()
    if options.quick and options.write:
        parser.error("what is measured in small is not for the page: --quick or --write")
    if options.write and (options.only or options.before or options.peers != ",".join(known)):
        parser.error("a part would empty the other tables of the page: --write, or --only and --peers")
    chosen = options.peers.split(",")
    if options.before:
        known["before"] = before(options.before)
        chosen.append("before")
    results: Path | None = options.results
    if results is None:
        install(work)
        results = work.results / f"{time.strftime('%Y-%m-%dT%H-%M-%S')}.jsonl"
        Comparison(
            work=work,
            peers=[known[name] for name in chosen],
            repetitions=1 if options.quick else options.repetitions,
            climbs=1 if options.quick else options.climbs,
            results=results,
            is_quick=options.quick,
        ).run(list(filter(None, options.only.split(","))))
    medians = Medians(read_results(results))
    titles = {name: peer.title for name, peer in known.items()} | medians.titles
    if options.write:
        PAGE.write_text(write_page(PAGE.read_text("utf-8"), medians, titles), "utf-8")
        PLOT.write_text(plot(medians, titles), "utf-8")
    for name, lines in sections(medians, titles).items():
        print(f"\n{name}\n", *lines, sep="\n")  # noqa: T201 - the result of this command
    return 0


if __name__ == "__main__":
    sys.exit(main())
