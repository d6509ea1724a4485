"""Events that a test puts on the websocket between a page and the server."""

from playwright.async_api import Page, WebSocketRoute

EVENT = 5


async def listen_in(page: Page) -> list[WebSocketRoute]:
    """Stand between the page and the server; gives the websockets as they open."""
    routes: list[WebSocketRoute] = []

    def pass_on(route: WebSocketRoute) -> None:
        route.connect_to_server()
        routes.append(route)

    await page.route_web_socket("**/sync/**", pass_on)
    return routes


def event(json: str) -> bytes:
    """An event as the server sends it; short enough for one byte of length."""
    return bytes([EVENT, len(json)]) + json.encode()
