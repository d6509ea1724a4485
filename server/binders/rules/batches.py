"""Imports of many files: one task for each, a file at a time, each note whole or not at all."""

import asyncio
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

import structlog

from crdt.roles import Role
from export.errors import Busy, ExportError
from export.note.card import Card, take_card
from export.note.destinations import of_pictures, replaced
from export.note.pictures import name_of
from server.binders.rules.proved import proved_picture
from server.binders.rules.unpacking import Brought, NoteFile
from server.clock import now_ms
from server.deeds import Done
from server.errors import BusyError, ForbiddenError, NotFoundError, RefusedError, TooLargeError
from server.ids import BinderId
from server.jobs.asker import Asker
from server.jobs.pool import JobPool
from server.notes.rules.beginning import planned, write
from server.notes.rules.card_fields import check
from server.notes.rules.pictures import check_room
from server.secrets.tokens import Seal, new_version_id
from server.settings.config import Config
from server.storage import (
    Db,
    DiskTroubleError,
    Engine,
    FencedError,
    binders,
    devices,
    files,
    imports,
    password_grants,
    ways,
)
from server.storage.devices import Device
from server.storage.files import File
from server.storage.imports import Import, State
from server.storage.quota import Quota
from server.storage.rights.links import Used
from server.targets import BinderTarget

MOST_TOGETHER: Final = 128 << 20
MOST_FILES: Final = 500
_MOST_HELD: Final = 256 << 20
_MOST_OF_ONE: Final = 3
_BUSY_S: Final = 2.0
# A process that makes notes of an import says so; of one that has been silent for longer, the leader says
# that it was stopped.
_SAID_EVERY_S: Final = 15.0
_SILENT_MS: Final = 60_000
# A clock may have gone back since.
_ANY_TIME: Final = 1 << 62
_ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
STOPPED: Final = "import.stopped"
TAKEN_BACK: Final = "import.takenBack"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the notes go, whose turns they take, and by which link the device came there."""

    device: Device
    asker: Asker
    binder: BinderId | None = None
    used: Used | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    row: Import
    place: Place
    brought: Brought
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What one file says, and how much of it stayed behind."""

    text: str
    card: Card
    pictures: tuple[File, ...]
    lost: Mapping[str, int] = field(default_factory=dict)


class _EndedError(Exception):
    """Another process has ended the import."""


