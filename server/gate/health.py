"""GET /health and GET /livez: whether notes can be saved now, and whether only a new start would help.

/health says as well what keeps child processes in on this machine, and how the search index is; neither makes
trouble of it.
"""

from collections.abc import Mapping

from aiohttp import web

from server.gate.probing import PROBER
from server.http.keys import CONFIG, SANDBOX
from server.nodes.keys import NODES
from server.search.handlers.keys import INDEXER


async def health(request: web.Request) -> web.Response:
    """For watchers: 200 when all is well, 503 when a note could not be saved now, with the reason."""
    seen = await request.app[PROBER].look()
    layers = await request.app[SANDBOX].layers()
    sandbox = {"sandbox": str(layers), **({"open": layers.open} if layers.open else {})}
    node = {"node": "blind" if request.app[NODES].is_blind else "ok"} if _shares_its_database(request) else {}
    return _answer({**seen.facts, **node}, {**sandbox, "search": request.app[INDEXER].state.value})


async def livez(request: web.Request) -> web.Response:
    """For supervisors that restart: 503 only where that helps. A full disk is no reason."""
    return _answer({"writing": "stuck" if request.app[PROBER].is_stuck() else "ok"})


def _shares_its_database(request: web.Request) -> bool:
    return request.app[CONFIG].database is not None


def _answer(facts: Mapping[str, str], more: Mapping[str, object] | None = None) -> web.Response:
    is_well = all(fact == "ok" for fact in facts.values())
    status = web.HTTPOk.status_code if is_well else web.HTTPServiceUnavailable.status_code
    return web.json_response(
        {"status": "ok" if is_well else "trouble", **facts, **(more or {})}, status=status
    )
