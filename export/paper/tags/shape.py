"""The shape of a tag tree: nothing empty or double, and what pages divide is one again.

WeasyPrint makes an element of each box: of a block that holds lines and of the lines, of each of the two
halves of a paragraph that runs over, of each head of a table that comes again.
"""

from collections.abc import Iterator

from export.paper.tags.tree import Annotation, Kid, Node, Words

_CELLS = frozenset({"TD", "TH"})
_GROUPS = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote"})
_SAYS_NOTHING = frozenset({"Span", "NonStruct"})
_SAID = frozenset({"Lang", "Alt", "ActualText", "ID"})
# The row that names a table where it goes on.
_ARTIFACTS = frozenset({"again-head"})
_COMES_AGAIN = frozenset({"THead", "TFoot"})


def whole(node: Node) -> None:
    """Make one element of the parts of an element that stand on several pages or lines."""
    first: dict[tuple[int, str, str], Node] = {}
    kids: list[Kid] = []
    for kid in node.kids:
        if not isinstance(kid, Node) or not kid.tag:
            kids.append(kid)
            continue
        before = first.setdefault((id(kid.box.element), kid.tag, kid.role), kid)
        if before is kid:
            kids.append(kid)
        elif kid.role in _COMES_AGAIN:
            _absorb(before, kid)
        else:
            before.kids += kid.kids
    node.kids = kids
    for kid in node.nodes:
        whole(kid)


def _absorb(head: Node, again: Node) -> None:
    """Of a head that comes again only its links are kept; its words are said once."""
    first = {(id(node.box.element), node.tag): node for node in head.below() if node.tag}
    for node in again.below():
        before = first.get((id(node.box.element), node.tag)) if node.tag else None
        if before is not None:
            before.kids += [kid for kid in node.kids if isinstance(kid, Annotation)]


def plain(node: Node) -> None:
    """Take out what is empty, and what only repeats the element around it."""
    node.kids = list(_plain(node))


def _plain(node: Node) -> Iterator[Kid]:
    for kid in node.kids:
        if not isinstance(kid, Node):
            yield kid
            continue
        if kid.classes & _ARTIFACTS:
            continue
        plain(kid)
        if node.role == "Link":  # code in a link has annotations of its own
            yield from (one for one in kid.kids if isinstance(one, Annotation))
            kid.kids = [one for one in kid.kids if not isinstance(one, Annotation)]
        if not kid.kids and kid.role not in _CELLS:
            continue
        if kid.role in _SAYS_NOTHING and node.role in _GROUPS and _holds_words(kid):
            kid.role = "P"
        if _is_double(node, kid):
            yield from kid.kids
        else:
            yield kid


def _is_double(node: Node, kid: Node) -> bool:
    if node.role == "Link" and kid.role == "Link":  # what stands in a link is pressed with it
        return True
    if kid.role in _SAYS_NOTHING:
        return not kid.element.keys() & _SAID
    is_same = kid.box is not None and node.box is not None and kid.box.element is node.box.element
    return kid.role == node.role and is_same


def _holds_words(node: Node) -> bool:
    return any(isinstance(kid, Words) for kid in node.kids)


def heads(document: Node) -> None:
    """A head says what it heads: of tables without spans nobody has to be told more, cell by cell."""
    for cell in document.below():
        if cell.role in _CELLS:
            cell.element.pop("ID", None)
            cell.element["A"].pop("Headers", None)
            if cell.role == "TH":
                cell.element["A"]["Scope"] = "/Row" if cell.html("scope") == "row" else "/Column"
            if len(cell.element["A"]) == 1:
                del cell.element["A"]