class Batches:
    """One per process. Files wait in memory, within a limit; what became of each is in the database."""

    def __init__(self, engine: Engine, jobs: JobPool, seal: Seal, config: Config, proof: str) -> None:
        """`proof`: of the memberships of the team, "" where there is none."""
        self._engine, self._jobs, self._seal, self._config = engine, jobs, seal, config
        self._proof = proof
        self._running: dict[str, tuple[asyncio.Task[None], _Batch]] = {}

    @property
    def going_on(self) -> list[str]:
        """The imports of which notes are being made here."""
        return list(self._running)

    async def begin(self, place: Place, brought: Brought, size: int) -> Done[Import]:
        """Write down what came, and make notes of it in a task. Raises BusyError."""
        held = [batch for _, batch in self._running.values()]
        of_one = sum(batch.place.device.visitor == place.device.visitor for batch in held)
        if of_one >= _MOST_OF_ONE or sum(batch.size for batch in held) + size > _MOST_HELD:
            raise BusyError("import_busy")
        now = now_ms()
        row = Import(id=new_version_id(), device=place.device.id, binder=place.binder, made_at=now)
        await self._engine.write(partial(_begin, row=row, brought=brought, now=now))
        batch = _Batch(row=row, place=place, brought=brought, size=size)
        self._running[row.id] = asyncio.create_task(self._run(batch)), batch
        details = {"import": row.id, "files": len(brought.notes)}
        return Done(what="import-begun", result=row, details=details)

    async def stop(self, id_: str, why: str) -> None:
        """No more notes are made of it; what was made stays."""
        if (running := self._running.get(id_)) is not None:
            running[0].cancel()
            await asyncio.gather(running[0], return_exceptions=True)
        await self._engine.write(partial(imports.end, id_=id_, at=now_ms(), why=why))

    async def begin_anew(self) -> None:
        """After a start of the only server: files that waited when it stopped are gone, and that is said.

        On a full disk it is said after the next start.
        """
        await self._stop_those_from(before=_ANY_TIME)

    async def say_alive(self) -> None:
        """For ever: others take no import for stopped that goes on here."""
        while True:
            await asyncio.sleep(_SAID_EVERY_S)
            if ids := self.going_on:
                with suppress(DiskTroubleError, FencedError):
                    await self._engine.write(partial(imports.go_on, ids=ids, at=now_ms()))

    async def stop_silent(self) -> None:
        """For ever, in the leader: say what `begin_anew` says of one that is gone."""
        while True:
            await self._stop_those_from(before=now_ms() - _SILENT_MS)
            await asyncio.sleep(_SAID_EVERY_S)

    async def _stop_those_from(self, before: int) -> None:
        with suppress(DiskTroubleError, FencedError):
            for id_ in await self._engine.read(partial(imports.unfinished, before=before)):
                await self.stop(id_, STOPPED)

    async def close(self) -> None:
        """Files that still wait are told at the next start."""
        tasks = [task for task, _ in self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, batch: _Batch) -> None:
        why = "import.failed"
        try:
            for file in batch.brought.notes:
                await self._one(batch, file)
        except (ForbiddenError, NotFoundError):
            why = "import.noRight"
        except (_EndedError, FencedError):
            return  # it is said by who has ended it, or by the leader
        except DiskTroubleError as error:
            why = "import.disk"
            _log.warning("an import was ended by the disk", error=str(error))
        finally:
            self._running.pop(batch.row.id, None)
        with suppress(DiskTroubleError):
            await self._engine.write(partial(imports.end, id_=batch.row.id, at=now_ms(), why=why))

    async def _one(self, batch: _Batch, file: NoteFile) -> None:
        """Raises ForbiddenError, NotFoundError once the right is gone, _EndedError and DiskTroubleError."""
        try:
            said = await self._read(batch, file)
            await self._engine.write(self._making(batch, file, said))
        except (ForbiddenError, NotFoundError, DiskTroubleError, _EndedError):
            raise
        except (ExportError, RefusedError) as refused:
            await self._refuse(batch, file, _why(refused))
        except Exception:  # noqa: BLE001 - it is logged and said in the report; the next file goes on
            _log.exception("a file could not be imported")
            await self._refuse(batch, file, {"key": "import.failed"})

    def _making(self, batch: _Batch, file: NoteFile, said: _Read) -> Callable[[Db], None]:
        """Writes the note and the line of the report, while the device may still begin notes there."""
        place, proof, now = batch.place, self._proof, now_ms()
        note = planned(said.text, said.card, said.pictures, binder=place.binder, id_=file.note)
        quota = Quota.of(self._config)
        is_shared = bool(self._proof) and place.binder is None

        def work(db: Db) -> None:
            if not imports.is_going_on(db, batch.row.id):
                raise _EndedError
            expect_right(db, place, proof=proof, now=now)
            write(db, note=note, device=place.device, at=now, quota=quota, is_shared=is_shared)
            imports.settle(db, batch.row.id, file.place, State.MADE, said.lost, file.note)

        return work

    async def _refuse(self, batch: _Batch, file: NoteFile, said: Mapping[str, Any]) -> None:
        settle = partial(imports.settle, id_=batch.row.id, place=file.place)
        await self._engine.write(partial(settle, state=State.REFUSED, said=said))

    async def _read(self, batch: _Batch, file: NoteFile) -> _Read:
        """In child processes, by turns with everybody else's files."""
        facts, parts = await self._job(batch, "read", file.name, file.part.raw, file.part.packed)
        card, text = await asyncio.to_thread(take_card, facts["markdown"])
        if file.theme and not card.theme:
            card = replace(card, theme=file.theme)
        check(card)
        own = tuple(
            File(name=file.name, content=content, **about)
            for about, content in zip(facts["pictures"], parts, strict=True)
        )
        shown = await asyncio.to_thread(_pictures_beside, text, file)
        kept = await self._beside(batch, file, sorted(set(shown.values())))
        text = await asyncio.to_thread(_led, text, file, shown, kept)
        pictures = {one.id: one for one in (*own, *kept.values())}
        _expect_room(text, tuple(pictures.values()), most=self._config.max_note)
        missing = await asyncio.to_thread(_missing, text, pictures)
        lost = {**facts["lost"], "pictures": facts["lost"].get("pictures", 0) + missing}
        return _Read(
            text=text,
            card=card,
            pictures=tuple(pictures.values()),
            lost={name: count for name, count in lost.items() if count},
        )

    async def _beside(self, batch: _Batch, file: NoteFile, paths: list[str]) -> Mapping[str, File]:
        """Those of the files at these paths of the zip that are pictures."""
        kept: dict[str, File] = {}
        drawn: list[str] = []
        for path in paths:
            part = file.beside.pictures[path]
            if (proved := proved_picture(self._seal, part, path)) is not None:
                kept[path] = proved
            else:
                drawn.append(path)
        if drawn:
            given = [(part.raw, part.packed) for part in map(file.beside.pictures.__getitem__, drawn)]
            facts, parts = await self._job(batch, "pictures", given)
            contents = iter(parts)
            for path, about in zip(drawn, facts["pictures"], strict=True):
                if about is not None:
                    kept[path] = File(name=path.rpartition("/")[2], content=next(contents), **about)
        return kept

    async def _job(self, batch: _Batch, job: str, *given: object) -> tuple[dict[str, Any], tuple[bytes, ...]]:
        while True:
            try:
                done = await self._jobs.run(job, *given, asker=batch.place.asker)
            except Busy:
                await asyncio.sleep(_BUSY_S)
            else:
                return done.facts, done.parts


