"""The child of a one-shot job: reads it, answers and ends."""

import json
import os
import pickle
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from export.errors import ExportError, Unreadable
from export.folder.folder import Folder
from export.note.brief import Brief
from export.office.packed import Packed, unpacked
from export.office.pandoc import Call, Run, directly
from export.process.inside import Inside
from export.process.programs import Programs

Answer: TypeAlias = tuple[dict[str, Any], Iterable[bytes]]


def main(inside: Inside) -> None:
    """Do the job that stands on stdin, and write the answer to stdout."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    head, parts = _do(sys.stdin.buffer.read(), _pandoc(inside.programs))
    out.write(json.dumps(head).encode() + b"\n")
    for part in parts:
        out.write(part)
    out.close()


def _pandoc(programs: Programs | None) -> Run:
    """How pandoc is run from here: by the guardian, where there is one."""
    if programs is None:
        return directly

    def run(call: Call) -> tuple[int, bytes, bytes]:
        ended = programs.run(
            call.options, source=call.source, beside=call.beside, environment=call.environment
        )
        return ended.status, ended.output, ended.errors

    return run


def _do(raw: bytes, pandoc: Run) -> tuple[dict[str, Any], list[bytes]]:
    try:
        job, given = pickle.loads(raw)  # noqa: S301 -- our own parent wrote it
        facts, parts = JOBS[job](pandoc, *given)
        bodies = list(parts)
        return {"facts": facts, "sizes": [len(body) for body in bodies]}, bodies
    except ExportError as refusal:
        params = dict(refusal.params)
        return {"refused": refusal.key, "params": params, "message": str(refusal)}, []
    except MemoryError:
        return {"failed": "memory"}, []
    except Exception as error:  # noqa: BLE001 -- the parent hears of it; the text of the note stays here
        at = traceback.extract_tb(error.__traceback__)[-1]
        return {"failed": f"{type(error).__name__} in {at.name}, line {at.lineno}"}, []


def _write(pandoc: Run, form: str, brief: Brief) -> Answer:
    from export.files.forms import write  # noqa: PLC0415 -- each job loads what it needs

    return {}, [write(form, brief, pandoc)]


def _book(pandoc: Run, folder: Folder) -> Answer:
    from export.folder.book import book  # noqa: PLC0415

    return {}, [book(folder, pandoc)]


def _picture(_: Run, raw: bytes) -> Answer:
    from export.note.uploaded_picture import redrawn  # noqa: PLC0415

    picture = redrawn(raw)
    facts = {name: getattr(picture, name) for name in ("id", "kind", "width", "height")}
    return facts, [picture.content]


def _read(pandoc: Run, name: str, raw: bytes, packed: Packed | None = None) -> Answer:
    from export.office.into import facts, read_file  # noqa: PLC0415

    brought = read_file(name, unpacked(raw, packed), pandoc)
    return facts(brought), [picture.content for picture in brought.pictures.values()]


def _list(_: Run, raw: bytes) -> Answer:
    from export.office.unzip import listed  # noqa: PLC0415

    return listed(raw), []


def _pictures(_: Run, given: Sequence[tuple[bytes, Packed]]) -> Answer:
    """Pictures that lie beside a text in a zip; None for each that is none."""
    from export.note.uploaded_picture import redrawn  # noqa: PLC0415

    facts: list[dict[str, Any] | None] = []
    contents: list[bytes] = []
    for raw, packed in given:
        try:
            picture = redrawn(unpacked(raw, packed))
        except Unreadable:
            facts.append(None)
            continue
        facts.append({name: getattr(picture, name) for name in ("id", "kind", "width", "height")})
        contents.append(picture.content)
    return {"pictures": facts}, contents


JOBS: dict[str, Callable[..., Answer]] = {
    "write": _write,
    "book": _book,
    "picture": _picture,
    "read": _read,
    "list": _list,
    "pictures": _pictures,
}
