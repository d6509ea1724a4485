"""The record of rights: every address, by every holder, in every circumstance, and what it answered.

python -m tests.tools.record make CHECKOUT FILE [--on postgresql] [--jobs N] [--only REGEX] [--one-of N]
python -m tests.tools.record compare BEFORE AFTER
python -m tests.tools.record addresses
"""

import argparse
import re
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from server.routes import routes
from tests.tools.record.compare import differences, read
from tests.tools.record.questions import addresses
from tests.tools.record.recorder import WORLDS, Wanted
from tests.tools.record.shares import share


def main(arguments: Sequence[str] | None = None) -> None:
    """Exit code 1 where two records differ."""
    options = argparse.ArgumentParser(prog="python -m tests.tools.record")
    commands = options.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make")
    make.add_argument("checkout", type=Path)
    make.add_argument("file", type=Path)
    make.add_argument("--on", choices=["sqlite", "postgresql"], default="sqlite")
    make.add_argument("--only", default="", help="a regular expression of METHOD and path")
    make.add_argument("--one-of", type=int, default=1, help="ask one of so many, always the same ones")
    make.add_argument("--jobs", type=int, default=1, help="processes, each with worlds of its own")
    make.add_argument("--texts", type=Path, help="a folder that is there: each page under its digest")
    make.add_argument("--world", choices=sorted(WORLDS), action="append")
    compare = commands.add_parser("compare")
    compare.add_argument("before", type=Path)
    compare.add_argument("after", type=Path)
    commands.add_parser("addresses")
    asked = options.parse_args(arguments)
    match asked.command:
        case "make":
            _make(asked)
        case "compare":
            told = list(differences(read(asked.before), read(asked.after)))
            sys.stdout.write("".join(f"{line}\n" for line in told))
            sys.exit(bool(told))
        case _:
            sys.stdout.write("".join(f"{line}\n" for line in table()))


def table() -> list[str]:
    """The rows of this tree's table of routes, as `addresses.txt` has them."""
    return sorted({f"{route.method} {route.rule.path}" for route in routes()})


def _make(asked: argparse.Namespace) -> None:
    begun = time.monotonic()
    rows = [one for one in addresses() if re.search(asked.only, " ".join(one))]
    shares = [rows[at :: asked.jobs] for at in range(asked.jobs)]
    worlds = asked.world or list(WORLDS)
    work = partial(share, asked.checkout.resolve(), asked.on)
    wanted = [
        Wanted(worlds=worlds, addresses=some, one_of=asked.one_of, texts=asked.texts) for some in shares
    ]
    with ProcessPoolExecutor(asked.jobs, mp_context=get_context("spawn")) as pool:
        told = list(pool.map(work, wanted))
    lines = sorted(chain.from_iterable(one.lines for one in told))
    many = sum(one.questions for one in told)
    asked.file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    sys.stderr.write(f"{len(lines)} of {many} questions, {time.monotonic() - begun:.0f} s\n")


if __name__ == "__main__":
    main()
