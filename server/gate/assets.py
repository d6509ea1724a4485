"""GET /static/… and /sw.js: the built front end, which a browser may keep for ever, and its worker."""

from pathlib import PurePosixPath

from aiohttp import hdrs, web

from server.errors import NotFoundError
from server.http.keys import CONFIG

_FOREVER = "public, max-age=31536000, immutable"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


async def worker(request: web.Request) -> web.FileResponse:
    """The service worker, asked for again at each visit: at the root, or it could not serve the pages."""
    path = request.app[CONFIG].bundle / "sw.js"
    if not path.is_file():
        raise NotFoundError("not_found")
    return web.FileResponse(path, headers={hdrs.CONTENT_TYPE: _TYPES[".js"], hdrs.CACHE_CONTROL: "no-cache"})


async def asset(request: web.Request) -> web.FileResponse:
    """A file of the bundle, compressed where the browser takes it, and nothing outside of it."""
    folder = request.app[CONFIG].bundle.resolve()
    name = PurePosixPath(request.match_info["name"])
    if name.suffix not in _TYPES or "\0" in str(name):
        raise NotFoundError("not_found")
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise NotFoundError("not_found")
    response = web.FileResponse(path, headers={hdrs.CONTENT_TYPE: _TYPES[name.suffix]})
    if name.parts[0] == "assets":
        response.headers[hdrs.CACHE_CONTROL] = _FOREVER
    return response
