"""Keys of the application for nodes."""

from aiohttp import web

from server.nodes.port import Nodes

NODES: web.AppKey[Nodes] = web.AppKey("nodes")
