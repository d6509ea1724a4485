"""Rows of the audit log, written in the transaction of the deed itself: both are on disk, or neither is."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from aiohttp import web

from server.clock import now_ms
from server.deeds import Done
from server.http.access import ACCESS, DEED, DETAILS, DEVICE
from server.http.keys import SEAL
from server.secrets.tokens import Seal
from server.storage import Db, Engine, audit
from server.storage.audit import Deed

T = TypeVar("T")
# What of an address says which one it was.
_NAMED: Final = ("link", "number", "form", "device")


def recorded(request: web.Request, done: Done[T]) -> T:
    """What a rule has done becomes the request's row of the log, written before the answer; its result."""
    request[DEED], request[DETAILS] = done.what, done.details
    return done.result


def of_request(request: web.Request, what: str) -> Callable[..., None]:
    """Writes the log's row of a request in the transaction of its deed: `(db, **details)`, not after it."""
    request[DEED] = ""
    return of_deed(request.app[SEAL], deed_of(request, what))


def of_deed(seal: Seal, deed: Deed) -> Callable[..., None]:
    """Writes a row in the transaction of its deed: `(db, **details)`; both are on disk, or neither is."""

    def write_row(db: Db, **details: object) -> None:
        audit.append(db, replace(deed, details={**deed.details, **details}), seal.of_audit)

    return write_row


async def write(engine: Engine, seal: Seal, deed: Deed) -> None:
    await engine.write(partial(audit.append, deed=deed, sealer=seal.of_audit))


def deed_of(request: web.Request, what: str) -> Deed:
    device = request.get(DEVICE)
    named = {name: request.match_info[name] for name in _NAMED if name in request.match_info}
    subject, by = "", {}
    if ACCESS in request:
        subject, by = str(request[ACCESS].target), {"by_link": request[ACCESS].link}
    details = {**by, **named, **request.get(DETAILS, {})}
    return Deed(
        at=now_ms(),
        what=what,
        subject=str(details.pop("subject", subject)),
        visitor=device.visitor if device else "",
        device=device.id if device else "",
        details=details,
    )
