"""Addresses as people are given them: paths with a token, the public origin, QR codes."""

import io
from collections.abc import Mapping
from typing import Final

import segno
from aiohttp import web

from server.http.address import ADDRESS
from server.http.keys import CONFIG
from server.ids import LinkId
from server.secrets.tokens import Seal
from server.storage.links import Link
from server.targets import FolderTarget, NoteTarget, Target

BASES: Final[Mapping[type[Target], str]] = {NoteTarget: "/n/{token}", FolderTarget: "/p/{token}"}
"""By the type of what a link opens: its address, and the beginning of those below it."""


def drawn(address: str) -> web.Response:
    """A QR code as a picture."""
    drawing = io.BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", border=2, xmldecl=False, omitsize=True)
    return web.Response(body=drawing.getvalue(), content_type="image/svg+xml")


def path_of(seal: Seal, link: LinkId, generation: int) -> str:
    return f"/n/{seal.token(link, generation)}"


def address_path(seal: Seal, link: Link) -> str:
    """Of a link to a note or to a pochette."""
    return f"/{'n' if link.folder is None else 'p'}/{seal.token(link.id, link.generation)}"


def public_origin(request: web.Request) -> str:
    """Where links point: the public address where one is set, else the one that was asked."""
    return request.app[CONFIG].url or request[ADDRESS].origin
