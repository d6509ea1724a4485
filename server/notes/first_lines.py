"""First paint: the first lines of a note as HTML, shown before the editor's script runs."""

import asyncio

from aiohttp import web

from export.dialect.callouts import KINDS
from export.note.first_paint import first_lines
from server.http.access import LANG
from server.http.templates import NONCE, PAGES


async def glance(request: web.Request, text: str) -> str:
    """Safe HTML for `.glance`; only for who opens the page.

    What looks at links, or keeps the page for later, is told no words.
    """
    if request.headers.get("Sec-Fetch-Dest") != "document" or not text.strip():
        return ""
    t = request.app[PAGES].words[request[LANG]]
    boxes = {kind: t("blocks.figures" if kind == "chiffres" else f"blocks.{kind}") for kind in KINDS}
    return await asyncio.to_thread(
        first_lines, text, page_break=t("blocks.pagebreak"), boxes=boxes, nonce=request[NONCE]
    )
