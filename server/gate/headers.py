"""Security headers of every response: CSP, no-store, no referrer."""

from aiohttp import hdrs, web

from server.http.access import CLOSED, REQUEST_ID
from server.http.address import ADDRESS
from server.http.keys import CONFIG
from server.http.templates import NONCE
from server.nodes.forwarded import FORWARDED
from server.visitors import cookies
from server.visitors.cookies import NEW_COOKIE

_ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
_TRANSPORT = "max-age=31536000"
# The viewers of browsers wrap a PDF in a page of their own, which a stricter policy would break.
_PDF_POLICY = "frame-ancestors 'none'; base-uri 'none'"
_FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
# A worker lives under the policy of its own script.
_SCRIPT_POLICY = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'"
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}';"
    " img-src 'self' data: blob:; font-src 'self'; connect-src 'self'{socket}; manifest-src 'self';"
    " worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types lit-html pochette"
)


async def protect(request: web.Request, response: web.StreamResponse) -> None:
    """Complete the headers of an answer that is about to leave; what a handler or an owner has set stays."""
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _policy(request, response))
    response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")
    if request.get(FORWARDED):  # the owner has done the rest
        return
    response.headers[hdrs.SERVER] = "Pochette"
    response.headers["X-Request-Id"] = request.get(REQUEST_ID, "")
    if request.app[CONFIG].url.startswith("https:"):
        response.headers["Strict-Transport-Security"] = _TRANSPORT
    if request.get(CLOSED):
        # What a stolen telephone had kept goes at its next contact.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    if (cookie := request.get(NEW_COOKIE)) is not None:
        idle_days = request.app[CONFIG].device_idle_days
        response.headers.add(hdrs.SET_COOKIE, cookies.header(request[ADDRESS], cookie, idle_days))


def _policy(request: web.Request, response: web.StreamResponse) -> str:
    match response.content_type:
        case "text/html":
            address = request.get(ADDRESS)
            socket = f" {address.socket_origin}" if address is not None else ""
            return _PAGE_POLICY.format(nonce=request.get(NONCE, ""), socket=socket)
        case "application/pdf":
            return _PDF_POLICY
        case "text/javascript":
            return _SCRIPT_POLICY
        case _:
            return _FILE_POLICY
