"""Who may pass: hosts, origins, tokens, roles and devices, at every address."""

from collections.abc import AsyncIterator
from dataclasses import replace
from ipaddress import ip_network

import pytest
from aiohttp import WSMsgType

from server.app import create_app
from server.http.keys import ENGINE
from server.links.rules.closing import close
from server.live.keys import ROOMS
from server.secrets.tokens import link_of
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.databases import Databases
from tests.server.database import database
from tests.server.visits import cookie_of, make

PUBLIC = "https://notes.example.org"
WITH_TOKEN = ["/n/{}", "/n/{}/note.md", "/n/{}/note.pdf", "/n/{}/qr.svg"]
NOT_TOKENS = ["a", "a" * 32, "a" * 31 + "!", "%20" * 32, "é" * 32, "a" * 5000, "..%2f..%2fetc"]


@pytest.fixture
async def public(config: Config) -> AsyncIterator[Client]:
    """A server with a public address, behind a proxy on this machine."""
    proxies = (ip_network("127.0.0.0/8"),)
    app = create_app(replace(config, url=PUBLIC, trusted_proxy=proxies))
    async with client_of(app) as client:
        yield client


@pytest.mark.first(8)
@pytest.mark.parametrize("path", WITH_TOKEN)
@pytest.mark.parametrize("token", NOT_TOKENS)
async def test_what_is_not_a_token_is_a_404_that_says_the_link_may_be_closed(
    client: Client, path: str, token: str
) -> None:
    answer = await client.get(path.format(token))
    assert answer.status == 404
    assert "Ce lien n’existe pas, ou il a été fermé." in await answer.text()


@pytest.mark.parametrize("path", WITH_TOKEN)
async def test_a_closed_link_is_a_404_like_any_other(client: Client, path: str) -> None:
    made = await make(client, title="Secret")
    link = link_of(made.edit_token)
    assert link is not None
    assert client.app is not None
    await close(client.app[ENGINE], client.app[ROOMS].guests, link)
    answer = await client.get(path.format(made.edit_token))
    assert answer.status == 404
    text = await answer.text()
    assert "Ce lien n’existe pas, ou il a été fermé." in text
    assert "Secret" not in text
    assert (await client.get(f"{made.read}/note.md")).status == 200


@pytest.mark.parametrize("change", ["generation = 2", "max_openings = 1", "closed_at = 1"])
async def test_a_link_that_is_over_or_renewed_or_has_a_door_opens_nothing(
    client: Client, config: Config, change: str
) -> None:
    made = await make(client)
    with database(config) as opened:
        opened.execute(f"UPDATE links SET {change}")  # noqa: S608
    assert (await client.get(f"{made.edit}/note.md")).status == 404


async def test_a_token_with_a_wrong_end_opens_nothing(client: Client) -> None:
    made = await make(client)
    wrong = made.edit[:-1] + ("A" if made.edit[-1] != "A" else "B")
    assert (await client.get(f"{wrong}/note.md")).status == 404


async def test_a_socket_without_a_link_is_closed_with_a_code_that_a_browser_can_read(client: Client) -> None:
    for token in ("a", "a" * 32):
        async with client.ws_connect(f"/sync/{token}") as socket:
            message = await socket.receive()
            assert (message.type, message.data) == (WSMsgType.CLOSE, 4401)


async def test_a_link_that_only_prints_opens_neither_a_note_nor_a_socket(
    client: Client, config: Config
) -> None:
    made = await make(client)
    with database(config) as opened:
        opened.execute("UPDATE links SET role = 'print'")
    door = await client.get(made.edit)
    assert door.status == 200
    assert "editor" not in await door.text()
    async with client.ws_connect(f"/sync/{made.edit_token}") as socket:
        assert (await socket.receive()).data == 4403


