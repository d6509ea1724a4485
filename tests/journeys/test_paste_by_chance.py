"""Random documents as word processors copy and save them are the same blocks, pasted or imported."""

import os
import random

import pytest
from markdown_it.token import Token

from export.dialect.tokens import tree
from export.office.into import read_file
from tests.journeys.clipboard_programs import PROGRAMS, document, told
from tests.journeys.conftest import Invite
from tests.journeys.pasting import paste
from tests.journeys.site import Site
from tests.journeys.writer import VIEW, fetched

MANY = 400 if os.environ.get("POCHETTE_LONG") == "1" else 8
CLEAR = f"{VIEW}.dispatch({{changes: {{from: 0, to: {VIEW}.state.doc.length}}}})"
SEED = int(os.environ.get("POCHETTE_SEED", "1"))


def read(text: str) -> list[str]:
    """The blocks of a note as paper reads them, in the form of `told`."""
    out: list[str] = []
    open_: list[str] = []
    for token in (token for block in tree(text, lang="fr").blocks for token in block.to_tokens()):
        if token.type == "inline":
            lists = [tag for tag in open_ if tag in {"ul", "ol"}]
            kind = f"{lists[-1]}{len(lists)}" if lists else open_[-1]
            words = "".join(map(_said, token.children or [])).translate(_PLAIN)
            out.append(f"{kind} {words}".strip())
        elif token.nesting == 1:
            open_.append(token.tag)
        elif token.nesting == -1:
            open_.pop()
        else:
            out.append(token.type)
    return out


# Paper sets spaces and apostrophes; what is pasted has those of the keyboard.
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "'": "’", "\u200b": None})
_MARKS = {"strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>"}


def _said(token: Token) -> str:
    return _MARKS.get(token.type, token.content)


@pytest.mark.whole
async def test_a_document_is_what_it_was_whichever_program_copied_or_saved_it(
    site: Site, invite: Invite
) -> None:
    note = await invite((await site.new_note())["edit"], "Anna")
    await fetched(note.page)
    wrong = []
    for number in range(MANY):
        blocks = document(random.Random(SEED * 10_000 + number))
        for name, write in PROGRAMS.items():
            page = write(blocks)
            await note.page.evaluate(CLEAR)
            await paste(note.page, html=page, text="des lettres")
            await note.page.wait_for_function(f"() => {VIEW}.state.doc.length > 0")
            texts = {"pasted": await note.text()}
            # A page that Google's documents save tells its title and its looks by classes.
            if name != "google":
                texts["imported"] = read_file("x.html", page.encode()).markdown
            wrong += [
                (number, name, way, difference)
                for way, text in texts.items()
                if (difference := first_difference(read(text), told(blocks)))
            ]
    assert wrong == []


def first_difference(found: list[str], expected: list[str]) -> tuple[str, str] | None:
    both = zip([*found, "end"], [*expected, "end"], strict=False)
    return next((pair for pair in both if pair[0] != pair[1]), None)
