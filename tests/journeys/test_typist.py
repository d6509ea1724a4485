"""A whole note is typed by keys alone: no sign of Markdown is seen, and paper reads what was meant."""

import re
from collections.abc import Iterator
from random import Random

import pytest
from markdown_it.tree import SyntaxTreeNode

from export.dialect.tokens import tree
from tests.journeys.conftest import Invite
from tests.journeys.site import ROOT, Site
from tests.journeys.typist import Typist
from tests.journeys.writer import Writer, fetched

NOTE = (ROOT / "export" / "samples" / "exemple.fr.md").read_text("utf-8")
# Two thousand words: most of it once more, without the calls of its footnotes.
LONG_NOTE = NOTE.replace(
    "## Questions probables",
    re.sub(r"\[\^\w+\]", "", NOTE[NOTE.index("## Le constat") : NOTE.index("### Trois attaques")])
    + "## Questions probables",
)
PLACES = {"thead", "tbody", "tr", "inline", "root"}


def lines(markdown: str) -> list[tuple[str, str]]:
    """Each line that a reader sees, with the blocks that hold it; footnotes by their place."""
    read = tree(markdown, lang="fr")
    out = [line for block in read.blocks for line in _lines(block, "")]
    return out + [
        ("note", line) for note in read.notes.values() for block in note for _, line in _lines(block, "")
    ]


def _lines(node: SyntaxTreeNode, within: str) -> Iterator[tuple[str, str]]:
    if node.type == "inline":
        for line in "".join(_letters(child) for child in node.children).split("\n"):
            yield within, " ".join(line.split())
        return
    if node.type == "fence":
        yield f"{within}/{node.info}", node.content
        return
    own = (
        within if node.type in PLACES else f"{within}/{node.type}{node.tag if node.type == 'heading' else ''}"
    )
    for child in node.children:
        yield from _lines(child, own)


def _letters(node: SyntaxTreeNode) -> str:
    if node.type in {"softbreak", "hardbreak"}:
        return "\n"
    if node.type == "footnote_ref":
        return f"[{node.meta['id'] + 1}]"
    said = "".join(map(_letters, node.children)) if node.children else node.content
    return f"<b>{said}</b>" if node.type == "strong" else f"<a>{said}</a>" if node.type == "link" else said


async def types(writer: Writer, seed: int, markdown: str) -> None:
    page = writer.page
    await fetched(page)
    await page.locator(".cm-content").focus()
    typist = Typist(writer, Random(seed))
    await typist.watch()
    await typist.write(markdown)
    assert await typist.signs() == []
    typed = await writer.text()
    assert lines(typed) == lines(markdown)


@pytest.mark.whole
async def test_a_page_of_every_block_is_typed_and_no_sign_is_seen(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(""))["edit"], "Claire")
    head, _, rest = NOTE.partition("## Notre proposition")
    notes = [line for line in rest.split("\n") if line.startswith(("[^quais]", "[^budget]"))]
    await types(claire, 1, head + "\n".join(notes))


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(3))
async def test_half_an_hour_of_writing_shows_no_sign(site: Site, invite: Invite, seed: int) -> None:
    claire = await invite((await site.new_note(""))["edit"], "Claire")
    assert len(LONG_NOTE.split()) > 2_000
    await types(claire, seed, LONG_NOTE)
