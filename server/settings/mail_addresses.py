"""Mail addresses: parsed as people write them, safe for SMTP (one line, ASCII, no header injection)."""

import re
from typing import Final

_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL: Final = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_LABEL: Final = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = re.compile(rf"({_LABEL}\.)+{_LABEL}")
# RFC 5321, 4.5.3.1.
_MOST: Final = 254
_MOST_LOCAL: Final = 64


def read_address(text: str) -> str:
    """One address, its domain in small ASCII letters. Raises ValueError for what is none.

    Source: RFC 5321, 4.1.2, without quoted names, address literals and SMTPUTF8, which few servers take.
    """
    local, _, domain = text.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise ValueError("no address of mail") from None
    address = f"{local}@{domain}"
    is_right = _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)
    if not is_right or len(address) > _MOST or len(local) > _MOST_LOCAL:
        raise ValueError("no address of mail")
    return address


def split(text: str) -> list[str]:
    """What stands in a field, one a line or between commas; of `Name <address>` the address alone."""
    found: list[str] = []
    for line in text.splitlines():
        found += re.findall(r"<([^<>]*)>", line) or re.split(r"[,;\s]+", line)
    return [part for part in found if part]


def mailbox_of(address: str) -> str:
    """The address in small letters without its tag: ines+lists@example.org is a name of ines@example.org.

    Source: RFC 5233; that a tag stands behind a plus sign is a custom, which most servers of mail follow.
    """
    local, _, domain = address.lower().rpartition("@")
    untagged = local.partition("+")[0] or local
    return f"{untagged}@{domain}"


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]
