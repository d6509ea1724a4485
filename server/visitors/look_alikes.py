"""Names that pass for another one, by how they look in any script, with signs between the letters."""

import re
from collections.abc import Iterable
from email.utils import parseaddr
from typing import Final

from yarl import URL

from server.sending.letter import SITE
from server.settings.config import Config
from server.settings.mail_addresses import domain_of
from server.visitors.names import nickname
from server.visitors.skeletons import skeleton

_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("i", "l"), ("j", "l"))
_SHORTEST_HIDDEN: Final = 5
# Labels of domains that are no name of anybody.
_COMMON: Final = frozenset(
    [
        "www",
        "mail",
        "smtp",
        "note",
        "notes",
        "docs",
        "com",
        "org",
        "net",
        "gouv",
        "gov",
        "asso",
        "edu",
        "pochette",
    ]
)
_SHORTEST_LABEL: Final = 3
_ADDRESS: Final = re.compile(r"@|://|[\w-]{2,}\.([a-z]{2,}|[A-Z]{2,})\b")


def words_of(text: str) -> tuple[str, ...]:
    """The skeletons of its words: two that look alike are the same."""
    looks = skeleton(text)
    for pair, letter in _PAIRS:
        looks = looks.replace(pair, letter)
    return tuple(re.findall(r"[^\W_]+", looks))


def passes_for(text: str, names: Iterable[str]) -> bool:
    """Whether one of the names seems to stand in the text, as words or with signs between its letters."""
    said = words_of(text)
    return any(_holds(said, words_of(name)) for name in names)


def is_disguised(name: str) -> bool:
    """Whether a name of a person holds an address, or is one that nobody could take today."""
    return holds_address(name) or nickname(name) is None


def holds_address(name: str) -> bool:
    """Whether a name has an address of the web or of mail in it."""
    return bool(_ADDRESS.search(name))


def organisation_names(config: Config) -> frozenset[str]:
    """What the settings call the organisation: the sender of its mails, its domains and their labels."""
    name, address = parseaddr(config.smtp_from)
    hosts = {domain_of(address), URL(config.url).host or "", URL(config.oidc_issuer).host or ""} - {""}
    labels = {label for host in hosts for label in host.split(".")[:-1]}
    known = {label for label in labels if len(label) >= _SHORTEST_LABEL and label not in _COMMON}
    own = {name, config.oidc_name} - {"", SITE}
    return frozenset(hosts | known | own | {re.sub(r"[-_]", " ", label) for label in known})


def _holds(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    if not name:
        return False
    many = len(name)
    if any(said[at : at + many] == name for at in range(len(said) - many + 1)):
        return True
    hidden = "".join(name)
    return len(hidden) >= _SHORTEST_HIDDEN and hidden in "".join(said)
