"""Notes by chance that have too much for their pages, and a printer that measures what is proposed."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from export.note.brief import Brief, read_brief
from export.note.formats import Format
from export.paper.page_count import PageCount
from export.paper.word_boxes import WordBoxes
from export.process.worker import Worker
from server.paper.layout import read_setting
from server.paper.proposals import Proposal, proposals
from tests.export.anything import Author
from tests.images import png

NOON = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)
IMAGES = {f"{name}AAAAAAAAAAA": png(colour, 400) for name, colour in (("A", "red"), ("B", "green"))}


_WORDS = re.findall(r"\S+", "les trains de la vallée ont roulé à l’heure toute la semaine malgré la neige")


def note_by_chance(seed: int) -> Brief:
    """Blocks of any kind, up to two pictures, and paragraphs at its end."""
    chance = random.Random(seed)
    text = Author(seed).note(blocks=chance.randint(1, 7))
    blocks = text.split("\n\n")
    definitions = [block for block in blocks if block.startswith("[^")]
    body = [block for block in blocks if not block.startswith("[^")]
    names = list(IMAGES)[: chance.randint(0, 2)]
    for name in names:
        picture = f"![Une gare](image/{name}){{width={chance.choice((30, 60, 100))}%}}"
        body.insert(chance.randint(1, len(body)), picture)
    body += [_paragraph(chance) for _ in range(chance.randint(4, 9))]
    brief = read_brief("\n\n".join([*definitions, *body]), printed_at=NOON)
    shape = chance.choice((Format.NOTE, Format.NOTE, Format.POCKET, Format.LARGE))
    return replace(brief, images=IMAGES, format=shape)


def _paragraph(chance: random.Random) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(chance.randint(20, 120))).capitalize() + "."


async def proposed(worker: Worker, brief: Brief) -> tuple[PageCount, Sequence[Proposal]]:
    async def measure(changed: Brief) -> PageCount:
        return worker.page_count(changed)

    count = worker.page_count(brief)
    return count, await proposals(brief, count, measure)


def pressed(brief: Brief, proposal: Proposal) -> Brief:
    """The note as it prints with the options of a proposal, as its address says them."""
    before = {"pages": brief.pages_wanted, "margin": brief.has_hand_margin}
    return replace(brief, **read_setting({**before, **proposal.setting}).how)


def cut(worker: Worker, brief: Brief, lines: int) -> Brief | None:
    """The same note without its last lines, as its print has them; None where these are no paragraphs."""
    _, packed, _ = worker.located_pdf(brief)
    words = [
        (number, word.top)
        for number, page in enumerate(WordBoxes.from_bytes(packed).pages)
        for word in page
        if word.start >= _first_of_tail(brief.body)
    ]
    if len(set(words)) <= lines:
        return None
    last = sorted(set(words))[-lines:]
    gone = sum(place in last for place in words)
    starts = [found.start() for found in re.finditer(r"\S+", brief.body)]
    return replace(brief, body=brief.body[: starts[-gone]])


def _first_of_tail(body: str) -> int:
    """The line of the last block that is no paragraph."""
    rows = body.split("\n")
    return max(
        (at for at, row in enumerate(rows) if row.startswith(("!", "#", "[^", "|", "-", ">", ":"))), default=0
    )
