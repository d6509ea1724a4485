"""What two records tell differently, alike differences together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

_SHOWN: Final = 5
_NAMELESS: Final = "–"


def read(file: Path) -> dict[str, str]:
    """The questions of a record, each with its answer."""
    lines = file.read_text("utf-8").splitlines()
    return {name: answer for name, _, answer in (line.rpartition("\t") for line in lines)}


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """A head for each pair of answers that differ alike, and some of its questions below it."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name, _NAMELESS), after.get(name, _NAMELESS)
        if was != now:
            groups[_alike(was, now)].append(name)
    for (was, now), names in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0])):
        yield f"{len(names)} × {was}  ⇒  {now}"
        yield from (f"    {name.replace(chr(9), ' | ')}" for name in names[:_SHOWN])
        if len(names) > _SHOWN:
            yield f"    and {len(names) - _SHOWN} more"


def _alike(was: str, now: str) -> tuple[str, str]:
    """Status, code and location; of answers that differ in their page alone, that it does."""
    heads = was.partition("#")[0].strip(), now.partition("#")[0].strip()
    return heads if heads[0] != heads[1] else (heads[0], f"{heads[1]} with another page")
