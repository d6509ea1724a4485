"""Responses: pages from templates, downloads, compression."""

from collections.abc import Mapping
from urllib.parse import quote

from aiohttp import hdrs, web

from crdt.roles import Role
from export.languages.folding import unaccented
from server.http.access import ACCESS, LANG
from server.http.address import ADDRESS
from server.http.in_app import in_app
from server.http.paths import own_path
from server.http.templates import NONCE, PAGES
from server.text.paths import LinkPage

_OF_HOME = "/static/site.webmanifest"
_VARIES = "Accept-Encoding, Accept-Language, Cookie, Sec-CH-UA-Mobile, User-Agent"


def page(
    request: web.Request, template: str, *, facts: Mapping[str, object], status: int = 200, **context: object
) -> web.Response:
    """Render a template; `facts` is what its script finds in `<script id="page">`."""
    lang = request[LANG]
    address = request.get(ADDRESS)
    text = request.app[PAGES].render(
        template,
        lang=lang,
        nonce=request[NONCE],
        path=request.path,
        status=status,
        page={"lang": lang, **facts},
        insecure=address is not None and not address.is_trustworthy,
        in_app=in_app(request),
        app_manifest=_app_manifest(request),
        **context,
    )
    headers = {hdrs.VARY: _VARIES, hdrs.CONTENT_LANGUAGE: lang}
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)


def _app_manifest(request: web.Request) -> str:
    """Of the link by which a device reads; of the home page for any other."""
    access = request.get(ACCESS)
    if access is None or access.device is None or not access.role.allows(Role.READ):
        return _OF_HOME
    return own_path(request, LinkPage.APP)


def compressed(request: web.Request, answer: web.Response) -> web.Response:
    """The answer in fewer bytes, for a long page that nobody can ask for without its secret address.

    Not for a page whose address is known, as the own one of a note is: another site could have it fetched
    again and again, and would read from its lengths what stands there. Source: BREACH, http://breachattack.com.
    """
    if not request[ACCESS].is_own:
        answer.enable_compression()
    return answer


def led_to(path: str) -> web.Response:
    """303 to another address."""
    return web.Response(status=web.HTTPSeeOther.status_code, headers={hdrs.LOCATION: path})


def wants_json(request: web.Request) -> bool:
    """Whether a program asks, or a page's script: it is answered with facts, people with pages."""
    if request.path.startswith(("/api/", "/sync/", "/health", "/livez")):
        return True
    if request.content_type == "application/json":
        return True
    accept = request.headers.get(hdrs.ACCEPT, "")
    return "application/json" in accept and "text/html" not in accept


def disposition(title: str, ending: str) -> str:
    """The header that names a file after its note, for old programs in ASCII. RFC 6266."""
    name = "".join(
        " " if character in '\\/:*?"<>|' else character for character in title if character.isprintable()
    )
    name = " ".join(name.split())[:80].strip(" .") or "note"
    plain = unaccented(name).encode("ascii", "ignore").decode("ascii").strip() or "note"
    return f"inline; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(name, safe='')}.{ending}"
