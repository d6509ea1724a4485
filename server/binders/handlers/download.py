"""GET /c/{token}/classeur.zip: a classeur as Markdown files and pictures, written while it is sent."""

import asyncio
import posixpath
import zipfile
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Final, NamedTuple, cast

from aiohttp import hdrs, web

from crdt.compaction import LoadError
from crdt.roles import Role
from export.files.bundle import MOST_NAME, Names, linked, safe
from export.note.pictures import named_in
from export.note.title import name_of
from server.binders.rules.binders import row_of
from server.binders.rules.proved import proof_of
from server.binders.rules.unpacking import ARCHIVE
from server.clock import as_datetime
from server.errors import ForbiddenError, RefusedError
from server.http.access import LANG, binder_access
from server.http.answer import disposition
from server.http.keys import ENGINE, SEAL
from server.http.paths import public_origin
from server.http.recheck import check_again
from server.http.templates import PAGES
from server.ids import NoteId
from server.live.keys import ROOMS
from server.live.rooms import NoSuchNoteError
from server.notes.notes import file_of
from server.rights.access import BinderAccess
from server.secrets.tokens import Seal
from server.storage import Db, binder_files, files
from server.storage.binder_files import Listed
from server.storage.files import File

_PICTURES: Final = "images"
_YES: Final = ("1", "on", "true")
_FILE_MODE: Final = 0o100600 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """The notes in the order in which they are written, and the path of each."""

    notes: tuple[Listed, ...]
    paths: Mapping[str, str]
    origin: str
    has_comments: bool


class _Out:
    """What zipfile writes to: no file, so that it never seeks; its bytes are taken out after each entry."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


async def archive(request: web.Request) -> web.StreamResponse:
    """A folder for each theme; `comments=1` for who may comment, `archive=1` with the archived notes."""
    access = binder_access(request)
    row = await request.app[ENGINE].read(partial(row_of, binder=access.binder_id))
    has_comments = request.query.get("comments") in _YES
    if has_comments and not access.role.allows(Role.COMMENT):
        raise ForbiddenError("role", role=access.role.value)
    headers = {
        hdrs.CONTENT_DISPOSITION: disposition(row.name, "zip").replace("inline", "attachment", 1),
        hdrs.CONTENT_TYPE: "application/zip",
    }
    if request.method == hdrs.METH_HEAD:
        return web.Response(headers=headers)
    plan = await _planned(request, access, has_comments=has_comments)
    answer = web.StreamResponse(headers=headers)
    await answer.prepare(request)
    try:
        async for part in _parts(request, access, plan):
            await answer.write(part)
    except RefusedError:  # an archive that ends well would say that nothing is missing
        if request.transport is not None:
            request.transport.abort()
        return answer
    await answer.write_eof()
    return answer


async def _planned(request: web.Request, access: BinderAccess, *, has_comments: bool) -> _Plan:
    found = await request.app[ENGINE].read(partial(binder_files.listed, binder=access.binder_id))
    untitled = request.app[PAGES].words[request[LANG]]("editor.untitled")
    names, placed, paths = Names(), list[Listed](), dict[str, str]()
    for one in found:
        if one.is_archived and request.query.get("archive") not in _YES:
            continue
        title = one.title if one.is_titled else await _title(request.app, one)
        theme = names.folder(one.theme) if one.theme else ""
        folder = posixpath.join(ARCHIVE, theme) if one.is_archived else theme
        paths[one.note] = names.file(folder, title or untitled, "md")
        placed.append(one)
    origin = public_origin(request)
    return _Plan(notes=tuple(placed), paths=paths, origin=origin, has_comments=has_comments)


async def _title(app: web.Application, one: Listed) -> str:
    try:
        return name_of(await app[ROOMS].markdown(one.note))
    except (NoSuchNoteError, LoadError):
        return one.title


async def _parts(request: web.Request, access: BinderAccess, plan: _Plan) -> AsyncIterator[bytes]:
    """The bytes of the archive, a note at a time; the right is asked for again before each."""
    app, writer, unread = request.app, _Writer(plan, request.app[SEAL]), list[str]()
    for one in plan.notes:
        await check_again(request)
        if not await app[ENGINE].read(partial(binder_files.holds, binder=access.binder_id, note=one.note)):
            continue
        try:
            text = await file_of(app, one.note, has_comments=plan.has_comments)
        except NoSuchNoteError:
            continue
        except LoadError:
            unread.append(plan.paths[one.note])
            continue
        look = partial(_pictures, note=one.note, ids=named_in(text), but=frozenset(writer.written))
        pictures = await app[ENGINE].read(look)
        yield await asyncio.to_thread(writer.note, one, text, pictures)
    said = app[PAGES].words[request[LANG]]("binderFiles.unread")
    yield writer.end(f"{safe(said, MOST_NAME)}.txt", [f"{said}:", *unread] if unread else [])


class _Writer:
    """The archive as it grows; each call gives its new bytes."""

    def __init__(self, plan: _Plan, seal: Seal) -> None:
        self.written: set[str] = set()
        self._plan = plan
        self._seal = seal
        self._out = _Out()
        self._zip = zipfile.ZipFile(cast("BinaryIO", self._out), "w", zipfile.ZIP_DEFLATED)

    def note(self, one: Listed, text: str, pictures: "_Pictures") -> bytes:
        """A note, and those of its pictures that are not there yet."""
        path = self._plan.paths[one.note]
        paths = {id_: _picture_path(id_, kind) for id_, kind in pictures.kinds.items()}
        said = linked(text, path, paths, self._plan.paths, self._plan.origin)
        self._put(path, said.encode(), one.changed_at)
        for file in pictures.new:
            comment = proof_of(self._seal, file)
            self._put(_picture_path(file.id, file.kind), file.content, one.changed_at, comment)
            self.written.add(file.id)
        return self._out.take()

    def end(self, name: str, lines: Sequence[str]) -> bytes:
        """What could not be read, where there is any, and the list of all entries."""
        if lines:
            self._zip.writestr(name, "\n".join([*lines, ""]))
        self._zip.close()
        return self._out.take()

    def _put(self, path: str, content: bytes, at: int, comment: bytes = b"") -> None:
        entry = zipfile.ZipInfo(path, as_datetime(at).timetuple()[:6])
        entry.external_attr, entry.comment = _FILE_MODE, comment
        entry.compress_type = zipfile.ZIP_STORED if comment else zipfile.ZIP_DEFLATED
        self._zip.writestr(entry, content)


class _Pictures(NamedTuple):
    """The media types of a note's pictures by id, and those that the archive does not have yet."""

    kinds: Mapping[str, str]
    new: Sequence[File]


def _pictures(db: Db, *, note: NoteId, ids: frozenset[str], but: frozenset[str]) -> _Pictures:
    return _Pictures(files.kinds(db, note, ids), files.whole(db, note, ids - but))


def _picture_path(id_: str, kind: str) -> str:
    return f"{_PICTURES}/{id_}.{'png' if kind == 'image/png' else 'jpg'}"
