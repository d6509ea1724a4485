"""Prints texts in each form, looks at every page, and tells what is white, cut or unlawful.

python -m tests.tools.pages DIR [--only b01,b05] [--forms note,large,pocket,booklet,pochette,pochette-large]
    [--corpus briefs|tables|mixed] [--pictures] [--peers latex,typst] [--typst PYTHON]

DIR/FORM/NAME.pdf are the prints, DIR/report.md and report.json what was found. With --pictures, all pages
of a print stand beside each other in NAME.png.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from export.paper.engine import FONT_SETTINGS
from tests.tools.pages import peers
from tests.tools.pages.looks import Look, look
from tests.tools.pages.margins import PEERS
from tests.tools.pages.pictures import contact_sheet
from tests.tools.pages.prints import FOLDERS, FORMS, Print, Printer
from tests.tools.pages.report import facts, told
from tests.tools.pages.texts import CORPORA, Text, texts


def _listed(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--only", type=_listed, default=[], help="names, or how they begin")
    parser.add_argument(
        "--forms", type=_listed, default=[], help="(all; of a hostile corpus those of a note)"
    )
    parser.add_argument("--corpus", choices=CORPORA, default="briefs")
    parser.add_argument("--pictures", action="store_true")
    parser.add_argument("--peers", type=_listed, default=[], help=f"of {', '.join(PEERS)}; instead of forms")
    parser.add_argument("--typst", type=Path, help="a Python that has the package typst")
    options = parser.parse_args(arguments)
    chosen = texts(options.corpus, options.only)
    looks = [_kept(one, options) for one in _prints(chosen, options)]
    report = told(looks)
    (options.folder / "report.md").write_text(report, "utf-8")
    (options.folder / "report.json").write_text(json.dumps(facts(looks), indent=1), "utf-8")
    sys.stdout.write(report)
    return 0


def _prints(chosen: Sequence[Text], options: argparse.Namespace) -> Iterator[Print]:
    if options.peers:
        for name in options.peers:
            yield from peers.prints(chosen, name, options.folder, options.typst)
        return
    is_briefs = options.corpus == "briefs"
    forms = options.forms or [form for form in FORMS if is_briefs or form not in {*FOLDERS, "booklet"}]
    printer = Printer()
    for form in forms:
        yield from printer.prints(chosen, form)


def _kept(print_: Print, options: argparse.Namespace) -> Look:
    folder: Path = options.folder / print_.form
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{print_.name}.pdf").write_bytes(print_.pdf)
    if options.pictures:
        contact_sheet(print_.pdf, folder / f"{print_.name}.png")
    return look(print_, PEERS.get(print_.form))


if __name__ == "__main__":
    os.environ.update(FONT_SETTINGS)  # read when the first face is asked for
    sys.exit(main())
