"""Tells what schema.sql and the migrations say otherwise, on SQLite: python -m tests.tools.schema."""

import sys

from server.storage.migrations import baseline, migrations
from tests.server.storage.shapes import difference, made_by


def main() -> int:
    """0 where they lead to the same."""
    file, every = baseline(), migrations()
    told = difference(
        [_after(file.number), *made_by([file.script])],
        [_after(every[-1].number), *made_by(one.script for one in every)],
    )
    if told:
        print(told)  # noqa: T201 - the program's answer
    return bool(told)


def _after(number: int) -> str:
    return f"After migration {number:04}:"


if __name__ == "__main__":
    sys.exit(main())
