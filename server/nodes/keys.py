"""What the application carries of its servers, one or several."""

from aiohttp import web

from server.nodes.port import Nodes

NODES: web.AppKey[Nodes] = web.AppKey("nodes")
