"""One device that takes a target along: what it may read now, and what all its pages have in common."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiohttp import web

from server.carrying.pages import Page, PageKind, version
from server.clock import now_ms
from server.http.access import ACCESS, LANG
from server.http.keys import CLOCK, ENGINE
from server.http.paths import own_path, public_origin
from server.http.templates import PAGES
from server.ids import NoteId
from server.rights.access import Access
from server.storage import Db, carrying, readable, readings
from server.storage.carrying import Source
from server.storage.devices import Device
from server.storage.readable import Readable
from server.targets import Target
from server.visitors.team import TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """`held` is what the device may read; `common` what every page depends on."""

    request: web.Request
    access: Access[Target]
    device: Device
    held: Readable
    now: int
    common: tuple[object, ...] = field(repr=False)

    @property
    def base(self) -> str:
        return own_path(self.request)

    @property
    def proof(self) -> str:
        return self.request.app[TEAM].proof

    @property
    def today(self) -> str:
        return self.request.app[CLOCK].today().isoformat()

    async def sources(self, notes: Collection[NoteId]) -> Mapping[NoteId, Source]:
        """What the pages of these notes are made of; those in the trash have none."""
        return await self.request.app[ENGINE].read(
            partial(carrying.sources, device=self.device.id, notes=notes, now=self.now)
        )

    def around(self, source: Source) -> tuple[object, ...]:
        """What the page of a note says beside it: its classeur, and what the device may do there."""
        binder = source.binder
        names, roles = self.held.names, self.held.binders
        return (
            self.held.role(source.note, binder),
            (names.get(binder), roles.get(binder)) if binder else None,
        )

    def page(
        self, kind: PageKind, url: str, title: str, *made_of: object, source: Source | None = None
    ) -> Page:
        parts = source.parts + self.around(source) if source else ()
        return Page(
            url=url,
            kind=kind,
            title=title,
            version=version(self.common, kind, url, parts, *made_of),
            source=source,
        )

    def title(self, source: Source) -> str:
        """As lists call a note."""
        return source.title or self.words("editor.untitled")

    def words(self, key: str, **parameters: Any) -> str:
        return self.request.app[PAGES].words[self.request[LANG]](key, **parameters)


async def begin(request: web.Request, device: Device, build: str) -> Taking:
    """Look up what the device may read now."""
    access, now, proof = request[ACCESS], now_ms(), request.app[TEAM].proof
    look = partial(_look, device=device, access=access, proof=proof, now=now)
    held, came_at = await request.app[ENGINE].read(look)
    who = (device.visitor, device.name, came_at)
    common = (build, request[LANG], public_origin(request), access.role, who)
    return Taking(request=request, access=access, device=device, held=held, now=now, common=common)


def _look(db: Db, *, device: Device, access: Access[Target], proof: str, now: int) -> tuple[Readable, int]:
    """With when the device came there first: what is newer than that is new to it."""
    came_at = readings.came_at(db, device.id, access.target.id)
    return readable.readable(db, device.id, proof=proof, now=now), came_at
