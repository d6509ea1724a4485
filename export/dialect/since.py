"""Passages of a text by their words, for lists that count changes; and the count where they cannot."""

from export.changes.counted import Counted, Leaf
from export.changes.pairs import changes
from export.dialect.context import ENTRY, Context, Target
from export.dialect.html import version_before
from export.dialect.markdown import parser
from export.dialect.passages import Passage, passages
from export.errors import ExportError
from export.note import limits
from export.note.brief import Brief


def leaves(brief: Brief) -> tuple[Leaf, ...]:
    """The title and the passages of a text, in the order of the screen. Raises TooMuch."""
    return tuple(Leaf(passage.key, len(passage.words)) for passage in on_screen(brief))


def counted(brief: Brief) -> Counted:
    """How much has changed since `previous`. Raises TooMuch for the text of now alone."""
    new = on_screen(brief)
    try:
        before = version_before(brief)
        old = on_screen(before) if before else []
    except ExportError:
        return Counted(0, is_rewritten=True)
    return changes(old, new).counted


def on_screen(brief: Brief) -> list[Passage]:
    """Its passages. Raises TooMuch."""
    limits.check_text(brief.body)
    about = Context(lang=brief.lang, target=Target.SCREEN, origin=brief.origin, title=brief.said_title)
    tokens = parser(brief.lang).parse(limits.clean(brief.body), {ENTRY: about})
    return passages(tokens, about)
