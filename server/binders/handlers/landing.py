"""GET /c/{token}: Aujourd'hui for who reads, the list for who may more; `?view=` asks for the other."""

from aiohttp import web

from crdt.roles import Role
from server.binders.handlers import list_page, today
from server.binders.rules.list_query import View, read_view
from server.http.access import binder_access


async def show(request: web.Request) -> web.Response:
    usual = View.TODAY if binder_access(request).role is Role.READ else View.LIST
    match read_view(request.query, usual):
        case View.TODAY:
            return await today.show(request)
        case View.LIST:
            return await list_page.show(request)
