"""A server for each test: real sockets, a real database file, a front end of empty scripts."""

import json
import os
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.typedefs import StrOrURL
from aiohttp.web import Application, BaseRunner, Request
from hypothesis import settings

from server.app import create_app
from server.http.access import SAFE_METHODS
from server.settings.config import Config
from tests import templates
from tests.databases import WANTED, Databases, Kind
from tests.postgresql import Cluster, shared
from tests.prints import prints_end_their_lines_well
from tests.server.storage import statements
from tests.visitor import LED_HERE

__all__ = ["prints_end_their_lines_well"]

_IS_LONG = os.environ.get("POCHETTE_LONG") == "1"

# How long an example takes says something of the machine, and nothing of what is tested. A commit is judged
# alike each time; the long form draws new examples.
settings.register_profile("untimed", deadline=None, derandomize=not _IS_LONG)
settings.load_profile("untimed")

_ROOT = Path(__file__).parent.parent
_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder there that is its user's alone
_ROOM_BYTES = 4 << 30
# Peers and proxies, programs that are started by hand, servers that are several.
_WHOLE = tuple(_ROOT / "tests" / folder for folder in ("wire", "tools", "server/nodes"))
_ENTRIES = (
    "devices",
    "linking",
    "manage",
    "move",
    "home",
    "binder",
    "binder-pochettes",
    "today",
    "editor",
    "reader",
    "first-visit",
    "message",
    "pochette",
    "search",
    "shelf",
    "import",
    "history",
    "proof",
    "folder-proof",
)

# What `./dev test` passes to pytest.
QUICK = "not whole"

Client = TestClient[Request, Application]


class _Server(TestServer):
    async def _make_runner(self, **settings: Any) -> BaseRunner:
        return await super()._make_runner(auto_decompress=False, **settings)  # as `serve` has it


class _Led(TestClient[Request, Application]):
    """Looks at addresses as a browser that has opened their link, whether it keeps a cookie or not."""

    async def _request(self, method: str, path: StrOrURL, **wish: Any) -> ClientResponse:
        headers = wish.get("headers") or {}
        if method in SAFE_METHODS and "Origin" not in headers:
            wish["headers"] = {**LED_HERE, **headers}
        return await super()._request(method, path, **wish)


def client_of(app: Application, headers: dict[str, str] | None = None) -> Client:
    """Speaks to an application of its own server, and keeps no cookie that a test does not give it."""
    return _Led(_Server(app), cookie_jar=DummyCookieJar(), headers=headers)


statements.record()
templates.keep()


def pytest_configure() -> None:
    """Where memory has room for the files of all tests, no commit waits for a disk."""
    if (
        _MEMORY.is_dir()
        and not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC
        and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES
    ):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@pytest.fixture(autouse=True)
def every_statement_is_common() -> Iterator[None]:
    """PostgreSQL can read what storage runs in a test."""
    yield
    assert statements.refused() == []


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a shorter test shows as well is left to the long form, several machines to the whole one."""
    cases = Counter[str]()
    for item in items:
        first = item.get_closest_marker("first")
        cases[of := item.nodeid.partition("[")[0]] += 1
        if (first is not None and cases[of] > first.args[0]) or any(
            item.path.is_relative_to(folder) for folder in _WHOLE
        ):
            item.add_marker(pytest.mark.whole)
        if not _IS_LONG and item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="long: POCHETTE_LONG=1"))


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A front end as Vite lays it out, with the real words, so that these tests need no Node."""
    static = tmp_path_factory.mktemp("static")
    (static / "assets").mkdir()
    (static / "assets" / "base-x1.css").write_text("body { color: black }\n")
    manifest: dict[str, dict[str, object]] = {}
    for name in _ENTRIES:
        (static / "assets" / f"{name}-x1.js").write_text(f"// {name}\n")
        manifest[f"src/pages/{name}.ts"] = {"file": f"assets/{name}-x1.js", "css": ["assets/base-x1.css"]}
    shutil.copytree(_ROOT / "web" / "words", static / "words")
    for words in (static / "words").iterdir():
        texts = f"assets/{words.stem}-x1.js"
        (static / texts).write_text("// texts\n")
        manifest[f"words/{words.stem}.js"] = {"file": texts}
    (static / "sw.js").write_text("// worker\n")
    (static / "manifest.json").write_text(json.dumps(manifest))
    return static


def _of_the_whole_form() -> Cluster:
    pytest.fail("asks for PostgreSQL, which the quick form lacks: mark it `whole`")


@pytest.fixture(scope="session")
def postgresql(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Callable[[], Cluster]]:
    """Gives the cluster of this run, which is started when it is first asked for."""
    if pytestconfig.option.markexpr == QUICK:
        yield _of_the_whole_form
        return
    base = tmp_path_factory.getbasetemp()
    meeting = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with ExitStack() as stack:
        yield cache(lambda: stack.enter_context(shared(meeting)))


@pytest.fixture
def databases(postgresql: Callable[[], Cluster]) -> Iterator[Databases]:
    """Of the engine that this run is for."""
    of_test = Databases(WANTED, postgresql)
    yield of_test
    of_test.close()


@pytest.fixture(autouse=True)
def left_to_sqlite(request: pytest.FixtureRequest) -> None:
    """A test that is of SQLite alone says why."""
    mark = request.node.get_closest_marker("sqlite")
    of = request.getfixturevalue("databases").kind if "databases" in request.fixturenames else WANTED
    if mark is not None and of is not Kind.SQLITE:
        pytest.skip(f"of SQLite alone: {mark.args[0]}")


@pytest.fixture
def config(tmp_path: Path, bundle: Path, databases: Databases) -> Config:
    data = tmp_path / "data"
    # A test begins more notes in a minute than an instance lets people of one network in an hour.
    return Config(data=data, bundle=bundle, database=databases.setting(data), notes_an_hour=0)


@pytest.fixture
async def client(config: Config) -> AsyncIterator[Client]:
    async with client_of(create_app(config)) as client:
        yield client
