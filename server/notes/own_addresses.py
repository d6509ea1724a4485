"""Texts from elsewhere: addresses of links are replaced by own addresses, which give nothing."""

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from aiohttp import web

from crdt.roles import Role
from server.clock import now_ms
from server.http.address import ADDRESS
from server.http.keys import CONFIG, ENGINE, SEAL
from server.ids import LinkId
from server.secrets.tokens import Seal, link_of
from server.storage import Db, notes
from server.storage.rights import links
from server.targets import NoteTarget
from server.text.paths import target_path

_TOKEN: Final = 32
# An address is found by its path, which few texts have: a pattern that begins with what may be missing
# takes 80 ms for a note of two megabytes.
_PATH: Final = re.compile(r"/[npc]/(?P<token>[\w-]{32}|[\w-]{22})(?![\w-])")
_BEHIND: Final = re.compile(
    r"(?:[/?][\w\-./?=&%]*[\w/=&%-]|[/?])?(?P<hash>#[^\s<>()\[\]\"'|\\]*)?(?P<end>>)?"
)
_BEFORE: Final = r"(?P<open>\]\(<?|\[|<)?(?<![\w.@/-])(?:https?://)?(?:{hosts})\Z"
_LONGEST_BEFORE: Final = len("](<https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What a token opens: its own address, and its title, '' for who could not read it by the token."""

    url: str
    title: str


class _Found(NamedTuple):
    """An address in a text, from `begin` to `end`, and what stands around it."""

    begin: int
    end: int
    opened: str
    path: str
    token: str
    hash_: str
    closed: str


async def without_rights(request: web.Request, text: str) -> str:
    """The text; a token that opens nothing stays, and so does every other address."""
    origins = {request[ADDRESS].origin, request.app[CONFIG].url} - {""}
    hosts = frozenset(urlsplit(origin).netloc for origin in origins)
    found = await asyncio.to_thread(lambda: [*_addresses(text, hosts)])
    if not found:
        return text
    look = partial(_owns, seal=request.app[SEAL], tokens=frozenset(one.token for one in found), now=now_ms())
    owns = await request.app[ENGINE].read(look)
    return await asyncio.to_thread(_replaced, text, found, owns)


def _addresses(text: str, hosts: frozenset[str]) -> Iterator[_Found]:
    longest = _LONGEST_BEFORE + max(map(len, hosts), default=0)
    before = re.compile(_BEFORE.format(hosts="|".join(sorted(map(re.escape, hosts)))), re.IGNORECASE)
    at = 0
    for path in _PATH.finditer(text):
        if path.start() < at:  # within the one before, which may be as long as the text
            continue
        head = before.search(text, max(at, path.start() - longest), path.start())
        behind = _BEHIND.match(text, path.end()) if head else None
        if head and behind:
            at = behind.end()
            said = (head["open"], path[0], path["token"], behind["hash"], behind["end"])
            yield _Found(head.start(), at, *(one or "" for one in said))


def _replaced(text: str, found: Sequence[_Found], owns: Mapping[str, Own]) -> str:
    out, at = list[str](), 0
    for one in found:
        out += (text[at : one.begin], _named(text, one, owns.get(one.token)))
        at = one.end
    return "".join((*out, text[at:]))


def _named(text: str, found: _Found, own: Own | None) -> str:
    begun, end = found.opened, found.closed
    is_target = begun.startswith("](")
    if own is None:
        # An own address already: only where a link leads there does it lose its origin.
        is_own = is_target and len(found.token) < _TOKEN
        return f"{begun}{found.path}{found.hash_}{end}" if is_own else text[found.begin : found.end]
    if is_target:
        return f"{begun}{own.url}{found.hash_}{end}"
    title = re.sub(r"([\\\[\]|])", r"\\\1", own.title or own.url)
    if begun == "[" and text.startswith("](", found.end):
        return f"[{title}{end}"
    if begun == "<" and end:
        begun = end = ""
    return f"{begun}[{title}]({own.url}{found.hash_}){end}"


def _owns(db: Db, *, seal: Seal, tokens: frozenset[str], now: int) -> dict[str, Own]:
    found = {token: _own(db, seal, token, id_, now) for token in tokens if (id_ := link_of(token))}
    return {token: own for token, own in found.items() if own is not None}


def _own(db: Db, seal: Seal, token: str, id_: LinkId, now: int) -> Own | None:
    link = links.find(db, id_)
    if link is None or not link.is_open(now) or not seal.opens(token, id_, link.generation):
        return None
    may_read = link.role.allows(Role.READ) and link.password_hash is None
    title = notes.title(db, link.target.id) if may_read and isinstance(link.target, NoteTarget) else ""
    return Own(url=target_path(link.target), title=title)
