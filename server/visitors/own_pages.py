"""Shared by the pages of a visitor's devices: their visitor, and the name of a browser."""

from typing import Any

from aiohttp import hdrs, web

from server.errors import ForbiddenError, NotFoundError
from server.http.access import DEVICE, LANG, SUSPENDED
from server.http.answer import page
from server.http.templates import PAGES
from server.storage.devices import Device
from server.visitors.agents import called


def device_of(request: web.Request) -> Device:
    """The browser that asks. Raises NotFoundError, ForbiddenError where it was declared stolen."""
    refuse_suspended(request)
    device = request[DEVICE]
    if device is None:
        raise NotFoundError("no_device")
    return device


def refuse_suspended(request: web.Request) -> None:
    """Raise ForbiddenError to a browser that was declared stolen while that can still be taken back.

    Its owner, whose devices a thief may have declared, is led to the recovery code.
    """
    if request.get(SUSPENDED):
        raise ForbiddenError("device_suspended")


def agent_of(request: web.Request) -> str:
    """What the browser that asks calls itself."""
    return request.headers.get(hdrs.USER_AGENT, "")


def in_words(request: web.Request, agent: str) -> str:
    """A browser and its system in the language of the page: Firefox sur Linux."""
    return called(request.app[PAGES].words[request[LANG]], agent)


def own_page(request: web.Request, template: str, *, status: int = 200, **context: Any) -> web.Response:
    """A page whose forms tell an origin, which one without any referrer does not."""
    answer = page(request, template, facts={}, status=status, **context)
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
