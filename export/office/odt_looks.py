"""Looks of Writer's files that pandoc gives by itself: rules of tables, indents of lists and quotations."""

import re
from typing import Final

from export.note.list_signs import bullet
from export.office.styles import ACCENT, GAP, LINE

# Cells of Writer's files touch each other; those of Word's do not.
_PADDING: Final = 'fo:padding-left="0mm" fo:padding-right="3.5mm"'
_CELL: Final = re.compile(
    r'(<style:style style:name="Table(Header)?RowCell"[^>]*>\s*<style:table-cell-properties) fo:border="none"'
)
_TABLE: Final = re.compile(r'(<style:table-properties table:align=)"center"')
_BULLET: Final = re.compile(r'(text:level="(\d+)"[^>]*text:bullet-char=)"[•◦▪]"')
_LEVEL: Final = re.compile(r'(list-tab-stop-position|fo:margin-left)="([\d.]+)in"')
_LEVELS: Final = re.compile(r"<style:list-level-label-alignment[^>]*>")
# The style of quotations has an indent of its own.
_QUOTED: Final = re.compile(
    r'(style:parent-style-name="Quotations">\s*<style:paragraph-properties )fo:margin-left="0\.5in" '
)
# Pandoc's first level stands so much farther in than ours, in inches.
_FARTHER: Final = 0.25


def looked(content: str) -> str:
    """content.xml as Word's files look."""
    content = _CELL.sub(lambda one: f"{one[1]} {_PADDING} {_rule(is_head=bool(one[2]))}", content)
    content = _TABLE.sub(rf'\1"left" fo:margin-bottom="{GAP}pt"', content)
    content = _BULLET.sub(lambda one: f'{one[1]}"{bullet(int(one[2]) - 1)}"', content)
    content = _LEVELS.sub(lambda one: _LEVEL.sub(_nearer, one[0]), content)
    return _QUOTED.sub(r"\1", content)


def _rule(*, is_head: bool) -> str:
    return f'fo:border-bottom="{f"1pt solid #{ACCENT}" if is_head else f"0.5pt solid #{LINE}"}"'


def _nearer(found: re.Match[str]) -> str:
    return f'{found[1]}="{float(found[2]) - _FARTHER:g}in"'