async def test_a_request_for_a_socket_that_is_none_is_refused(client: Client) -> None:
    made = await make(client)
    assert (await client.get(f"/sync/{made.edit_token}")).status == 400
    assert (await client.get("/sync/a")).status == 404


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://127.0.0.1",
        "http://localhost:1",
        "null",
        "http://127.0.0.1.evil.example",
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/notes"), ("POST", "/api/notes"), ("PUT", "/api/visitor"), ("DELETE", "/")]
)
async def test_a_foreign_page_may_not_write(client: Client, origin: str, method: str, path: str) -> None:
    answer = await client.request(method, path, headers={"Origin": origin})
    assert answer.status == 403


async def test_a_foreign_page_may_not_open_a_socket(client: Client) -> None:
    made = await make(client)
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    answer = await client.get(
        f"/sync/{made.edit_token}", headers=upgrade | {"Origin": "https://evil.example"}
    )
    assert (answer.status, (await answer.json())["error"]["code"]) == (403, "foreign_origin")


async def test_our_own_pages_may_write(client: Client) -> None:
    origin = str(client.make_url("/").origin())
    assert (await client.post("/api/notes", json={}, headers={"Origin": origin})).status == 201
    form = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert (await client.post("/notes", headers=form, allow_redirects=False)).status == 303


async def test_a_browser_that_tells_no_origin_but_a_foreign_site_is_refused(client: Client) -> None:
    assert (await client.post("/notes", headers={"Sec-Fetch-Site": "cross-site"})).status == 403


async def test_the_public_address_is_the_origin_the_host_and_the_base_of_links(public: Client) -> None:
    headers = {"Host": "notes.example.org", "Origin": PUBLIC, "X-Forwarded-Proto": "https"}
    answer = await public.post("/api/notes", json={}, headers=headers)
    assert answer.status == 201
    assert (await answer.json())["links"]["edit"].startswith(f"{PUBLIC}/n/")
    assert "; Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    "host", ["evil.example", "notes.example.org:8443", "notes.example.org.evil.example", "a b", ""]
)
async def test_a_foreign_host_is_refused_even_to_read(public: Client, host: str) -> None:
    assert (await public.get("/", headers={"Host": host})).status == 421


@pytest.mark.parametrize(
    "host", ["NOTES.example.org", "notes.example.org:443", "127.0.0.1:8000", "[::1]", "localhost"]
)
async def test_our_names_and_this_machine_are_answered(public: Client, host: str) -> None:
    assert (await public.get("/", headers={"Host": host})).status == 200


async def test_health_is_told_to_any_host(public: Client) -> None:
    assert (await public.get("/health", headers={"Host": "10.0.0.7:8000"})).status == 200


async def test_only_a_trusted_proxy_says_what_the_scheme_was(
    client: Client, config: Config, databases: Databases
) -> None:
    forwarded = {"Host": "notes.lan", "X-Forwarded-Proto": "https"}
    answer = await client.get("/", headers=forwarded)
    assert answer.headers["Set-Cookie"].startswith("pochette=")
    data = config.data / "2"
    proxied = replace(config, data=data, database=databases.setting(data))
    app = create_app(replace(proxied, trusted_proxy=(ip_network("127.0.0.1"),)))
    async with client_of(app) as behind:
        answer = await behind.get("/", headers=forwarded)
        assert answer.headers["Set-Cookie"].startswith("__Host-pochette=")


async def test_only_a_known_browser_may_name_its_visitor(client: Client) -> None:
    answer = await client.put("/api/visitor", json={"name": "Anne"})
    assert (answer.status, (await answer.json())["error"]["code"]) == (403, "no_device")


async def test_a_right_of_the_device_adds_nothing_to_a_link_to_read(client: Client) -> None:
    """Whoever made a note sees at its reading address what readers see."""
    made = await make(client, title="Santé")
    answer = await client.get(f"{made.read}?view=edit", headers=made.cookie)
    assert f'href="{made.read}/print"' in await answer.text()
    assert '"sync"' not in await answer.text()


@pytest.mark.parametrize("value", ["a", "a" * 43, "é" * 43, ""])
async def test_a_cookie_that_is_not_ours_is_a_new_browser(client: Client, value: str) -> None:
    answer = await client.get("/", headers={"Cookie": f"pochette={value}"})
    assert answer.status == 200
    assert cookie_of(answer)["Cookie"] != f"pochette={value}"
