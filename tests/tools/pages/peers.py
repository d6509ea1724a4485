"""Prints of the same Markdown by other programs: pandoc with XeLaTeX or Typst, LibreOffice, Chromium."""

import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from shutil import copyfile, which

import pypdfium2

from export.office.pandoc import pandoc
from tests.tools.pages.prints import Print
from tests.tools.pages.texts import Text

_PATIENCE_S = 120
_TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], root='/')"
# Chromium's own margins are narrower than anybody's.
_PAGE = "<style>@page { size: A4; margin: 20mm }</style>"
_FRENCH_TITLE = re.compile(r"(?m)^titre:")


class NoPeerError(Exception):
    """A program is not here."""


def prints(texts: Sequence[Text], name: str, folder: Path, typst: Path | None) -> Iterator[Print]:
    """Those of files only: a peer finds the pictures beside them. Raises NoPeerError."""
    own = folder / name
    own.mkdir(parents=True, exist_ok=True)
    for text in texts:
        if text.path is not None:
            for picture in (*text.path.parent.glob("*.jpg"), *text.path.parent.glob("*.png")):
                copyfile(picture, own / picture.name)
            source = own / f"{text.name}.md"
            source.write_text(_FRENCH_TITLE.sub("title:", text.path.read_text("utf-8"), count=1), "utf-8")
            pdf = _WAYS[name](source, text, typst)
            with pypdfium2.PdfDocument(pdf) as document:
                pages = len(document)
            yield Print(
                name=text.name,
                form=name,
                pdf=pdf,
                parts=((1, pages),),
                figures=text.figures,
                asked=text.brief.budget,
                is_held=pages <= text.brief.budget if text.brief.budget else None,
            )


def _latex(source: Path, text: Text, _typst: Path | None) -> bytes:
    engine = f"--pdf-engine={_found('xelatex')}"
    return _pandoc(source, text, ".pdf", engine, "-V", "geometry:margin=25mm", "-V", "papersize=a4")


def _with_typst(source: Path, text: Text, typst: Path | None) -> bytes:
    if typst is None:
        raise NoPeerError("expected --typst, a Python that has the package")
    _pandoc(source, text, ".typ", "-V", "papersize=a4")
    target = source.with_suffix(".pdf")
    _run(str(typst), "-c", _TYPST, str(source.with_suffix(".typ")), str(target))
    return target.read_bytes()


def _office(source: Path, text: Text, _typst: Path | None) -> bytes:
    _pandoc(source, text, ".odt")
    settings = f"-env:UserInstallation={(source.parent / 'settings').resolve().as_uri()}"
    convert = ("--headless", "--convert-to", "pdf", "--outdir", str(source.parent))
    _run(_found("soffice"), settings, *convert, str(source.with_suffix(".odt")))
    return source.with_suffix(".pdf").read_bytes()


def _browser(source: Path, text: Text, _typst: Path | None) -> bytes:
    _pandoc(source, text, ".html", "--embed-resources")
    page, target = source.with_suffix(".html"), source.with_suffix(".pdf")
    page.write_text(page.read_text("utf-8").replace("</head>", f"{_PAGE}</head>", 1), "utf-8")
    name = next((name for name in ("chromium", "chromium-headless-shell") if which(name)), "chromium")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    _run(_found(name), *options, f"--print-to-pdf={target}", page.resolve().as_uri())
    return target.read_bytes()


_WAYS: dict[str, Callable[[Path, Text, Path | None], bytes]] = {
    "latex": _latex,
    "typst": _with_typst,
    "libreoffice": _office,
    "chromium": _browser,
}


def _pandoc(source: Path, text: Text, ending: str, *more: str) -> bytes:
    target = source.with_suffix(ending)
    beside = f"--resource-path={source.parent}"
    common = ("--from=markdown", "--standalone", beside, f"--metadata=lang={text.brief.lang}")
    _run(pandoc(), str(source), *common, *more, "--output", str(target))
    return target.read_bytes()


def _found(name: str) -> str:
    path = which(name)
    if path is None:
        raise NoPeerError(f"expected {name}, which is not here")
    return path


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE_S)
