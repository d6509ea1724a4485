"""aiohttp's protocol, except that error responses never echo the request."""

from http import HTTPStatus

from aiohttp import hdrs, web
from aiohttp.web_protocol import RequestHandler

_HEADERS = {hdrs.SERVER: "Pochette", hdrs.CACHE_CONTROL: "no-store", "X-Content-Type-Options": "nosniff"}


class Inside(RequestHandler):
    """A broken request may hold an address or a cookie, and its answer may be kept on the way."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = HTTPStatus.INTERNAL_SERVER_ERROR,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        super().handle_error(request, status, exc, message)
        answer = web.Response(status=status, text=f"{HTTPStatus(status).phrase}\n", headers=_HEADERS)
        answer.force_close()
        return answer
