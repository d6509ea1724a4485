"""Printing from a shell, without a server: files in, PDFs and other files out."""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from export.cli import conversion
from export.cli.book import BookOrder, book_of, target_of
from export.cli.conversion import STANDARD, TARGETS, Source
from export.cli.progress import Progress
from export.cli.sentences import locale_language, placed, reason, sentence
from export.cli.targets import ending_of_copy, form_of, targets_of, write
from export.errors import ExportError, Refused
from export.files.forms import COVERED
from export.languages import language_of
from export.note.brief import Brief
from export.note.formats import Format, TextSize
from export.note.labels import counted, labels
from export.paper import cut_words, scripts
from export.paper.fitting import Fitting
from export.paper.page_count import PageCount
from export.process.worker import Limits, Worker

# Someone waits at a shell for one file: the print may take its time.
PATIENCE = Limits(seconds=60)
_LAYOUT = ("size", "cover", "margin", "contents", "pictures", "addresses", "numbers", "holes", "pages")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Whose copy of a note it is; a number alone is an unnamed copy."""

    number: int | None = None
    recipient: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How each file is printed, and how often: a `watermark` of None is none, of "" the copy's name.

    `to` is one of TARGETS; all the rest is for a PDF, but for the cover, which Word, Writer and e-book files
    have too, the comments of the file, which may come along in any kind, and for `strict`: a file that names
    a picture that cannot be taken is not printed.
    """

    to: str = "pdf"
    comments: bool = False
    format: Format = Format.NOTE
    booklet: bool = False
    size: TextSize = TextSize.NORMAL
    cover: bool = False
    margin: bool = True
    contents: bool = True
    pictures: bool = True
    pages: int | None = None
    addresses: bool = False
    numbers: bool = False
    holes: bool = False
    copies: Sequence[Copy] = (Copy(),)
    watermark: str | None = None
    strict: bool = False
    json: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it asks for nothing that only paper has."""
        cover = self.cover and self.to not in COVERED
        return replace(self, to="pdf", cover=cover, comments=False, strict=False, json=False) == Order()

    def briefs(self, brief: Brief) -> Iterator[Brief]:
        for copy in self.copies:
            mark = self.watermark or copy.recipient if self.watermark is not None else ""
            yield replace(
                brief,
                format=self.format,
                booklet=self.booklet,
                text_size=self.size,
                has_cover=self.cover,
                has_hand_margin=self.margin,
                has_contents=self.contents,
                has_pictures=self.pictures,
                pages_wanted=self.pages,
                lists_addresses=self.addresses,
                numbers_paragraphs=self.numbers,
                has_holes=self.holes,
                copy_number=copy.number,
                recipient=copy.recipient,
                watermark=mark,
            )


def add_options(parser: argparse.ArgumentParser) -> None:
    """The arguments of `run`."""
    parser.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="Markdown, Word, Writer, HTML…; -: Markdown from the input",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="PATH",
        help="what is made; of several, a folder (beside FILE); -: the output",
    )
    parser.add_argument(
        "--to", choices=TARGETS, help="what is made of each file (by the ending of PATH, or pdf)"
    )
    parser.add_argument(
        "--book", metavar="TITLE", help="all files as chapters of one e-book, in this order (--to epub)"
    )
    parser.add_argument(
        "--agenda", action="append", metavar="LINE", help="a line of its contents: '7 h 50 Matinale (note 1)'"
    )
    parser.add_argument("--format", type=Format, choices=list(Format), default=Format.NOTE, help="(note)")
    parser.add_argument("--booklet", action="store_true", help="pocket pages on A4, to be folded and stapled")
    parser.add_argument(
        "--size", type=TextSize, choices=list(TextSize), default=TextSize.NORMAL, help="(normal)"
    )
    parser.add_argument("--cover", action="store_true", help="a page before the note")
    left_out = (
        ("margin", "room for the hand"),
        ("contents", "table of contents"),
        ("pictures", "its pictures"),
    )
    for name, what in left_out:
        parser.add_argument(f"--no-{name}", dest=name, action="store_false", help=f"without {what}")
    parser.add_argument(
        "--pages", type=_pages, metavar="N", help="fit in so many (the budget of its card); 0: set as usual"
    )
    parser.add_argument("--addresses", action="store_true", help="with the addresses of links at the end")
    parser.add_argument(
        "--paragraph-numbers", dest="numbers", action="store_true", help="numbers of paragraphs in the margin"
    )
    parser.add_argument("--holes", action="store_true", help="free binding edge, for a ring binder")
    parser.add_argument("--comments", action="store_true", help="with the comments that the file brings")
    parser.add_argument(
        "--copy", action="append", type=_copy, metavar="N:NAME", help="a copy for somebody; again for more"
    )
    parser.add_argument(
        "--watermark", nargs="?", const="", metavar="TEXT", help="behind each page (the name of the copy)"
    )
    parser.add_argument(
        "--strict", action="store_true", help="fail where a picture that the file names cannot be taken"
    )
    parser.add_argument("--json", action="store_true", help="say of each print how it fits, for programs")


def run(options: dict[str, Any]) -> None:
    """Print what the command line says. Raises ExportError and OSError; SystemExit after several files."""
    copies = tuple(options["copy"] or (Copy(),))
    files: list[Path] = options["files"]
    output = STANDARD if options["output"] is None and files == [STANDARD] else options["output"]
    order = Order(
        to=form_of(output, options["to"]),
        comments=options["comments"],
        format=Format.POCKET if options["booklet"] else options["format"],
        booklet=options["booklet"],
        **{name: options[name] for name in _LAYOUT},
        copies=copies,
        watermark=options["watermark"],
        strict=options["strict"],
        json=options["json"],
    )
    if order.watermark == "" and not all(copy.recipient for copy in copies):
        said = '--watermark takes a text, or the name of a copy: --copy "1:Name"'
        raise Refused("command.watermark", said)
    if order.to != "pdf" and not order.is_plain:
        said = f"--format, --size, --copy and the like are for a pdf, not for {order.to}"
        raise Refused("command.for-pdf", said, form=order.to)
    if order.json and output == STANDARD:
        raise Refused("command.one-output", "the standard output takes one file: name a folder with -o")
    lang = locale_language(os.environ)
    if options["book"] is not None:
        if order.to != "epub":
            raise Refused("command.for-epub", "--book asks for --to epub")
        about = BookOrder(title=options["book"], agenda=options["agenda"] or (), has_cover=order.cover)
        target = output or target_of(files, about.title)
        write(target, book_of(files, about, datetime.now().astimezone()))
        return
    tell = partial(_tell, lang)
    failed = export_files(files, output, order, tell=tell)
    if failed and len(files) == 1:
        sys.exit(1)
    if failed:
        made = "printed" if order.to == "pdf" else "written"
        english = f"{failed} of {len(files)} files could not be {made}."
        said = sentence(f"command.not-{made}", english, lang, failed=failed, count=len(files))
        sys.exit(f"pochette: {said}")


def export_files(
    sources: Sequence[Path],
    output: Path | None = None,
    order: Order | None = None,
    *,
    printed_at: datetime | None = None,
    tell: Callable[[Path, Exception], None] | None = None,
) -> int:
    """Print Markdown files (UTF-8), each PDF whole or not at all; returns how many were not printed.

    `tell` hears why one was not, and the others follow. Without it, the first error is raised: ExportError,
    OSError.
    """
    order, at = order or Order(), printed_at or datetime.now().astimezone()
    endings = [ending_of_copy(copy.number, copy.recipient) for copy in order.copies]
    targets = targets_of(sources, output, order.to, endings)
    if output not in {None, STANDARD} and len(sources) * len(endings) > 1:
        output.mkdir(exist_ok=True)
    failed = 0
    worker = Worker(PATIENCE) if order.to == "pdf" else None
    try:
        with Progress(len(targets)) as progress:
            for source, its_targets in targets.items():
                progress.show(source.name)
                try:
                    _export(worker, source, its_targets, order, at)
                except (ExportError, OSError) as error:
                    if tell is None:
                        raise
                    progress.clear()
                    tell(source, error)
                    failed += 1
                progress.advance()
    finally:
        if worker is not None:
            worker.close()
    return failed


def _export(worker: Worker | None, source: Path, targets: Sequence[Path], order: Order, at: datetime) -> None:
    note, lang = conversion.opened(source), locale_language(os.environ)
    for one in note.not_taken:
        line = sentence("command.line", f"line {one.line}", lang, line=one.line)
        say(f"{source}: {line}: {one.address}: {reason(one.error, lang)}")
    if note.not_taken and order.strict:
        many, form = len(note.not_taken), "one" if len(note.not_taken) == 1 else "other"
        said = f"{many} picture{'s' if many > 1 else ''} of {source.name} could not be taken"
        raise Refused(f"command.pictures_{form}", said, count=many, file=source.name)
    if not order.comments:
        note = replace(note, threads=())
    if worker is None:
        _convert(note, order, targets[0], at)
        return
    briefs = order.briefs(note.brief(at))
    for brief, target in zip(briefs, targets, strict=True):
        count, _, printed = worker.located_pdf(brief)
        write(target, printed)
        for said in _warnings(count, brief.lang):
            say(f"{source}: {said}")
        if count.fitting is None:
            continue
        if order.json:
            print(json.dumps({"file": str(target), **count.fitting.facts}))  # noqa: T201 -- the answer
        elif said := _fitting_in_words(count.fitting, brief.lang):
            say(f"{source}: {said}")


def _warnings(count: PageCount, lang: str) -> Iterator[str]:
    """What is not on paper as it was written."""
    if count.without_face:
        yield scripts.said(count.without_face, lang)
    if count.cut:
        yield cut_words.said(count.cut, lang)


def _fitting_in_words(fitting: Fitting, lang: str) -> str:
    """What was done to fit in the pages that were asked for, or what is too much; nothing where none was."""
    if fitting.asked is None:
        return ""
    pages = counted("in-pages", fitting.asked, lang)
    if not fitting.fits:
        lines = fitting.missing
        said = (
            labels(lang)["too-long"] if lines is None else counted("lines-too-many", lines, lang, pages=pages)
        )
        return said.format(pages=pages)
    key = "closest" if fitting.has_less_margin else "closer"
    letters = language_of(lang).number(fitting.letters)
    return labels(lang)[key].format(pages=pages, letters=letters) if fitting.step else ""


def _convert(note: Source, order: Order, target: Path, at: datetime) -> None:
    if order.to != "md":
        write(target, conversion.written(note, order.to, at, has_cover=order.cover))
        return
    text, beside = conversion.with_files(note, Path("note.md") if target == STANDARD else target)
    for path, content in beside.items():
        path.parent.mkdir(exist_ok=True)
        write(path, content)
    write(target, text.encode())


def _pages(said: str) -> int:
    if not re.fullmatch(r"\d{1,3}", said):
        raise argparse.ArgumentTypeError(f"expected a number of pages, got {said!r}")
    return int(said)


def _copy(said: str) -> Copy:
    """`1:Name`, `1`, or a name alone."""
    number, colon, name = said.partition(":")
    if not colon and not said.strip().isdecimal():
        number, name = "", said
    if number.strip() and not re.fullmatch(r"0*[1-9]\d{0,3}", number.strip()):
        raise argparse.ArgumentTypeError(f'expected a copy such as "1:Name", got {said!r}')
    return Copy(number=int(number) if number.strip() else None, recipient=" ".join(name.split()))


def _tell(lang: str, source: Path, error: Exception) -> None:
    say(placed(source, error, lang))


def say(words: str) -> None:
    """On the error output."""
    print(f"pochette: {words}", file=sys.stderr)  # noqa: T201 -- the command's answer
