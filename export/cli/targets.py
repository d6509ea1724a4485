"""Targets of an export: the form that a name says, the files that are made, and how each is written whole."""

import os
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from export.cli.conversion import STANDARD, TARGETS
from export.errors import Refused

_NOT_IN_A_NAME: Final = re.compile(r"[^\w.-]+")
_OTHER_NAMES: Final = {"markdown": "md", "htm": "html", "xhtml": "html"}
_ON_A_SCREEN: Final = frozenset({"html", "txt", "md"})


def form_of(output: Path | None, to: str | None) -> str:
    """What is made: what `to` says, else the ending of the file `output`, else a PDF.

    Raises Refused where the two contradict each other, or the ending is that of no form.
    """
    if output is None or output == STANDARD or output.is_dir() or not output.suffix:
        return to or "pdf"
    ending = output.suffix.removeprefix(".").lower()
    form = _OTHER_NAMES.get(ending, ending)
    if to is None and form not in TARGETS:
        known = ", ".join(f".{one}" for one in TARGETS)
        said = f"no form is called .{ending}: expected {known}, or say it with --to"
        raise Refused("command.no-form", said, ending=ending, known=known)
    if to is not None and form in TARGETS and form != to:
        said = f"{output.name} asks for {form}, and --to for {to}: leave one out"
        raise Refused("command.two-forms", said, file=output.name, form=form, other=to)
    return to or form


def targets_of(
    sources: Sequence[Path], output: Path | None, form: str, copies: Sequence[str]
) -> dict[Path, list[Path]]:
    """What is made of each source, one file a copy: `note.pdf`, or `note-01-name.pdf`, `note-02-name.pdf`…

    `copies` are the endings of their names. Raises Refused where two would be one file, or a source.
    """
    if output == STANDARD:
        if len(sources) * len(copies) > 1:
            raise Refused("command.one-output", "the standard output takes one file: name a folder with -o")
        if form not in _ON_A_SCREEN and sys.stdout.isatty():
            said = f"a terminal does not show {form}: name a file with -o"
            raise Refused("command.terminal", said, form=form)
    targets = {
        source: _names(source, output, form, copies, many=len(sources) * len(copies) > 1)
        for source in sources
    }
    _each_its_own(targets)
    return targets


def ending_of_copy(number: int | None, recipient: str) -> str:
    """`-01-name`, `-01`, `-name`; nothing for an unnamed copy."""
    said = f"-{number:02d}" if number else ""
    name = _NOT_IN_A_NAME.sub("-", recipient).strip("-.")
    return f"{said}-{name}" if name else said


def write(target: Path, content: bytes) -> None:
    """Whole or not at all, in the place of what was there; or to the standard output. Raises OSError."""
    if target == STANDARD:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".pochette-", suffix=target.suffix)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _names(source: Path, output: Path | None, form: str, copies: Sequence[str], *, many: bool) -> list[Path]:
    if output is not None and not many and not output.is_dir():
        return [output]
    if source == STANDARD:
        source = Path("note")
    folder = output or source.parent
    return [folder / f"{source.stem}{ending if len(copies) > 1 else ''}.{form}" for ending in copies]


def _each_its_own(targets: Mapping[Path, Sequence[Path]]) -> None:
    taken: set[Path] = set()
    for target in (target for those in targets.values() for target in those):
        if target in targets and target != STANDARD:
            said = f"{target} would be written over: name a file or a folder with -o"
            raise Refused("command.over", said, file=str(target))
        if target in taken:
            said = f"two prints would be {target}: give each a folder or a name of its own"
            raise Refused("command.two", said, file=str(target))
        taken.add(target)
