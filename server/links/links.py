"""Links: the address that each one is, its QR code, and its end."""

import io
from functools import partial

import segno
from aiohttp import web

from crdt.roles import Role
from crdt.seat import Close
from server.clock import now_ms
from server.keys import ACCESS, ADDRESS, CONFIG, ENGINE, ROOMS, SEAL
from server.links.tokens import Seal, new_link_id
from server.storage import LinkId, NoteId, links
from server.storage.links import Link


async def qr(request: web.Request) -> web.Response:
    """The address of this very link as a QR code."""
    access = request[ACCESS]
    return drawn(public_origin(request) + path_of(request.app[SEAL], access.link, access.generation))


def drawn(address: str) -> web.Response:
    """A QR code as a picture."""
    drawing = io.BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", border=2, xmldecl=False, omitsize=True)
    return web.Response(body=drawing.getvalue(), content_type="image/svg+xml")


async def close_link(app: web.Application, link: LinkId) -> None:
    """Shut an address, end the rights that came by it, and the connections that use it."""
    async with app[ROOMS].withdrawing(link, why=Close.WITHDRAWN, detail="this link was closed"):
        await app[ENGINE].write(partial(links.close, link=link, at=now_ms()))


def first_links(note: NoteId) -> tuple[Link, Link]:
    """What a new note is given: an address to edit it and one to read it."""
    edit, read = (Link(id=new_link_id(), note=note, role=role) for role in (Role.EDIT, Role.READ))
    return edit, read


def first_open(found: list[Link], role: Role, now: int) -> Link | None:
    """The oldest link with exactly this role that still works, rather one without a password."""
    works = [link for link in found if link.role is role and link.is_open(now)]
    return min(works, key=lambda link: link.password_hash is not None, default=None)


def path_of(seal: Seal, link: LinkId, generation: int) -> str:
    return f"/n/{seal.token(link, generation)}"


def address_path(seal: Seal, link: Link) -> str:
    """Of a link to a note or to a pochette."""
    return f"/{'n' if link.folder is None else 'p'}/{seal.token(link.id, link.generation)}"


def public_origin(request: web.Request) -> str:
    """Where links point: the public address where one is set, else the one that was asked."""
    return request.app[CONFIG].url or request[ADDRESS].origin
