"""Reference documents for pandoc: its own, with our styles, A4 pages and their numbers."""

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

from export.office import word, writer
from export.office.pandoc import Run, default_file

_Edit = Callable[[str], str]
_EDITS: Mapping[str, Mapping[str, _Edit]] = {"docx": word.EDITS, "odt": writer.EDITS}
_ADDED: Mapping[str, Mapping[str, str]] = {"docx": word.ADDED, "odt": {}}


@cache
def sheet(kind: str, pandoc: Run) -> bytes:
    """The reference file for `docx` or `odt`. Raises MissingPandoc, Failed."""
    source = zipfile.ZipFile(io.BytesIO(default_file(f"reference.{kind}", pandoc)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if edit := _EDITS[kind].get(entry.filename):
                content = edit(content.decode()).encode()
            target.writestr(entry, content)
        for name, added in _ADDED[kind].items():
            target.writestr(zipfile.ZipInfo(name), added)
    return out.getvalue()
