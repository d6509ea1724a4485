"""Pages on their side: a wide table in a block with its headings, and the few words between or behind."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any
from xml.etree.ElementTree import Element

SIDE = "landscape"
COLUMNS = "two-columns"
_HEADING = re.compile(r"h[1-6]\Z")
# Lines under a table or a chart that are of it.
_OF_A_TABLE = re.compile(r"\s*(?:sources?|notes?|lecture|champ|n\.?\s?b\.?)\s*:", re.IGNORECASE)
# Letters behind a table on its side that stand there too, rather than alone on the next page.
FEW = 600


def blocks_of(main: Any) -> list[Any]:
    """The blocks of a note, whether they stand on pages on their side or not."""
    return list(_blocks(main))


def _blocks(holder: Any) -> Iterator[Any]:
    for one in holder:
        yield from _blocks(one) if one.get("class") in {SIDE, COLUMNS} else [one]


def turn(
    root: Any,
    blocks: Sequence[Any],
    sides: Collection[Any],
    *,
    along: Collection[Any] = (),
    columns: Collection[Any] = (),
    frames: Mapping[Any, Any] | None = None,
) -> None:
    """Put blocks in this order, the tables `sides` on pages on their side with the blocks `along`.

    Text among these that is in `columns` stands in two of them. A table that has a frame stands in that. The
    head of the note stands on the page of its first block.
    """
    main = next(root.iter("main"), None)
    if main is None:
        return
    turned = _turned(blocks, sides, {*along, *columns})
    for block in list(main):
        main.remove(block)
    for is_turned, group in groupby(zip(blocks, turned, strict=True), key=itemgetter(1)):
        side = _inside(main, SIDE) if is_turned else main
        for is_text, those in groupby((block for block, _ in group), key=columns.__contains__):
            holder = _inside(side, COLUMNS) if is_text else side
            holder.extend((frames or {}).get(block, block) for block in those)
    for head in root.iter("header"):
        add_name(head, SIDE, is_in=turned[:1] == [True])
    for end in root.iter("p"):
        if "end" in names(end):
            add_name(end, SIDE, is_in=turned[-1:] == [True])


def _inside(element: Any, name: str) -> Any:
    inner = Element("div", {"class": name})
    element.append(inner)
    return inner


def add_name(element: Any, name: str, *, is_in: bool = True) -> None:
    """Give an element a class, or take it away."""
    kept = [one for one in element.get("class", "").split() if one != name] + [name] * is_in
    if kept:
        element.set("class", " ".join(kept))
    else:
        element.attrib.pop("class", None)


def _turned(blocks: Sequence[Any], sides: Collection[Any], others: Collection[Any]) -> list[bool]:
    """Which blocks stand on such pages: the tables `sides`, `others`, and the headings of both."""
    turned = [block in sides or block in others for block in blocks]
    is_under = False
    for at, block in enumerate(blocks):
        is_under = block in sides or (is_under and is_source_line(block))
        turned[at] |= is_under
    for at in range(len(blocks) - 1, 0, -1):
        turned[at - 1] |= turned[at] and goes_along(blocks[at - 1])
    for one, next_one in pairwise([*(at for at, block in enumerate(blocks) if block in sides), len(blocks)]):
        if is_short(blocks[one + 1 : next_one]):
            turned[one:next_one] = [True] * (next_one - one)
    return turned


def names(element: Any) -> set[str]:
    """The classes of an element."""
    return set(element.get("class", "").split())


def is_heading(block: Any) -> bool:
    return _HEADING.match(block.tag) is not None


def is_source_line(block: Any) -> bool:
    """Whether a block says where the table or chart above it comes from, or how it is read."""
    return block.tag == "p" and _OF_A_TABLE.match("".join(block.itertext())) is not None


def is_short(blocks: Sequence[Any]) -> bool:
    """Whether they are a few words, with no page that ends and no picture between."""
    others = any(block.tag == "figure" or "page-break" in names(block) for block in blocks)
    return not others and sum(len("".join(block.itertext())) for block in blocks) < FEW


def goes_along(block: Any) -> bool:
    """Whether a block stands on the page of what follows it."""
    return is_heading(block) or "lead" in names(block)
