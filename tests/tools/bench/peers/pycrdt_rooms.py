"""pycrdt-websocket as its documentation starts it, behind uvicorn; nothing is stored."""

import os

import uvicorn  # type: ignore[import-not-found]  # installed beside the peers
import uvloop
from pycrdt.websocket import ASGIServer, WebsocketServer


async def main() -> None:
    async with WebsocketServer(auto_clean_rooms=False) as rooms:
        config = uvicorn.Config(
            ASGIServer(rooms),
            host="127.0.0.1",
            port=int(os.environ["PORT"]),
            log_level="warning",
            backlog=4096,
            lifespan="off",
            ws_per_message_deflate=False,
        )
        await uvicorn.Server(config).serve()


uvloop.run(main())
