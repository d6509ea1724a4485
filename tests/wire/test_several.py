"""nginx and Caddy in front of two nodes, one of which is gone, and the other not well."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.command.proxy import PROGRAMS
from tests.journeys.site import free_port
from tests.wire.proxy import V4, Proxied, proxied
from tests.wire.public import asked, visitor


@pytest.fixture(params=PROGRAMS)
def front(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Proxied]:
    """The disk of the node that is there is full: `/health` says 503, so that Caddy asks it for nothing."""
    gone = f"http://{V4}:{free_port()}"
    with proxied(request.param, tmp_path, beside=[gone], options=["--max-disk", "1"]) as it:
        yield it


async def test_where_one_is_gone_and_the_other_not_well_that_one_shows_what_there_is(front: Proxied) -> None:
    async with visitor(front) as session:
        if front.program == "caddy":
            async with asyncio.timeout(10):  # its second look: the answer to the first one has arrived
                while front.server_log.count("/health") < 2:  # noqa: ASYNC110 - it is another process that looks
                    await asyncio.sleep(0.05)
        seen = [(await asked(session, "GET", "/health")).status for _ in range(4)]
        shown = [(await asked(session, "GET", "/")).status for _ in range(4)]
        if front.program == "nginx":  # Caddy 2.6 sends no body again, also where nobody has taken it
            note = {"markdown": "# Note\n"}
            refused = [(await asked(session, "POST", "/api/notes", json=note)).status for _ in range(4)]
            assert refused == [507] * 4

    assert seen == [503] * 4
    assert shown == [200] * 4
