"""The long forms of all faults, one after the other: a line of JSON each, and the table of what they prove.

python -m tests.tools.faults [NAME...] [--one-in N] [--keep] [--write]
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime

from tests.tools.bench.between import write_between
from tests.tools.faults.long import ALL
from tests.tools.faults.proofs import FILE, MARK, ROOT, Proof, commit, read, table, why

PAGE = ROOT / "docs" / "performance.md"


def main() -> int:
    """How many did not come to their end."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = sorted({long.name for long in ALL})
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    parser.add_argument("--one-in", type=int, default=1, metavar="N", help="a part of what each tries")
    parser.add_argument("--keep", action="store_true", help="add what came of them to docs/faults.jsonl")
    parser.add_argument(
        "--write", action="store_true", help="run none without names, and renew the table of what was kept"
    )
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"expected some of {', '.join(names)}, got {', '.join(sorted(unknown))}")
    proofs = []
    for long in ALL:
        if long.name in options.names or not (options.names or options.write):
            command = long.part(options.one_in) if options.one_in > 1 else long.command
            print("·", command, flush=True)  # noqa: T201 - what is being done
            proofs.append(_run(command))
            print(proofs[-1].line, flush=True)  # noqa: T201 - what came of it
            if options.keep:
                with FILE.open("a", encoding="utf-8") as file:
                    file.write(proofs[-1].line + "\n")
    if options.write:
        PAGE.write_text(write_between(PAGE.read_text("utf-8"), MARK, table(read())), "utf-8")
    return sum(proof.code != 0 for proof in proofs)


def _run(command: str) -> Proof:
    began, clock = datetime.now(UTC).isoformat(timespec="seconds"), time.monotonic()
    name, *options = command.split()
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            [sys.executable, "-m", f"tests.tools.faults.{name}", *options],
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            check=False,
        )
        said.seek(0)
        errors = said.read()
    sys.stderr.write(errors)
    # A server in the same process has its log there too.
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return Proof(
        command=command,
        commit=commit(),
        began=began,
        seconds=round(time.monotonic() - clock, 1),
        code=done.returncode,
        figures=(lines[0] if len(lines) == 1 else {"all": lines}) | why(done.returncode, errors),
    )


if __name__ == "__main__":
    sys.exit(main())
