"""The tag tree of a PDF as lines of text, in the order in which it is read aloud.

`python -m tests.export.structure FILE.pdf` prints it.
"""

import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

_PAIR = re.compile(rb"<([0-9a-f]+)> <([0-9a-f]*)>")


@dataclass(slots=True)
class Element:
    """`kids` are elements and the words between them; `links` are where one leads."""

    role: str
    about: Mapping[str, str]
    kids: list["Element | str"] = field(default_factory=list)
    links: list[Any] = field(default_factory=list)

    def say(self, words: str) -> None:
        """Empty words are those of a box without a letter, as behind a raised number."""
        if words:
            self.kids.append(words)

    @property
    def words(self) -> str:
        return "".join(kid if isinstance(kid, str) else kid.words for kid in self.kids)

    def all(self, role: str) -> Iterator["Element"]:
        """Elements of a role, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Element):
                if kid.role == role:
                    yield kid
                yield from kid.all(role)


@dataclass(slots=True)
class Structure:
    """The tree, and what no element holds though its content is marked as text."""

    root: Element
    lost: list[str]

    def lines(self) -> list[str]:
        return list(_lines(self.root, 0))


def read(pdf: bytes) -> Structure:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        said = {_key(thing): _said_in(thing, resources) for thing, resources in _contents(file)}
        root = Element("Root", {})
        _read(file.Root.StructTreeRoot.K, None, root, said)
        lost = [words for marked in said.values() for words in marked.values()]
        (document,) = [kid for kid in root.kids if isinstance(kid, Element)]
        return Structure(document, lost)


def _lines(element: Element, depth: int) -> Iterator[str]:
    about = "".join(f" {name}={value}" for name, value in element.about.items())
    yield f"{'  ' * depth}{element.role}{about}"
    for kid in element.kids:
        if isinstance(kid, str):
            yield f"{'  ' * (depth + 1)}“{kid}”"
        else:
            yield from _lines(kid, depth + 1)


def _read(kid: Any, page: Any, into: Element, said: Mapping[Any, dict[int, str]]) -> None:
    if isinstance(kid, Array):
        for one in kid:
            _read(one, page, into, said)
    elif isinstance(kid, int):
        into.say(said[page.objgen].pop(kid))
    elif kid.get("/Type") == Name.MCR:
        into.say(said[kid.get("/Stm", kid.Pg).objgen].pop(int(kid.MCID)))
    elif kid.get("/Type") == Name.OBJR:
        into.links.append(kid.Obj.get("/Dest", kid.Obj.get("/A", Dictionary()).get("/URI")))
    else:
        names = {"/ID": "id", "/Alt": "alt", "/Lang": "lang"}
        about = {word: str(kid[name]) for name, word in names.items() if name in kid}
        element = Element(str(kid.S)[1:], about)
        into.kids.append(element)
        _read(kid.get("/K", Array()), kid.get("/Pg", page), element, said)


def _contents(file: pikepdf.Pdf) -> Iterator[tuple[Any, Any]]:
    """What holds marked content: pages, and the drawings of pages on the sides of a booklet."""
    for page in file.pages:
        yield page.obj, page.obj.Resources
        for form in page.obj.Resources.get("/XObject", Dictionary()).values():
            if "/StructParents" in form:
                yield form, form.Resources


def _key(thing: Any) -> Any:
    return thing.objgen


def _said_in(thing: Any, resources: Any) -> dict[int, str]:
    """The words of each piece of marked content."""
    said: dict[int, str] = defaultdict(str)
    inside: list[int | None] = []
    glyphs: Mapping[str, str] = {}
    for instruction in pikepdf.parse_content_stream(thing):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "BDC" | "BMC":
                about = operands[1] if len(operands) > 1 else Dictionary()
                inside.append(int(about.MCID) if "/MCID" in about else None)
                if inside[-1] is not None:
                    said[inside[-1]] += ""
            case "EMC":
                inside.pop()
            case "Tf":
                glyphs = _glyphs(resources.Font[str(operands[0])])
            case "TJ" | "Tj" if inside and inside[-1] is not None:
                said[inside[-1]] += _words(operands[0], glyphs)
    return dict(said)


def _words(shown: Any, glyphs: Mapping[str, str]) -> str:
    parts = shown if isinstance(shown, Array) else [shown]
    codes = "".join(bytes(part).hex() for part in parts if isinstance(part, pikepdf.String))
    wide = len(next(iter(glyphs), "0000"))
    return "".join(glyphs.get(codes[at : at + wide], "\ufffd") for at in range(0, len(codes), wide))


def _glyphs(font: Any) -> Mapping[str, str]:
    pairs = _PAIR.findall(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else []
    return {code.decode(): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


if __name__ == "__main__":
    print("\n".join(read(Path(sys.argv[1]).read_bytes()).lines()))  # noqa: T201 -- what it is for
