"""The house of a checkout in numbers: packages and arrows, requests, targets, ways to say one thing.

python -m tests.tools.house CHECKOUT [--json FILE]
python -m tests.tools.house --compare OLD NEW

OLD and NEW are files that `--json` has written. A number is reported, never a target.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.tools.house.table import table
from tests.tools.house.whole import figures


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="python -m tests.tools.house")
    options.add_argument("checkout", type=Path, nargs="?")
    options.add_argument("--json", type=Path)
    options.add_argument("--compare", type=Path, nargs=2, metavar=("OLD", "NEW"))
    asked = options.parse_args(arguments)
    if asked.compare:
        old, new = (json.loads(file.read_text("utf-8")) for file in asked.compare)
        sys.stdout.write(table({"before": old, "after": new}))
        return
    if asked.checkout is None:
        options.error("expected a checkout, or --compare with two files")
    counted = figures(asked.checkout.resolve())
    if asked.json:
        asked.json.write_text(json.dumps(counted, indent=1, ensure_ascii=False) + "\n", "utf-8")
    sys.stdout.write(table({"": counted}))


if __name__ == "__main__":
    main()
