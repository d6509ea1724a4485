"""The headers of every answer."""

from pathlib import Path

import pytest

from tests.conftest import Client
from tests.server.visits import make

ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Server": "Pochette",
}
PAGES = ["/", "{edit}", "{read}", "/nothing", "/n/nothing"]
FILES = [
    "{read}/note.md",
    "{read}/note.pdf",
    "{read}/qr.svg",
    "/health",
    "/livez",
    "/static/assets/home-x1.js",
    "/api/nothing",
]


@pytest.mark.parametrize("path", PAGES + FILES)
async def test_every_answer_is_protected(client: Client, path: str) -> None:
    made = await make(client, title="Santé")
    answer = await client.get(path.format(edit=made.edit, read=made.read))
    assert answer.headers.items() >= ALWAYS.items()
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert len(answer.headers["X-Request-Id"]) == 16
    assert answer.headers["Referrer-Policy"] == ("same-origin" if path == "/" else "no-referrer")
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_runs_only_what_the_server_gave_it(client: Client, path: str) -> None:
    made = await make(client, title="Santé")
    url = path.format(edit=made.edit, read=made.read)
    policies = [(await client.get(url)).headers["Content-Security-Policy"] for _ in range(2)]
    assert policies[0] != policies[1], "each page has a nonce of its own"
    policy = dict(part.strip().partition(" ")[::2] for part in policies[0].split(";"))
    host = client.make_url("/").authority
    nonce = policy["script-src"].partition("'nonce-")[2].rstrip("'")
    assert policy == {
        "default-src": "'none'",
        "script-src": f"'self' 'nonce-{nonce}'",
        "style-src": f"'self' 'nonce-{nonce}'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": f"'self' ws://{host}",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "lit-html pochette",
    }


@pytest.mark.parametrize("path", [*PAGES, "{read}/note.md", "{read}/note.pdf", "/health"])
async def test_nothing_of_a_note_is_kept_by_the_browser(client: Client, path: str) -> None:
    made = await make(client, title="Santé")
    answer = await client.get(path.format(edit=made.edit, read=made.read))
    assert answer.headers["Cache-Control"] == "no-store"


async def test_a_hashed_file_is_kept_for_ever_and_others_are_not(client: Client) -> None:
    kept = await client.get("/static/assets/home-x1.js")
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept.headers["Content-Type"] == "text/javascript; charset=utf-8"
    words = await client.get("/static/words/fr.json")
    assert words.headers["Cache-Control"] == "no-store"


async def test_a_page_has_no_script_or_style_of_its_own(client: Client) -> None:
    """What the policy would refuse: handlers and styles in attributes, scripts in the page."""
    for template in (Path(__file__).parents[3] / "server" / "pages").glob("*.html"):
        text = template.read_text("utf-8")
        assert " style=" not in text, template.name
        assert " onclick=" not in text, template.name
    made = await make(client)
    assert "javascript:" not in await (await client.get(made.edit)).text()


async def test_only_pages_behind_a_secret_address_are_compressed(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\nUne phrase.\n")
    own = f"/n/{made.id}"
    known = ("/", "/devices", own, f"{own}?view=read", f"{own}/history")
    secret = (made.edit, made.read, f"{made.edit}/history")
    for path, is_secret in [(path, True) for path in secret] + [(path, False) for path in known]:
        answer = await client.get(path, headers=made.cookie | {"Accept-Encoding": "gzip"})
        assert answer.status == 200
        assert ("Content-Encoding" in answer.headers) == is_secret, path
