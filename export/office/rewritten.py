"""Files of pandoc written anew: texts of some parts changed, other parts added."""

import io
import zipfile
from collections.abc import Callable, Mapping


def edited(
    made: bytes, start: str, edit: Callable[[str], str], *, added: Mapping[str, bytes] | None = None
) -> bytes:
    """With each XML part whose name starts so changed; the same bytes for the same file."""
    source, out = zipfile.ZipFile(io.BytesIO(made)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            is_text = entry.filename.startswith(start) and entry.filename.endswith((".xml", ".opf", ".xhtml"))
            target.writestr(entry, edit(content.decode()).encode() if is_text else content)
        for name, content in (added or {}).items():
            target.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()
