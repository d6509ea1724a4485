"""Devices and the visitors who hold them: the cookie that every page gives, and PUT /api/visitor."""

import hashlib
import re
import secrets
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial

from aiohttp import hdrs, web

from server.clock import now_ms
from server.entry.address import Address
from server.entry.parcel import read_json
from server.errors import BadInputError
from server.keys import ADDRESS, CLOSED, DEVICE, ENGINE, NEW_SECRET, ROOMS
from server.storage import Db, DeviceId, DiskTroubleError, Engine, NoteId, VisitorId, devices
from server.storage.devices import Device

_COLOURS = 8
_NAME_CHARACTERS = 40
_YEAR_SECONDS = 365 * 24 * 3600
_MONTH_MS = 30 * 24 * 3600 * 1000
_SECRET_BYTES = 32
_MOST_AGENT = 300
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
# Browsers take it from https alone, for the whole host, and from nobody beside it.
_GUARDED = "__Host-pochette"


async def put_visitor(request: web.Request) -> web.Response:
    """Name the visitor of this device, everywhere at once."""
    device = request[DEVICE]
    assert device is not None, "the guard lets only devices in"  # noqa: S101
    name = _name(await read_json(request, {"name"}))
    await request.app[ENGINE].write(partial(devices.rename, visitor=device.visitor, name=name))
    request.app[ROOMS].rename(device.id, name, device.colour)
    return web.json_response({"name": name, "colour": device.colour})


async def create(engine: Engine, beside: NoteId | None, agent: str) -> tuple[Device, str]:
    """A new device with a visitor of its own, and the secret of its cookie, which is kept nowhere.

    Its colour is one that few of those have who have opened the note `beside`.
    """
    taken = await engine.read(partial(devices.colours, note=beside)) if beside else {}
    device = Device(
        id=DeviceId(secrets.token_urlsafe(16)),
        visitor=new_visitor(),
        name=None,
        colour=min(_any_order(), key=lambda colour: taken.get(colour, 0)),
        seen_at=now_ms(),
    )
    secret = _new_secret()
    insert = partial(devices.insert, device=device, secret_hash=_hash(secret), agent=agent[:_MOST_AGENT])
    await engine.write(insert)
    return device, secret


async def with_cookie(
    request: web.Request, device: Device | None, beside: NoteId | None = None
) -> Device | None:
    """The browser's device, new where it has none; without one a page opens all the same on a full disk."""
    if request.method == hdrs.METH_HEAD:
        return device
    engine, secret = request.app[ENGINE], secret_of(request, request[ADDRESS])
    with suppress(DiskTroubleError):
        if device is None:
            request[CLOSED] = await engine.read(partial(is_closed, secret=secret))
            agent = request.headers.get(hdrs.USER_AGENT, "")
            device, request[NEW_SECRET] = await create(engine, beside, agent)
        elif secret is not None and await renew(engine, device):
            request[NEW_SECRET] = secret
    return device


async def rotate(request: web.Request, device: Device, gives: Callable[[Db], None]) -> None:
    """Give the browser another cookie, and in the same commit what it gets; the one before is nobody's."""
    secret = _new_secret()

    def write(db: Db) -> None:
        devices.rotate(db, device.id, _hash(secret))
        gives(db)

    await request.app[ENGINE].write(write)
    request[NEW_SECRET] = secret


async def name_at_first(engine: Engine, device: Device, name: str) -> None:
    """Name whoever has no name yet; one that nobody could choose here is left out."""
    with suppress(BadInputError):
        await engine.write(partial(devices.rename, visitor=device.visitor, name=_name({"name": name})))


async def renew(engine: Engine, device: Device) -> bool:
    """Whether the cookie is to be given again: its rights would end with it a year after it was given."""
    now = now_ms()
    if now - device.seen_at < _MONTH_MS:
        return False
    await engine.write(partial(devices.seen, device=device.id, at=now))
    return True


def _new_secret() -> str:
    return urlsafe_b64encode(secrets.token_bytes(_SECRET_BYTES)).decode("ascii").rstrip("=")


def new_visitor() -> VisitorId:
    return VisitorId(secrets.token_urlsafe(16))


def random_colour() -> int:
    return secrets.randbelow(_COLOURS) + 1


def _any_order() -> list[int]:
    return secrets.SystemRandom().sample(range(1, _COLOURS + 1), _COLOURS)


def secret_of(request: web.Request, address: Address) -> str | None:
    """The request's cookie, None when there is none that can be ours."""
    # This machine's own address gave that one as well once.
    secret = request.cookies.get(_cookie_name(address)) or request.cookies.get(_GUARDED, "")
    return secret if _SECRET.fullmatch(secret) else None


def find(db: Db, secret: str | None) -> Device | None:
    """The device that this cookie was given to."""
    return devices.find(db, _hash(secret)) if secret is not None else None


def is_closed(db: Db, secret: str | None) -> bool:
    """Whether this cookie was given to a device that its owner has closed."""
    return secret is not None and devices.is_closed(db, _hash(secret))


def cookie(address: Address, secret: str) -> str:
    """The Set-Cookie header. SameSite=Strict would make a stranger of who opens a link from a messenger.

    Safari keeps no Secure cookie of http, not even of this machine.
    """
    secure = "; Secure" if address.scheme == "https" else ""
    return (
        f"{_cookie_name(address)}={secret}; Max-Age={_YEAR_SECONDS}; Path=/; HttpOnly; SameSite=Lax{secure}"
    )


def _cookie_name(address: Address) -> str:
    return _GUARDED if address.scheme == "https" else "pochette"


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("ascii")).digest()


def _name(wish: Mapping[str, object]) -> str:
    given = wish.get("name")
    name = " ".join(unicodedata.normalize("NFC", given).split()) if isinstance(given, str) else ""
    is_printable = not any(unicodedata.category(character) in {"Cc", "Cs", "Co"} for character in name)
    if not 1 <= len(name) <= _NAME_CHARACTERS or not is_printable:
        raise BadInputError("bad_name", most=_NAME_CHARACTERS)
    return name
