"""What only fetches a link learns nothing and leaves no trace; a form opens it, with cookies or without."""

from collections.abc import AsyncIterator
from itertools import cycle, repeat

import pytest
from aiohttp import ClientSession, DummyCookieJar

from server.settings.config import Config
from tests.conftest import Client
from tests.images import png
from tests.server.home.robots import AGENTS, Addresses, of_no_link, prepared, rows, told
from tests.server.links.sharing import listed, share
from tests.server.states import PASSWORD
from tests.server.visits import PHONE, cookie_of, facts_of, make, visit

KINDS = {"text/html", "application/json", "application/octet-stream"}
FRENCH = {"Accept-Language": "fr"}
# As a browser sends the form of a page of ours.
PRESSED = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def robot(client: Client) -> AsyncIterator[ClientSession]:
    """Has an address and nothing else: a robot, a program, a browser on its first visit."""
    async with ClientSession(client.make_url("/"), cookie_jar=DummyCookieJar()) as session:
        yield session


async def opened(robot: ClientSession, path: str, **headers: str) -> dict[str, str]:
    """The cookie of a browser after its first visit."""
    async with robot.post(path, headers={**PRESSED, **headers}, allow_redirects=False) as answer:
        assert answer.status == 200, await answer.text()
        return cookie_of(answer)


@pytest.fixture
async def found(client: Client) -> Addresses:
    return await prepared(client)


@pytest.mark.whole
async def test_no_address_tells_what_only_fetches_it_anything_or_writes_anything_down(
    client: Client, config: Config, robot: ClientSession, found: Addresses
) -> None:
    before, paths = rows(config), [*found.every()]
    asked = list(zip(AGENTS.values(), cycle(("text/html", "application/json", "image/*")), repeat("GET")))
    asked.append((AGENTS["WhatsApp"], "*/*", "HEAD"))
    for path in paths:
        for agent, accept, method in asked:
            headers = {"User-Agent": agent, "Accept": accept}
            async with robot.request(method, path, headers=headers, allow_redirects=False) as answer:
                assert told(await answer.read()) == [], (path, accept)
                assert "Set-Cookie" not in answer.headers, path
                assert answer.content_type in KINDS, path
                assert "ETag" not in answer.headers
    assert len(paths) > 300
    assert rows(config) == before


async def test_at_any_other_address_it_leaves_a_browser_without_a_name_at_most(
    config: Config, robot: ClientSession, found: Addresses
) -> None:
    before = rows(config)
    for path in of_no_link():
        for agent in (AGENTS["WhatsApp"], AGENTS["Mattermost"]):
            async with robot.get(path, headers={"User-Agent": agent}, allow_redirects=False) as answer:
                # Home has words of its own, for a first note.
                assert {"Loyers", "encadr", "Yacine"}.isdisjoint(told(await answer.read())), path
                assert answer.status < 500
    after = rows(config)
    assert {name for name, some in after.items() if some != before[name]} <= {
        *("devices", "visitors", "pairing_tries"),  # a code that is none counts as one that is guessed
    }


async def test_no_robot_of_a_messenger_gets_a_word_or_marks_a_link_as_opened(
    client: Client, config: Config, robot: ClientSession, found: Addresses
) -> None:
    files = [f"{found.note.read}/{name}" for name in ("note.pdf", "note.md", "note.html", "card", "print")]
    before = rows(config)
    for path in (*found.links.values(), *files, found.recovery):
        for method, agent in (("GET", AGENTS["Slack"]), ("HEAD", AGENTS["Telegram"])):
            async with robot.request(method, path, headers={"User-Agent": agent}) as answer:
                assert told(await answer.read()) == []
                assert answer.status == (403 if path in files else 200)
                assert answer.headers["Cache-Control"] == "no-store"
                assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert rows(config) == before
    assert {link["used_at"] for link in await listed(client, found.note)} == {None}


