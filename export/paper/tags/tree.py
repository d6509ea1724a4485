"""The tag tree of a PDF as nodes, read from WeasyPrint's structure elements and written back to them.

ISO 32000-1, 14.7: an element names its kids, and the parent tree names the element of each piece of content.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import pydyf  # type: ignore[import-untyped]

from export.patches.structure import box_of


class Words(NamedTuple):
    """Marked content of a page, which is named by its reference."""

    page: bytes
    mcid: int


@dataclass(frozen=True, slots=True, eq=False)
class Annotation:
    """A link to press, and the reference by which a node holds it."""

    entries: Any
    reference: Any


@dataclass(slots=True, eq=False)
class Node:
    """A structure element with its kids, and the box that it was made of."""

    role: str
    element: Any
    box: Any = None
    kids: list["Kid"] = field(default_factory=list)

    @property
    def tag(self) -> str:
        """The HTML tag, with its pseudo-element; empty for what is drawn for none."""
        return "" if self.box is None or self.box.element is None else str(self.box.element_tag)

    @property
    def classes(self) -> frozenset[str]:
        return frozenset((self.html("class")).split())

    def html(self, name: str) -> str:
        """An attribute of the HTML element."""
        return "" if self.box is None or self.box.element is None else str(self.box.element.get(name, ""))

    @property
    def nodes(self) -> list["Node"]:
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def below(self) -> Iterator["Node"]:
        """All nodes under this one, in reading order."""
        for node in self.nodes:
            yield node
            yield from node.below()


Kid: TypeAlias = Node | Words | Annotation


def wrapped(role: str, kids: list[Kid], of: Node) -> Node:
    """A new node on the page of another one; its element comes into the file when the tree is written."""
    return Node(role, pydyf.Dictionary({"Type": "/StructElem", "Pg": of.element["Pg"]}), None, kids)


class Tree:
    """The nodes of a PDF that is about to be written."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self._root = self._object(pdf.catalog["StructTreeRoot"])
        self._elements = [thing for thing in pdf.objects if _is_element(thing)]
        self.document = self._read(self._object(self._root["K"][0]))

    def _object(self, reference: Any) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    def _read(self, element: Any) -> Node:
        node = Node(element["S"][1:], element, box_of(element))
        for kid in element["K"]:
            if isinstance(kid, int):
                node.kids.append(Words(element["Pg"], kid))
            else:
                thing = self._object(kid)
                is_link = thing["Type"] == "/OBJR"
                node.kids.append(
                    Annotation(self._object(thing["Obj"]), thing) if is_link else self._read(thing)
                )
        return node

    def write(self) -> set[Words]:
        """Put the tree into the PDF, and tell which content no node holds."""
        parents = self._object(self._root["ParentTree"])["Nums"]
        holders: dict[int, Any] = dict(zip(parents[::2], parents[1::2], strict=True))
        pages = [(page, holders[number]) for number, page in enumerate(self._pdf.page_references)]
        left = {Words(page, mcid) for page, mcids in pages for mcid in range(len(mcids))}
        for _, mcids in pages:
            mcids[:] = ["null"] * len(mcids)
        by_page = dict(pages)
        for element in self._elements:
            element["K"] = None
        for node, parent in self._all(self.document, self._root):
            node.element.update(S=f"/{node.role}", P=parent.reference)
            node.element["K"] = self._kids(node)
            for kid in node.kids:
                if isinstance(kid, Words):
                    by_page[kid.page][kid.mcid] = node.element.reference
                    left.discard(kid)
                elif isinstance(kid, Annotation):
                    holders[kid.entries["StructParent"]] = node.element.reference
        parents[1::2] = [holders[key] for key in parents[::2]]
        self._forget_others()
        return left

    def _forget_others(self) -> None:
        """Pydyf cannot leave a number out of a file that packs its objects: what nobody names is empty."""
        named = {}
        for element in [thing for thing in self._pdf.objects if _is_element(thing)]:
            if element["K"] is None:
                element.clear()
            elif "ID" in element:
                named[element["ID"].data] = element.reference
        if named:
            listed = [part for name in sorted(named) for part in (name, named[name])]
            self._root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(listed)})

    def _all(self, node: Node, parent: Any) -> Iterator[tuple[Node, Any]]:
        """Each node with the element of its parent, once its kids are in the file."""
        for kid in node.nodes:
            if kid.element.number is None:
                self._pdf.add_object(kid.element)
        yield node, parent
        for kid in node.nodes:
            yield from self._all(kid, node.element)

    def _kids(self, node: Node) -> Any:
        page = next((kid.page for kid in node.kids if isinstance(kid, Words)), None)
        if page is not None:
            node.element["Pg"] = page
        return pydyf.Array([_kid(kid, page) for kid in node.kids])


def _kid(kid: Kid, page: bytes | None) -> Any:
    match kid:
        case Node():
            return kid.element.reference
        case Annotation():
            return kid.reference.reference
        case Words() if kid.page == page:
            return kid.mcid
        case Words():
            return pydyf.Dictionary({"Type": "/MCR", "Pg": kid.page, "MCID": kid.mcid})


def _is_element(thing: Any) -> bool:
    return isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/StructElem"
