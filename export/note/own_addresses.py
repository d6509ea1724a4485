"""Own addresses of notes, pochettes and classeurs, `/n/ID`, as a text names them; they give nothing."""

import re

_OWN = re.compile(r"/[npc]/[A-Za-z0-9_-]{22}(?:#\S+)?")
_LINK = re.compile(r"(?<=\]\()(?=/[npc]/[A-Za-z0-9_-]{22}[)#])")


def is_own_address(address: str) -> bool:
    """Whether it is one of this server, without its origin."""
    return _OWN.fullmatch(address) is not None


def with_origin(markdown: str, origin: str) -> str:
    """The text for a file, whose links to notes lead to this server."""
    return _LINK.sub(origin, markdown)
