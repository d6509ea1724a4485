"""Editions over HTTP, of notes and pochettes: their list, printing one, its PDF, its end, copies by links."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import hdrs, web

from server.clock import now_ms
from server.errors import NotFoundError
from server.http.access import ACCESS
from server.http.answer import disposition, led_to, wants_json
from server.http.body import read_form, read_json
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.paper import print_link_page
from server.paper.imprint import facts_of
from server.storage import editions
from server.storage.editions import Edition
from server.storage.print_links import PrintLink
from server.text.paths import LinkPage


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedEdition:
    """The PDF of an edition, and the title under which it is saved."""

    pdf: bytes
    title: str


class Printer(ABC):
    """Prints targets of one kind."""

    fields: frozenset[str]
    """What a request for a print may say."""

    @abstractmethod
    async def take(self, request: web.Request, fields: Mapping[str, object]) -> Edition:
        """Print an edition as it is asked for. Raises ExportError, BadInputError."""

    @abstractmethod
    async def take_copy(self, request: web.Request, prints: PrintLink) -> Edition:
        """Print what a link to print gives; the same edition until it changes. Raises ExportError."""

    @abstractmethod
    async def sheet(self, request: web.Request, edition: Edition) -> PrintedEdition:
        """What was printed, again. Raises ExportError."""

    @abstractmethod
    def facts(self, edition: Edition) -> dict[str, Any]:
        """What only the list of this kind says of an edition."""

    def summary(self, found: Sequence[Edition]) -> dict[str, Any]:  # noqa: ARG002 - nothing, unless overridden
        """What the list says beside its editions."""
        return {}


@dataclass(frozen=True, slots=True)
class EditionPages:
    """The handlers of one kind of target."""

    printer: Printer

    async def get(self, request: web.Request) -> web.Response:
        """GET …/editions: the latest first."""
        look = partial(editions.of_target, target=request[ACCESS].target)
        found = await request.app[ENGINE].read(look)
        facts = [self._facts(request, edition) for edition in found]
        return web.json_response({**self.printer.summary(found), "editions": facts})

    async def post(self, request: web.Request) -> web.Response:
        """POST …/editions: print one. 201 for a program; a form of the page is led to the PDF."""
        is_form = request.content_type != "application/json"
        fields = await read_form(request) if is_form else await read_json(request, self.printer.fields)
        facts = self._facts(request, await self.printer.take(request, fields))
        if is_form and not wants_json(request):
            return led_to(facts["pdf"])
        return web.json_response(facts, status=web.HTTPCreated.status_code)

    async def pdf(self, request: web.Request) -> web.Response:
        """GET …/edition/{number}.pdf: as it was printed, again."""
        return await self._printed(request, await _find(request))

    async def close(self, request: web.Request) -> web.Response:
        """POST …/edition/{number}/close: its code answers no more; the edition stays in the list."""
        edition = await _find(request)
        work = partial(editions.close, target=edition.target, number=edition.number, at=now_ms())
        await request.app[ENGINE].write(work)
        return web.json_response(self._facts(request, await _find(request)))

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """POST of a link to print: print, count one opening, lead to the PDF."""
        prints = await print_link_page.prints_of(request)
        edition = await self.printer.take_copy(request, prints)
        return await print_link_page.let_in(request, edition.number)

    async def copy(self, request: web.Request) -> web.StreamResponse:
        """GET …/copy/{proof}/{number}.pdf: for a browser that has just opened the link; else its door."""
        if not print_link_page.is_let_in(request):
            return print_link_page.to_door(request)
        found = await _look_up(request)
        return await self._printed(request, print_link_page.check_mine(request, found))

    async def _printed(self, request: web.Request, edition: Edition) -> web.Response:
        sheet = await self.printer.sheet(request, edition)
        headers = {hdrs.CONTENT_DISPOSITION: disposition(sheet.title, "pdf")}
        return web.Response(body=sheet.pdf, content_type="application/pdf", headers=headers)

    def _facts(self, request: web.Request, edition: Edition) -> dict[str, Any]:
        pdf = own_path(request, LinkPage.EDITION, number=edition.number)
        return {**facts_of(request, edition), **self.printer.facts(edition), "pdf": pdf}


async def _find(request: web.Request) -> Edition:
    edition = await _look_up(request)
    if edition is None:
        raise NotFoundError("not_found")
    return edition


async def _look_up(request: web.Request) -> Edition | None:
    """The edition whose number the address says."""
    number = int(request.match_info["number"])
    look = partial(editions.numbered, target=request[ACCESS].target, number=number)
    return await request.app[ENGINE].read(look)
