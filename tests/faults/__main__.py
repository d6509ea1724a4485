"""The long forms of all faults, one after the other: a line of JSON each.

python -m tests.faults [NAME...]
"""

import argparse
import subprocess
import sys
from typing import Final

LONG: Final[tuple[tuple[str, ...], ...]] = (
    ("kills", "--kills", "300", "--notes", "20"),
    ("power", "--cuts", "60000"),
    ("power", "--failures", "6000"),
    ("hostile", "--frames", "300000"),
    ("nonsense", "--updates", "300000"),
    ("nonsense", "--updates", "300000", "--sense"),
    ("weights",),
    ("compactions", "--compactions", "10000"),
    ("restarts", "--restarts", "500"),
    ("backups", "--backups", "30", "--edits", "500", "--flips", "200"),
    ("seeds", "--seeds", "100", "--operations", "3000"),
    ("leaks", "--loads", "10000", "--connects", "100000"),
    ("load", "--sockets", "10000", "--notes", "1000", "--edits", "2000", "--seconds", "300"),
)


def main() -> int:
    """How many did not come to their end."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = sorted({name for name, *_ in LONG})
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    chosen = parser.parse_args().names
    if unknown := set(chosen) - set(names):
        parser.error(f"expected some of {', '.join(names)}, got {', '.join(sorted(unknown))}")
    ended_badly = 0
    for name, *options in LONG:
        if chosen and name not in chosen:
            continue
        print("·", name, *options, flush=True)  # noqa: T201 - what is being done
        command = [sys.executable, "-m", f"tests.faults.{name}", *options]
        ended_badly += subprocess.run(command, check=False).returncode != 0
    return ended_badly


if __name__ == "__main__":
    sys.exit(main())