async def test_the_page_has_one_button_and_nothing_for_a_preview(
    client: Client, robot: ClientSession
) -> None:
    made = await make(client, title="Secret")
    for path, says in ((made.edit, "Ouvrir la note"), (made.read, "Ouvrir la note")):
        async with robot.get(path, headers=FRENCH) as answer:
            page = await answer.text()
        assert "<title>Pochette</title>" in page
        assert "og:" not in page
        assert page.count("<form") == page.count("<button") == 1
        assert says in page
        assert '<form method="post" class="ways">' in page, "its answer comes at this address, with its query"
        assert answer.headers["Referrer-Policy"] == "same-origin", "older phones say where a form comes from"


async def test_the_form_is_answered_with_the_text_itself_each_time(
    client: Client, robot: ClientSession
) -> None:
    made = await make(client, markdown="# Santé\n\nLe constat.\n")
    for path, is_shown in (
        (made.read, "Le constat."),
        (made.edit, "Santé"),
        (f"{made.edit}?view=read", "constat"),
    ):
        cookie: dict[str, str] = {}
        for _ in range(2):  # a browser that keeps no cookie presses once for each visit
            async with robot.get(path) as asked:
                assert is_shown not in await asked.text()
            async with robot.post(path, headers=PRESSED, allow_redirects=False) as answer:
                assert (answer.status, "Location" in answer.headers) == (200, False)
                assert is_shown in await answer.text()
                cookie = cookie_of(answer)
        async with robot.get(path, headers=cookie) as again:
            assert is_shown in await again.text()
    async with robot.post(made.edit, headers={**PRESSED, **PHONE}) as reader:
        assert "sync" not in await facts_of(reader)
    async with robot.post(f"{made.edit}?view=edit", headers={**PRESSED, **PHONE}) as editor:
        assert "sync" in await facts_of(editor)


async def test_a_page_of_ours_leads_on_where_no_cookie_is_kept(client: Client, robot: ClientSession) -> None:
    made = await make(client, markdown="# Santé\n\nLe constat.\n")
    picture = await (await client.post(f"{made.edit}/images", data=png())).json()
    ours = {"Sec-Fetch-Site": "same-origin"}
    for below in ("/note.md", "/note.pdf", "/print", "/card", f"/{picture['address']}"):
        for site, status in (
            (None, 403),
            ("none", 403),
            ("cross-site", 403),
            ("same-site", 403),
            ("same-origin", 200),
        ):
            headers = {"Sec-Fetch-Site": site} if site else {}
            async with robot.get(made.read + below, headers=headers) as answer:
                assert answer.status == status, (below, site)
    async with robot.get(f"{made.read}/{picture['address']}", headers=ours) as shown:
        etag = shown.headers["ETag"]
    async with robot.get(f"{made.read}/{picture['address']}", headers={"If-None-Match": etag}) as answer:
        assert answer.status == 403, "not that it is still the same"


async def test_a_program_says_the_token_in_a_header(client: Client, robot: ClientSession) -> None:
    made = await make(client, markdown="# Santé\n")
    other = await make(client, markdown="# Autre\n")
    token = made.read.rpartition("/")[2]
    for said, status in (
        (f"Bearer {token}", 200),
        (f"bearer  {token} ", 200),
        (f"Bearer {other.edit_token}", 403),
        (f"Basic {token}", 403),
        ("Bearer", 403),
        ("", 403),
    ):
        for path in (f"{made.read}/note.md", f"{made.read}/card"):
            async with robot.get(path, headers={"Authorization": said}) as answer:
                assert answer.status == status, said
    async with robot.get(f"{made.read}/card", headers={"Accept": "application/json", **FRENCH}) as refused:
        error = (await refused.json())["error"]
    assert error["code"] == "first_visit"
    assert "Authorization" in error["message"]


