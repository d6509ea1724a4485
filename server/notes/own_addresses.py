"""Texts from elsewhere: addresses of links are replaced by own addresses, which give nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from crdt.roles import Role
from server.clock import now_ms
from server.http.address import ADDRESS
from server.http.keys import CONFIG, ENGINE, SEAL
from server.http.paths import target_path
from server.ids import LinkId
from server.secrets.tokens import Seal, link_of
from server.storage import Db, links, notes
from server.targets import NoteTarget

_TOKEN: Final = 32
_ADDRESS: Final = (
    r"(?P<open>\]\(<?|\[|<)?(?<![\w.@/-])(?:https?://)?(?:{hosts})"
    r"(?P<path>/[npc]/(?P<token>[\w-]{{32}}|[\w-]{{22}}))(?![\w-])"
    r"(?:[/?][\w\-./?=&%]*[\w/=&%-]|[/?])?(?P<hash>#[^\s<>()\[\]\"'|\\]*)?(?P<end>>)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What a token opens: its own address, and its title, '' for who could not read it by the token."""

    url: str
    title: str


async def without_rights(request: web.Request, text: str) -> str:
    """The text; a token that opens nothing stays, and so does every other address."""
    origins = {request[ADDRESS].origin, request.app[CONFIG].url} - {""}
    hosts = "|".join(sorted(re.escape(urlsplit(origin).netloc) for origin in origins))
    pattern = re.compile(_ADDRESS.format(hosts=hosts), re.IGNORECASE)
    tokens = frozenset(match["token"] for match in pattern.finditer(text))
    if not tokens:
        return text
    look = partial(_owns, seal=request.app[SEAL], tokens=tokens, now=now_ms())
    owns = await request.app[ENGINE].read(look)
    return pattern.sub(partial(_named, owns=owns), text)


def _named(match: re.Match[str], *, owns: Mapping[str, Own]) -> str:
    own = owns.get(match["token"])
    begun, hash_, end = match["open"] or "", match["hash"] or "", match["end"] or ""
    is_target = begun.startswith("](")
    if own is None:
        # An own address already: only where a link leads there does it lose its origin.
        is_own = is_target and len(match["token"]) < _TOKEN
        return f"{begun}{match['path']}{hash_}{end}" if is_own else match[0]
    if is_target:
        return f"{begun}{own.url}{hash_}{end}"
    title = re.sub(r"([\\\[\]|])", r"\\\1", own.title or own.url)
    if begun == "[" and match.string.startswith("](", match.end()):
        return f"[{title}{end}"
    if begun == "<" and end:
        begun = end = ""
    return f"{begun}[{title}]({own.url}{hash_}){end}"


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
