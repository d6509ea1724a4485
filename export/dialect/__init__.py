"""Our rules over CommonMark, one a file, in the order in which they run."""

from collections.abc import Callable

from markdown_it import MarkdownIt

from export.dialect import (
    addresses,
    answers,
    breaks,
    callouts,
    captions,
    changed,
    charts,
    checks,
    comments,
    contents,
    figures,
    footnotes,
    headings,
    images,
    items,
    leads,
    limits,
    links,
    ordinals,
    quotations,
    redline,
    spaces,
    sublists,
    tables,
    tasks,
)
from export.note import line_breaks, rows

RULES: tuple[Callable[[MarkdownIt], None], ...] = (
    limits.add,
    rows.add,
    line_breaks.add,
    sublists.add,
    answers.add,
    breaks.add,
    callouts.add,
    charts.add,
    images.add,
    spaces.add,
    comments.add,
    headings.add,
    links.add,
    tasks.add,
    items.add,
    quotations.add,
    tables.add,
    captions.add,
    checks.add,
    figures.add,
    leads.add,
    contents.add,
    changed.add,
    footnotes.add,
    redline.add,
    ordinals.add,
    addresses.add,
)
