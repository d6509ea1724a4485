"""Parses the target of a link; the editor reads the same (web/src/text/links.ts)."""

import re
from typing import Final

from export.note.own_addresses import is_own_address

_WHOLE: Final = re.compile(r"(?:https?://[^/]|(?:mailto|tel):.|#.)", re.IGNORECASE)
_MAIL: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_DOMAIN: Final = re.compile(
    r"(?:(?:[^\W_]|-)+\.)+(?P<end>[a-z]{2,})(?::\d+)?(?=[/?#]|\Z)(?P<next>/?)", re.IGNORECASE
)
# Endings of files that are no domains.
_FILE: Final = re.compile(
    r"html?|php|aspx?|pdf|docx?|od[pst]|rtf|txt|md|csv|xlsx?|pptx?|zip|png|jpe?g|gif|svg|webp|js|css|json|xml|epub",
    re.IGNORECASE,
)


def is_whole(address: str) -> bool:
    """Whether it is allowed as it stands: the web, mail, a telephone, a heading, another note."""
    return _WHOLE.match(address) is not None or is_own_address(address)


def target_of(address: str) -> str | None:
    """The whole address, completed by `https://` or `mailto:`; None where it leads nowhere."""
    if is_whole(address):
        return address
    if _MAIL.fullmatch(address):
        return f"mailto:{address}"
    domain = _DOMAIN.match(address)
    if domain and (domain["next"] or not _FILE.fullmatch(domain["end"])):
        return f"https://{address}"
    return None
