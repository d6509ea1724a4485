"""Pages on their side: a wide table in a block with its headings, and the few words between or behind."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

SIDE = "landscape"
_HEADING = re.compile(r"h[1-6]\Z")
# Letters behind a table on its side that stand there too, rather than alone on the next page.
_FEW = 600


def turn(root: Any, sides: Collection[Any]) -> None:
    """Put the tables `sides`, blocks of the note, on pages on their side; again when others join them."""
    main = next(root.iter("main"), None)
    if main is None or not sides:
        return
    blocks = [block for one in main for block in (one if one.get("class") == SIDE else [one])]
    turned = _turned(blocks, sides)
    for block in list(main):
        main.remove(block)
    holder = main
    for block, is_turned in zip(blocks, turned, strict=True):
        if not is_turned:
            holder = main
        elif holder is main:
            holder = Element("div", {"class": SIDE})
            main.append(holder)
        holder.append(block)
    for end in root.iter("p"):
        if "end" in names(end):
            end.set("class", f"end {SIDE}" if turned[-1] else "end")


def _turned(blocks: Sequence[Any], sides: Collection[Any]) -> list[bool]:
    """Which blocks stand on such pages."""
    turned = [block in sides for block in blocks]
    for at in range(len(blocks) - 1, 0, -1):
        turned[at - 1] |= turned[at] and _goes_along(blocks[at - 1])
    for one, next_one in pairwise([*(at for at, block in enumerate(blocks) if block in sides), len(blocks)]):
        if _is_short(blocks[one + 1 : next_one]):
            turned[one:next_one] = [True] * (next_one - one)
    return turned


def names(element: Any) -> set[str]:
    """The classes of an element."""
    return set(element.get("class", "").split())


def _goes_along(block: Any) -> bool:
    return _HEADING.match(block.tag) is not None or "lead" in names(block)


def _is_short(blocks: Sequence[Any]) -> bool:
    breaks = any("page-break" in names(block) for block in blocks)
    return not breaks and sum(len("".join(block.itertext())) for block in blocks) < _FEW
