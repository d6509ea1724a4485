"""The body of a note for a reader's screen: the dialect of paper, notes at the end, safe as it is."""

from export.dialect.context import Target
from export.dialect.markdown import render
from export.note.brief import Brief


def reader(brief: Brief) -> str:
    """HTML without the title; headings from h2; no script, style or foreign picture. Raises TooMuch."""
    return render(brief.body, lang=brief.lang, target=Target.SCREEN, origin=brief.origin).html
