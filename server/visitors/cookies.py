"""The cookie of a device as HTTP carries it: its names, and the header that gives it."""

from typing import Final

from aiohttp import web

from server.http.address import Address
from server.rights.cookie import Cookie

DAY_MS: Final = 24 * 3600 * 1000
# Browsers keep no cookie longer (draft-ietf-httpbis-rfc6265bis, 5.5).
_LONGEST_S: Final = 400 * 24 * 3600
# Browsers take it from https alone, for the whole host, and from nobody beside it.
_GUARDED: Final = "__Host-pochette"

NEW_COOKIE = web.RequestKey("new_cookie", Cookie)


def cookie_names(address: Address) -> tuple[str, str]:
    """The name under which it is given; this machine's own address gave the other one as well once."""
    return (_GUARDED if address.scheme == "https" else "pochette", _GUARDED)


def header(address: Address, cookie: Cookie, idle_days: int) -> str:
    """The Set-Cookie header. SameSite=Strict would make a stranger of who opens a link from a messenger.

    Safari keeps no Secure cookie of http, not even of this machine.
    """
    name, _ = cookie_names(address)
    lasts_s = min(idle_days * 24 * 3600, _LONGEST_S)
    secure = "; Secure" if address.scheme == "https" else ""
    return f"{name}={cookie.value}; Max-Age={lasts_s}; Path=/; HttpOnly; SameSite=Lax{secure}"
