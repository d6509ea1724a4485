"""Cut note: a footnote whose last lines go on at the foot of the next page, as two boxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Self

from weasyprint.formatting_structure import boxes, build
from weasyprint.layout.block import block_level_layout

# Lines of a note that stay together, on each page.
_LEAST: Final = 2
_REST = "is_rest_of_note"
# Where a line ends, as WeasyPrint says it: which child of a box, where in that one, and so on.
_End = dict[int, Any]


class _Line(NamedTuple):
    """`end` is None where no page may end."""

    height: float
    end: _End | None


def is_rest(box: Any) -> bool:
    """Whether a footnote's box is what goes on behind a page."""
    return _REST in box.__dict__


@dataclass(slots=True)
class CutNote:
    """`first` and `rest` are what stands on either page; `note` is the whole, as it is called."""

    note: Any
    _boxed: Any
    _lines: Sequence[_Line]
    _count: int
    first: Any = None
    rest: Any = None

    @classmethod
    def of(cls, context: Any, note: Any) -> Self:
        """Of the last note at the foot of a page, with all of its lines as yet."""
        area = build.create_anonymous_boxes(context.current_footnote_area.deepcopy())
        area = block_level_layout(context, area, float("-inf"), None, context.current_footnote_area.page)[0]
        boxed = build.create_anonymous_boxes(note.deepcopy())
        is_text = len(boxed.children) == 1 and isinstance(boxed.children[0], boxes.LineBox)
        found = [_line(line) for line in area.children[-1].children] if is_text else []
        return cls(note, boxed, found, len(found))

    def shorten(self, above: float) -> bool:
        """Give lines to the rest until `first` is lower by so much; False where it has too few."""
        rest = max(_LEAST, len(self._lines) - self._count)
        least = _LEAST if len(self._lines) >= 2 * _LEAST else 1
        for count in range(len(self._lines) - rest, least - 1, -1):
            lower = sum(line.height for line in self._lines[count : self._count])
            end = self._lines[count - 1].end
            if lower >= above and end is not None:
                self._divide(count, end)
                return True
        return False

    def _divide(self, count: int, end: _End) -> None:
        (text,) = self._boxed.children
        self._count = count
        self.first = self._boxed.copy_with_children(_until(text, end).children)
        self.rest = self._boxed.copy_with_children(_from(text, end).children)
        setattr(self.rest, _REST, True)


def _line(line: Any) -> _Line:
    hyphen = line.style["hyphenate_character"]
    return _Line(line.height, None if _last_text(line).endswith(hyphen) else line.resume_at)


def _last_text(box: Any) -> str:
    while children := getattr(box, "children", ()):
        box = children[-1]
    return getattr(box, "text", "")


def _until(box: Any, end: _End) -> Any:
    ((at, inner),) = end.items()
    if isinstance(box, boxes.TextBox):
        return _with_text(box, box.text.encode()[:at])
    more = [_until(box.children[at], inner)] if inner else []
    return box.copy_with_children([*box.children[:at], *more])


def _from(box: Any, end: _End) -> Any:
    ((at, inner),) = end.items()
    if isinstance(box, boxes.TextBox):
        return _with_text(box, box.text.encode()[at:])
    first = [_from(box.children[at], inner)] if inner else [box.children[at]]
    return box.copy_with_children([*first, *box.children[at + 1 :]])


def _with_text(box: Any, text: bytes) -> Any:
    """Behind a line that was ended by hand nothing of its box is left; WeasyPrint drops it then."""
    part = box.copy()
    part.text = text.decode()
    return part
