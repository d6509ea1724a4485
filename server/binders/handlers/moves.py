"""Where notes may move, and what that would do: for dialogs, pages and programs."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from aiohttp import web

from server.binders.handlers import sentences
from server.binders.handlers.moving import asked_notes
from server.binders.rules import moves as rules
from server.binders.rules.moves import Choices
from server.clock import now_ms
from server.http.access import DEVICE, LANG, binder_access, note_access
from server.http.answer import page, wants_json
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import NoteId
from server.targets import BinderTarget
from server.text.paths import LinkPage, target_path
from server.visitors.team import TEAM


async def ask(request: web.Request) -> web.Response:
    """POST /c/{token}/moving: what putting these notes in would do; nothing is changed."""
    ids = await asked_notes(request)
    found = partial(rules.after, ids=ids, device=request[DEVICE], to=binder_access(request).binder_id)
    moved = await request.app[ENGINE].read(partial(found, proof=request.app[TEAM].proof, now=now_ms()))
    return web.json_response(asdict(moved))


async def choices(request: web.Request) -> web.Response:
    """POST /binders/choices: the classeurs into which these notes may go; JSON, or a page for a form."""
    found = await choices_of(request, await asked_notes(request))
    if wants_json(request):
        return web.json_response(told(request, found))
    return _page(request, found, back="/")


async def of_note(request: web.Request) -> web.Response:
    """GET /n/{token}/binder: the same page for one note."""
    found = await choices_of(request, (note_access(request).note,))
    return _page(request, found, back=own_path(request), out=own_path(request, LinkPage.TAKE_OUT))


def _page(request: web.Request, found: Choices, *, back: str, out: str = "") -> web.Response:
    if not out and found.binder:
        out = target_path(BinderTarget(found.binder.id), LinkPage.TAKE_OUT)
    answer = page(request, "move.html", facts={}, back=back, out_at=out, **told(request, found))
    # Its forms must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def choices_of(request: web.Request, ids: Sequence[NoteId]) -> Choices:
    """The classeurs into which this device may move these notes. Raises as `leaving`."""
    find = partial(
        rules.choices, ids=ids, device=request[DEVICE], proof=request.app[TEAM].proof, now=now_ms()
    )
    return await request.app[ENGINE].read(find)


def told(request: web.Request, found: Choices) -> dict[str, Any]:
    """The choices as pages and their scripts read them, with what each would do in sentences."""
    t = request.app[PAGES].words[request[LANG]]
    return {
        "notes": [
            {
                "note": one.note,
                "title": one.title or t("editor.untitled"),
                "classification": one.classification,
                "binder": one.binder.id if one.binder else None,
            }
            for one in found.notes
        ],
        "kept": sentences.kept(t, [one.classification for one in found.notes]),
        "into": [
            {"binder": one.row.id, "url": target_path(BinderTarget(one.row.id)), "name": one.row.name}
            | {"role": one.role.value, "may": t(f"move.may.{one.role}"), "tabs": one.tabs}
            | asdict(one.moved)
            | {"facts": sentences.into(t, one.moved, one.row.name)}
            for one in found.into
        ],
        "binder": found.binder and {"id": found.binder.id, "name": found.binder.name if found.named else ""},
        "out": found.out and asdict(found.out) | {"facts": sentences.out(t, found.out)},
    }
