"""The imprint of an edition, of a note or pochette: its label, its code, its cards, what lists say of it."""

from collections.abc import Mapping
from dataclasses import fields
from hashlib import sha256
from typing import Any, Final, assert_never

from aiohttp import web

from export.note.card import FIELDS, Card, Kind, Status
from server.clock import as_datetime
from server.http.keys import SEAL
from server.http.paths import public_origin
from server.ids import EditionId
from server.storage.editions import Edition
from server.text.paths import SitePage, path_for

# What is looked at before it is printed: no sheet has this code.
DRAFT: Final = EditionId("A" * 11)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def label_of(edition: EditionId) -> str:
    """A short name for people, printed under the code: it opens nothing."""
    digest = sha256(edition.encode()).digest()
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:8])
    return f"{letters[:4]}-{letters[4:]}"


def code_url(request: web.Request, edition: EditionId, generation: int = 1) -> str:
    """Where the codes on the sheet lead, in capitals; that of a page adds its number."""
    code = request.app[SEAL].code(edition, generation)
    return public_origin(request).upper() + path_for(SitePage.SHEET_IN_CAPITALS, code=code)


def facts_of(request: web.Request, edition: Edition) -> dict[str, Any]:
    """What every list of editions says of one."""
    url = code_url(request, edition.id, edition.generation)
    return {
        "number": edition.number,
        "at": as_datetime(edition.printed_at).isoformat(),
        "by": edition.by,
        "recipient": edition.recipient,
        "label": label_of(edition.id),
        "url": url if edition.is_open else None,
    }


def card_facts(card: Card) -> dict[str, Any]:
    """The card of a note as an edition keeps it, in JSON."""
    values = {one.name: getattr(card, one.name) for one in fields(card)}
    said = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return {**said, "other": dict(card.other)}


def card_of(facts: Mapping[str, Any]) -> Card:
    """The card that an edition has kept.

    One from before a field has it empty. One of a newer release, which may serve beside this one, is printed
    without the fields that only that release knows.
    """
    said = {one.name: _value(one.kind, facts[one.name]) for one in FIELDS if one.name in facts}
    return Card(**said, other=facts.get("other", {}))


def _value(kind: Kind, said: Any) -> Any:
    match kind:
        case Kind.LINE | Kind.PAGES:
            return said
        case Kind.NAMES:
            return tuple(said)
        case Kind.STATUS:
            return Status(said)
        case unknown:
            assert_never(unknown)
