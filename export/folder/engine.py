"""Jobs of a pochette in the child: print one of its notes, bind the prints, draw a page.

Each is a job of its own, so that several processes print the notes of one pochette at once, and a note that
has not changed is not printed again.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from export.dialect.news import news
from export.folder.binding import Part, bind
from export.folder.folder import COLOURS, Folder, Note, numbering
from export.folder.page import ROOMS, alone, contents, front
from export.folder.places import spots
from export.folder.serialize import Printed, bound_answer, joined, printed, read_bind, split
from export.folder.since import Choice, Spots, choices, section
from export.folder.stamps import MM
from export.note import raster
from export.note.brief import Brief
from export.note.formats import Format
from export.note.news import facts
from export.note.serialize import deserialize, serialize
from export.paper.engine import PrintEngine, read_style
from export.paper.page import page

# From the left edge to where the lines of a format end.
_RIGHT_MM = {Format.NOTE: 160, Format.LARGE: 190, Format.POCKET: 133}
_RIGHT_MM_ON_ITS_SIDE = {Format.NOTE: 273, Format.LARGE: 277, Format.POCKET: 196}
# The continuous number is stamped where the note's own would be, the tab where the margin has its word.
_TINT = 0.08
_IN_A_FOLDER = "@page { @bottom-right { content: none } @right-top { content: none } }"
# The name of the copy comes below what stands at the foot.
_IN_LARGE_PRINT = "@page { margin-bottom: 37mm } @page landscape { margin-bottom: 37mm }"
_WITH_HOLES = "@page landscape { margin-bottom: 52mm }"
# As far as `holes-note.css` moves the lines of a note.
_MOVED_MM = 5


class FolderEngine:
    """Does any job of `export.folder.serialize`."""

    def __init__(self, press: PrintEngine) -> None:
        self._press = press
        self._colours = [press.style(_IN_A_FOLDER + _accent(colour)) for colour in COLOURS]
        self._large = press.style(_IN_LARGE_PRINT)
        self._large_with_holes = press.style(_IN_LARGE_PRINT + _WITH_HOLES)
        front = press.style(read_style("pochette") + read_style("since") + _tabs())
        self._front = {Format.NOTE: [front], Format.LARGE: [front, press.style(read_style("pochette-large"))]}

    def warm_up(self) -> None:
        """Read faces and hyphenation, and cut the figures, while nobody waits."""
        at = datetime.fromtimestamp(0, UTC)
        brief = Brief(title="", body="Un *mot* **ou** `deux`.", printed_at=at)
        folder = Folder(title="", notes=(Note(brief=brief),), closed_at=at, day="2017-03-14")
        self._bind(folder, [printed(self._note(serialize(brief), 1))], 2)

    def do(self, message: bytes) -> bytes:
        """Raises TooMuch, ValueError."""
        head, parts = split(message)
        match head["job"]:
            case "note":
                return self._note(parts[0], head["colour"])
            case "news":
                found = news(parts[0].decode(), deserialize(parts[1]))
                return joined({"news": facts(found)})
            case "bind":
                return self._bind(*read_bind(head, parts))
            case "picture":
                return raster.picture(parts[0], head["number"], width=head["width"])
            case other:
                raise ValueError(f"expected a job of a pochette, got {other}")

    def _note(self, card: bytes, colour: int) -> bytes:
        brief = deserialize(card)
        large_style = self._large_with_holes if brief.has_holes else self._large
        large = [large_style] if brief.format is Format.LARGE else []
        styles = [self._colours[colour - 1], *large]
        words, pdf = self._press.located(page(brief, has_places=True), brief.body, more=styles)
        return joined({"pages": len(words.pages)}, [pdf, words.to_bytes()])

    def _bind(self, folder: Folder, notes: Sequence[Printed], guess: int) -> bytes:
        pages = [note.pages for note in notes]
        numbers = numbering(guess, pages, is_two_sided=folder.is_two_sided)
        where = _spots(folder, notes)
        choice = self._choice(folder, numbers.starts, where)
        cover, many = self._front_of(folder, numbers.starts, where, choice)
        many = many if folder.has_front else 0
        if many != guess:
            numbers = numbering(many, pages, is_two_sided=folder.is_two_sided)
            cover, _ = self._front_of(folder, numbers.starts, where, choice)
        parts = [
            Part(
                pdf=single.pdf,
                title=note.brief.title,
                colour=note.colour,
                lang=note.brief.lang,
                markdown=note.brief.markdown,
                urls=note.urls,
                spots=its_spots,
                right=_right_mm(note.brief) * MM,
                right_on_its_side=_RIGHT_MM_ON_ITS_SIDE[note.brief.format] * MM,
                foot_lines=_foot_lines(note.brief),
            )
            for note, single, its_spots in zip(folder.notes, notes, where, strict=True)
        ]
        return bound_answer(numbers, bind(cover, parts, folder, numbers))

    def _front_of(
        self, folder: Folder, starts: Sequence[int], where: Spots, choice: Choice | None
    ) -> tuple[bytes, int]:
        since = section(folder, folder.earlier, choice, starts, where) if folder.earlier and choice else ""
        sheet = front(folder, starts, since, self._room(folder, starts))
        return self._press.drawn(sheet, more=self._front[folder.format])

    def _room(self, folder: Folder, starts: Sequence[int]) -> str:
        """How the contents fit on one page; as usual where nothing does it."""
        if not folder.has_contents:
            return ROOMS[0]

        def pages(room: str) -> int:
            sheet = alone(folder, contents(folder, starts, room))
            return len(self._press.laid_out(sheet, self._front[folder.format]).pages)

        return next((room for room in ROOMS if pages(room) == 1), ROOMS[0])

    def _choice(self, folder: Folder, starts: Sequence[int], where: Spots) -> Choice | None:
        """What the page of what has changed holds: the most that one page takes."""
        if folder.earlier is None:
            return None
        for choice in choices(folder, folder.earlier):
            since = section(folder, folder.earlier, choice, starts, where)
            if self._press.drawn(alone(folder, since), more=self._front[folder.format])[1] == 1:
                return choice
        return choice


def _spots(folder: Folder, notes: Sequence[Printed]) -> Spots:
    """Only of notes that the page of what has changed leads into."""
    said = folder.earlier.notes if folder.earlier else ()
    wanted = [bool(news.extracts) for news in said] or [False] * len(notes)
    return [spots(note.pdf) if is_wanted else {} for note, is_wanted in zip(notes, wanted, strict=True)]


def _right_mm(brief: Brief) -> int:
    is_moved = brief.format is Format.NOTE and brief.has_holes
    return _RIGHT_MM[brief.format] + (_MOVED_MM if is_moved else 0)


def _foot_lines(brief: Brief) -> int:
    """In large print, what is said at the foot stands in lines of their own."""
    return 2 if brief.format is Format.LARGE and brief.classification else 1


def _accent(colour: str) -> str:
    """A note in its own colour; its tinted boxes are 8 % of it."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    tint = "".join(f"{round(255 - (255 - part) * _TINT):02x}" for part in parts)
    return f":root {{ --accent: {colour}; --tint: #{tint} }}"


def _tabs() -> str:
    return "".join(
        f".c{number} .num {{ background: {colour} }} .c{number} .at {{ color: {colour} }}"
        for number, colour in enumerate(COLOURS, 1)
    )