def _begin(db: Db, *, row: Import, brought: Brought, now: int) -> None:
    imports.sweep(db, now)
    imports.insert(db, row, brought.rows)


def expect_right(db: Db, place: Place, *, proof: str, now: int) -> None:
    """Raises ForbiddenError once the device is closed, or may not edit in the classeur any more."""
    if devices.describe(db, place.device.id) is None:
        raise ForbiddenError("no_device")
    if place.binder is None:
        return
    row = binders.find(db, place.binder)
    link = password_grants.still_opens(db, place.used, place.device.id, now)
    target = BinderTarget(place.binder)
    way = ways.strongest(db, place.device.id, target, proof=proof, now=now)
    by_link = link is not None and link.target == target and link.role.allows(Role.EDIT)
    if row is None or row.trashed_at is not None or not (by_link or (way and way.role.allows(Role.EDIT))):
        raise ForbiddenError("no_access")


def _why(refused: ExportError | RefusedError) -> dict[str, Any]:
    if isinstance(refused, ExportError):
        return {"key": refused.key, "params": dict(refused.params)}
    return {"key": f"errors.{refused.code}.text", "params": refused.params}


def _expect_room(text: str, pictures: tuple[File, ...], *, most: int) -> None:
    if len(text.encode()) > most:
        raise TooLargeError("too_large", most=most)
    room = files.Taken(0, 0)
    for picture in pictures:
        room = check_room(picture, room)


def _pictures_beside(text: str, file: NoteFile) -> dict[str, str]:
    """Address -> path, of the pictures in the zip that the text shows."""
    found = {text[start:stop] for _, start, stop in of_pictures(text)}
    paths = {address: file.beside.picture(file.path, address) for address in found}
    return {address: path for address, path in paths.items() if path is not None}


def _led(text: str, file: NoteFile, shown: Mapping[str, str], kept: Mapping[str, File]) -> str:
    """The text with the addresses that its pictures and the other notes have here."""

    def address_of(address: str) -> str | None:
        picture = kept.get(shown.get(address, ""))
        return f"image/{picture.id}" if picture else file.beside.note(file.path, address)

    return replaced(text, address_of)


def _missing(text: str, pictures: Collection[str]) -> int:
    """How many pictures the text names that are not there; those at an address elsewhere stay links."""
    found = {text[start:stop] for _, start, stop in of_pictures(text)}
    return sum(not _ELSEWHERE.match(address) and name_of(address) not in pictures for address in found)