async def test_the_page_below_a_link_leads_to_what_was_asked(client: Client, robot: ClientSession) -> None:
    made = await make(client, markdown="# Santé\n")
    async with robot.get(f"{made.read}/note.pdf?format=large&size=larger") as asked:
        page = await asked.text()
    assert asked.status == 403
    assert f'action="{made.read}"' in page
    assert 'name="to" value="/note.pdf?format=large&amp;size=larger"' in page
    wish = {"to": "/note.pdf?format=large&size=larger"}
    async with robot.post(made.read, data=wish, headers={"Sec-Fetch-Site": "same-origin"}) as answer:
        assert (answer.status, answer.content_type) == (200, "application/pdf")


@pytest.mark.first(3)
@pytest.mark.parametrize(
    "to",
    [
        "//example.org/x",
        "https://example.org",
        "/../../x",
        "/a/../b",
        "/.x",
        "/x\r\nSet-Cookie: a=b",
        "\\x",
        "x",
        "/x#y",
    ],
)
async def test_it_leads_nowhere_else(client: Client, robot: ClientSession, to: str) -> None:
    made = await make(client, markdown="# Santé\n")
    ask = robot.post(
        made.read, data={"to": to}, headers={"Sec-Fetch-Site": "same-origin"}, allow_redirects=False
    )
    async with ask as answer:
        assert (answer.status, "Location" in answer.headers) == (200, False)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_no_other_site_sends_the_form(
    client: Client, config: Config, robot: ClientSession, headers: dict[str, str]
) -> None:
    made = await make(client, markdown="# Loyers\n")
    victim = await visit(client)
    before = rows(config)
    for cookie in ({}, victim):
        async with robot.post(made.edit, data={}, headers={**headers, **cookie}) as answer:
            assert answer.status == 403
            assert told(await answer.read()) == []
    assert rows(config) == before


async def test_a_browser_that_is_known_opens_any_link_at_once(client: Client, robot: ClientSession) -> None:
    first, second = await make(client, title="Une"), await make(client, title="Autre")
    cookie = await opened(robot, first.read)
    async with robot.get(second.read, headers=cookie) as answer:
        assert "Autre" in await answer.text()


async def test_what_is_over_is_said_and_no_more(client: Client, config: Config, robot: ClientSession) -> None:
    made = await make(client, title="Loyers")
    link = await share(client, made, role="read")
    locked = await share(client, made, role="read", password=PASSWORD)
    assert (await client.delete(f"{made.edit}/links/{link['id']}", headers=made.cookie)).status == 200
    before = rows(config)
    for url, status in ((link["url"], 404), (f"{link['url']}/note.pdf", 404), (locked["url"], 403)):
        async with robot.get(url) as answer:
            assert answer.status == status
            assert told(await answer.read()) == []
            assert "Set-Cookie" not in answer.headers
    assert rows(config) == before


async def test_a_stolen_telephone_still_clears_what_it_kept(client: Client, robot: ClientSession) -> None:
    made = await make(client, title="Loyers")
    device = await opened(robot, made.read)
    devices = await (await client.get("/devices", headers=device)).text()
    (own,) = {part.partition("/")[0] for part in devices.split("/devices/")[1:] if "/close" in part[:60]}
    await client.post(f"/devices/{own}/close", headers=device)
    async with robot.get(made.read, headers=device) as answer:
        assert "Loyers" not in await answer.text()
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


async def test_a_recovery_link_is_looked_at_without_a_trace_and_works_on_its_first_visit(
    client: Client, config: Config, robot: ClientSession, found: Addresses
) -> None:
    before = rows(config)
    async with robot.get(found.recovery) as answer:
        assert answer.status == 200
        assert "Set-Cookie" not in answer.headers
    assert rows(config) == before
    async with robot.post(found.recovery, headers=PRESSED, allow_redirects=False) as answer:
        assert answer.status == 303
        cookie = cookie_of(answer)
    async with robot.get(answer.headers["Location"], headers=cookie) as page:
        assert page.status == 200
