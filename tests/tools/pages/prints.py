"""Prints of texts in each form, by one engine in this process."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from export.folder import serialize
from export.folder.engine import FolderEngine
from export.folder.folder import COLOURS, Folder, Note
from export.note.formats import Format
from export.paper.engine import PrintEngine
from tests.tools.pages.texts import Text

NOTES = ("note", "large", "pocket", "booklet")
FOLDERS = {"pochette": Format.NOTE, "pochette-large": Format.LARGE}
FORMS = (*NOTES, *FOLDERS)


@dataclass(frozen=True, slots=True)
class Print:
    """`parts` are the first and the last page of each note, of a booklet none: its sides hold two.

    `is_held` is None where no budget is asked.
    """

    name: str
    form: str
    pdf: bytes
    parts: tuple[tuple[int, int], ...]
    figures: Counter[str]
    asked: int | None = None
    is_held: bool | None = None
    missing: int | None = None
    is_own: bool = True


class Printer:
    """Reads faces and styles once."""

    def __init__(self) -> None:
        self._press = PrintEngine()
        self._folders = FolderEngine(self._press)

    def prints(self, texts: Sequence[Text], form: str) -> Iterator[Print]:
        """A pochette is one print of all texts."""
        if form in FOLDERS:
            yield self._folder(texts, form)
        else:
            for text in texts:
                yield self._note(text, form)

    def _note(self, text: Text, form: str) -> Print:
        shape = Format.POCKET if form == "booklet" else Format(form)
        brief = replace(text.brief, format=shape, booklet=form == "booklet")
        count, _, pdf = self._press.located_pdf(brief)
        fitting = count.fitting
        asked = fitting.asked if fitting else brief.budget
        return Print(
            name=text.name,
            form=form,
            pdf=pdf,
            parts=() if form == "booklet" else ((1, count.pages),),
            figures=text.figures,
            asked=asked,
            is_held=count.pages <= asked if asked else None,
            missing=fitting.missing if fitting else None,
            is_own=text.own in {"", form},
        )

    def _folder(self, texts: Sequence[Text], form: str) -> Print:
        notes = tuple(
            Note(brief=replace(text.brief, format=FOLDERS[form]), colour=number % len(COLOURS) + 1)
            for number, text in enumerate(texts)
        )
        folder = Folder(
            title="Jeudi à Villers", notes=notes, closed_at=texts[0].brief.printed_at, day="2027-03-11"
        )
        printed = [
            serialize.printed(self._folders.do(serialize.note_job(note.brief, note.colour))) for note in notes
        ]
        numbers, pdf = serialize.bound(self._folders.do(serialize.bind_job(folder, printed, 2)))
        starts = zip(numbers.starts, printed, strict=True)
        return Print(
            name="all",
            form=form,
            pdf=pdf,
            parts=tuple((start, start + one.pages - 1) for start, one in starts),
            figures=sum((text.figures for text in texts), Counter[str]()),
        )
