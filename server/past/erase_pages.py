"""The pages that erase a passage: what is to go, what there is of it, what became of it; without script."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from aiohttp import web

from server.entry.answer import page
from server.entry.parcel import read_form
from server.errors import BadInputError, BusyError, ConflictError
from server.keys import ACCESS, DEED, ENGINE, LANG, PAGES
from server.past import erasures
from server.storage import erasures as rows
from server.storage import files
from server.storage.erasures import Rewritten

# Enough to know a passage again.
_SHOWN: Final = 600
_PICTURE: Final = "picture-"


async def get(request: web.Request) -> web.Response:
    """What is to go?"""
    return await _page(request, "ask", {})


async def post(request: web.Request) -> web.Response:
    """A form of these pages, or of the editor with what is chosen there: each step leads to the next."""
    if request.content_type == "application/json":
        return await erasures.post(request)
    request[DEED] = ""
    form = await read_form(request)
    step = form.get("step", "look")
    if step == "ask" or not (form.get("text") or _pictures(form)):
        return await _page(request, "ask", form)
    try:
        wish = erasures.wish_of(str(form.get("text", "")), _pictures(form))
        if step == "erase":
            erased = await erasures.carry_out(request, wish)
            return await _page(request, "done", form, erased=erased)
        found = await erasures.look(request, wish)
    except (BadInputError, BusyError, ConflictError) as error:
        t = request.app[PAGES].words[request[LANG]]
        why = t(f"errors.{error.code}.text", **error.params)
        return await _page(request, "ask", form, why=why, status=error.status)
    return await _found(request, form, found)


async def _found(request: web.Request, form: Mapping[str, object], found: Rewritten | None) -> web.Response:
    texts = 0
    if found is not None:
        kept = partial(rows.kept, note=request[ACCESS].note, new=found)
        texts = await request.app[ENGINE].read(kept)
    return await _page(request, "look", form, found=found, texts=texts)


async def _page(
    request: web.Request, step: str, form: Mapping[str, object], *, status: int = 200, **context: object
) -> web.Response:
    known = await request.app[ENGINE].read(partial(files.of_note, note=request[ACCESS].note))
    words = str(form.get("text", ""))
    answer = page(
        request,
        "erase.html",
        facts={},
        status=status,
        step=step,
        note=f"/n/{request.match_info['token']}",
        words=words,
        shown=words[:_SHOWN],
        known=known,
        pictures=_pictures(form),
        **context,
    )
    # From a page that tells no referrer a form says `Origin: null`, which older phones leave unexplained.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _pictures(form: Mapping[str, object]) -> tuple[str, ...]:
    """The ids that are ticked."""
    return tuple(name.removeprefix(_PICTURE) for name in form if name.startswith(_PICTURE))
