"""GET /static/…"""

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
