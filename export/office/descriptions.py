"""What pictures show, told to those who do not see them: pandoc leaves it out of Writer's files."""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from export.office.ast import Node

_IMAGE = re.compile(r"<draw:image\b[^>]*?(?:/>|>.*?</draw:image>)", re.DOTALL)


def described(made: bytes, tree: Node) -> bytes:
    """The odt with a description in each frame, in the order of the text. Source: ODF 1.3, 10.4.2."""
    said = _descriptions(tree["blocks"])
    source, out = zipfile.ZipFile(io.BytesIO(made)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "content.xml":
                content = _IMAGE.sub(lambda image: _with(image[0], next(said, "")), content.decode()).encode()
            target.writestr(entry, content)
    return out.getvalue()


def _with(image: str, said: str) -> str:
    return f"{image}<svg:desc>{html.escape(said, quote=False)}</svg:desc>" if said else image


def _descriptions(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("t") == "Image":
            yield _words(value["c"][1])
        else:
            yield from _descriptions(value.get("c"))
    elif isinstance(value, list):
        for inside in value:
            yield from _descriptions(inside)


def _words(inlines: list[Node]) -> str:
    return "".join(node["c"] if node["t"] == "Str" else " " for node in inlines)
