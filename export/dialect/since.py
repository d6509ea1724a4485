"""Marks on a screen: what has come into a text, and what went, since the version that somebody read."""

from export.dialect.context import ENTRY, Context, Target
from export.dialect.markdown import parser
from export.dialect.passages import passages
from export.note import limits
from export.note.brief import Brief


def leaves(brief: Brief) -> tuple[str, ...]:
    """The folded words of each passage of a text, in the order of the screen. Raises TooMuch."""
    limits.check_text(brief.body)
    about = Context(lang=brief.lang, target=Target.SCREEN, origin=brief.origin)
    tokens = parser(brief.lang).parse(limits.clean(brief.body), {ENTRY: about})
    return tuple(passage.folded for passage in passages(tokens, about))
