"""Errors as responses: a page for people, JSON for programs, with a reason and what to try."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiohttp import hdrs, web

from crdt.compaction import LoadError
from export.errors import BadCard, Busy, ExportError, MissingPandoc, TooMuch, Unreadable
from server.errors import RefusedError, ReloadingError
from server.http.access import ACCESS, DEVICE, LANG, Handler
from server.http.answer import page, wants_json
from server.http.paths import own_path
from server.http.templates import PAGES
from server.storage import DiskTroubleError, FencedError
from server.targets import NoteTarget
from server.text.paths import LinkPage
from server.visitors.devices import NAME_CHARACTERS

_RETRY_SECONDS = "5"
_NO_ACCESS = "no_access"
# A page that waits for its turn asks again by itself.
_PREPARING = "preparing"
_CODES = {
    web.HTTPNotFound.status_code: "not_found",
    web.HTTPMethodNotAllowed.status_code: "wrong_method",
    web.HTTPRequestEntityTooLarge.status_code: "too_large",
}

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    """`code` for programs; `key` of the sentence in the words files."""

    status: int
    code: str
    key: str
    params: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@web.middleware
async def answer_failures(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn what a handler raised into an answer; nothing that went wrong tells more than its reason."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        failure = _of_http(error)
    except ConnectionError:  # the client has left
        raise
    except Exception as error:
        failure = _of_error(error)
        if failure.code == "failed":
            _log.exception("a request failed")
        if request.writer.output_size:
            raise
    return _answer(request, failure)


def _of_http(error: web.HTTPException) -> _Failure:
    code = _CODES.get(error.status, "bad_request")
    kept = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
    return _Failure(status=error.status, code=code, key=f"errors.{code}.text", headers=kept)


def _of_error(error: Exception) -> _Failure:
    match error:
        case RefusedError():
            key = f"errors.{error.code}.text"
            later: dict[str, str] = {}
            if error.retry_s is not None:
                later[hdrs.RETRY_AFTER] = str(error.retry_s)
            return _Failure(status=error.status, code=error.code, key=key, params=error.params, headers=later)
        case ExportError():
            return _of_export(error)
        case web.RequestPayloadError():
            return _Failure(status=400, code="bad_request", key="errors.bad_request.text")
        case DiskTroubleError():
            return _later("disk")
        case ReloadingError() | FencedError() | LoadError():
            return _later("reloading")
        case _:
            return _Failure(status=500, code="failed", key="errors.failed.text")


def _of_export(error: ExportError) -> _Failure:
    match error:
        case Unreadable():
            status, code = 422, "file"
        case MissingPandoc():
            status, code = 503, "pandoc"
        case BadCard() | TooMuch():
            status, code = 422, "export"
        case _:
            status, code = 503, "export"
    later: dict[str, str] = {hdrs.RETRY_AFTER: _RETRY_SECONDS} if isinstance(error, Busy) else {}
    return _Failure(status=status, code=code, key=error.key, params=error.params, headers=later)


def _later(code: str) -> _Failure:
    return _Failure(
        status=503, code=code, key=f"errors.{code}.text", headers={hdrs.RETRY_AFTER: _RETRY_SECONDS}
    )


def _answer(request: web.Request, failure: _Failure) -> web.Response:
    t = request.app[PAGES].words[request[LANG]]
    text = t(failure.key if failure.key in t else f"errors.{failure.code}.text", **failure.params)
    if wants_json(request):
        error = {"code": failure.code, "message": text}
        if isinstance(pointer := failure.params.get("pointer"), str):
            error["pointer"] = pointer
        answer = web.json_response({"error": error}, status=failure.status)
    else:
        heading = f"errors.{failure.code}.heading"
        answer = page(
            request,
            "message.html",
            status=failure.status,
            facts={},
            heading=t(heading if heading in t else "errors.bad_request.heading"),
            text=text,
            actions=list(_actions(request, failure)),
            **_asking(request, failure),
        )
        if failure.code == _NO_ACCESS:
            # From a page that tells no referrer a form says `Origin: null`.
            answer.headers["Referrer-Policy"] = "same-origin"
        if failure.code == _PREPARING and request.method == hdrs.METH_GET:
            answer.headers["Refresh"] = failure.headers[hdrs.RETRY_AFTER]
    answer.headers.update(failure.headers)
    return answer


def _asking(request: web.Request, failure: _Failure) -> dict[str, Any]:
    """Where to ask for access, and as whom; the same whether there is anything to ask for or not."""
    if failure.code != _NO_ACCESS or request.method not in {hdrs.METH_GET, hdrs.METH_HEAD}:
        return {"ask_at": ""}
    device = request.get(DEVICE)
    return {
        "ask_at": own_path(request, LinkPage.ACCESS),
        "has_asked": "asked" in request.query,
        "asker": device.name if device else None,
        "most_name": NAME_CHARACTERS,
    }


def _actions(request: web.Request, failure: _Failure) -> list[dict[str, str]]:
    """What to try: again where that may help, the note's text where its print fails, the home page always."""
    t = request.app[PAGES].words[request[LANG]]
    actions = [{"label": t("errors.actions.home"), "href": "/"}]
    if failure.code == "export" and ACCESS in request and isinstance(request[ACCESS].target, NoteTarget):
        text = own_path(request, LinkPage.MARKDOWN)
        actions.insert(0, {"label": t("errors.actions.markdown"), "href": text})
    if failure.code == "device_suspended":
        actions = [{"label": t("recovery.have"), "href": "/recovery"}]
    if failure.code in ("in_your_trash", "binder_in_your_trash"):
        actions.insert(0, {"label": t("trash.open"), "href": "/trash"})
    if request.path.endswith("/import"):
        actions.insert(0, {"label": t("import.again"), "href": request.path})
    if failure.status == web.HTTPServiceUnavailable.status_code and request.method == hdrs.METH_GET:
        actions.insert(0, {"label": t("errors.actions.retry"), "href": request.path})
    return actions
