"""GET /static/… and /sw.js"""

import gzip
from pathlib import Path

import pytest

from tests.conftest import Client


@pytest.mark.parametrize(
    "path",
    [
        "/static/nothing.js",
        "/static/",
        "/static/assets",
        "/static/..%2f..%2fconfig.py",
        "/static/%2fetc/passwd",
        "/static/assets/../manifest.html",
        "/static/assets%00.js",
    ],
)
async def test_nothing_outside_of_the_bundle_is_given(client: Client, path: str) -> None:
    assert (await client.get(path)).status == 404


async def test_a_compressed_twin_is_given_to_who_takes_it(client: Client, bundle: Path) -> None:
    twin = bundle / "assets" / "home-x1.js.gz"
    twin.write_bytes(gzip.compress(b"// home\n"))
    answer = await client.get("/static/assets/home-x1.js", headers={"Accept-Encoding": "gzip"})
    twin.unlink()
    assert answer.headers["Content-Encoding"] == "gzip"
    assert await answer.read() == b"// home\n"


async def test_the_worker_serves_the_whole_site_and_is_asked_for_again(client: Client) -> None:
    answer = await client.get("/sw.js")
    assert (answer.status, await answer.text()) == (200, "// worker\n")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_a_front_end_without_a_worker_says_so(client: Client, bundle: Path) -> None:
    worker = bundle / "sw.js"
    script = worker.read_bytes()
    worker.unlink()
    answer = await client.get("/sw.js")
    worker.write_bytes(script)
    assert answer.status == 404
