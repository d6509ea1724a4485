"""A link to print: its door tells nothing and spends nothing; a form opens it, and then it counts."""

import asyncio
import io
import re
import subprocess
from typing import Any

import pikepdf
from aiohttp import ClientResponse
from yarl import URL

from server.clock import now_ms
from server.http.keys import ENGINE, SEAL
from server.ids import LinkId
from server.secrets.tokens import link_of
from tests.conftest import Client
from tests.server.links.sharing import listed, share
from tests.server.visits import Made, make


async def printable(client: Client, text: str = "# Retraites\n\nUn mot.\n", **wish: Any) -> tuple[Made, str]:
    """A note, and the path of a link to print it."""
    made = await make(client, markdown=text)
    facts = await share(client, made, role="print", **wish)
    return made, URL(facts["url"]).path


async def enter(client: Client, path: str, **headers: str) -> ClientResponse:
    return await client.post(path, data={}, headers=headers, allow_redirects=False)


async def read(pdf: bytes) -> str:
    command = ["pdftotext", "-layout", "-", "-"]
    return (await asyncio.to_thread(subprocess.check_output, command, input=pdf)).decode()


async def test_a_robot_that_fetches_the_link_gets_and_spends_nothing(client: Client) -> None:
    made, path = await printable(client, max_openings=1)
    for _ in range(5):
        for method in ("GET", "HEAD"):
            answer = await client.request(method, path, headers={"User-Agent": "WhatsApp/2.24"})
            assert answer.status == 200
            assert "Set-Cookie" not in answer.headers
            assert "Retraites" not in await answer.text()
    (link, *_) = await listed(client, made)
    assert (link["openings"], link["used_at"]) == (0, None)
    assert (await enter(client, path)).status == 303


async def test_the_form_of_the_door_leads_to_a_sheet_with_the_name_of_its_reader(client: Client) -> None:
    made, path = await printable(client, max_openings=1, recipient="L. Benali", copy_number=1)
    assert '<form method="post"' in await (await client.get(path)).text()
    opened = await enter(client, path, Origin="null", **{"Sec-Fetch-Site": "same-origin"})
    assert opened.status == 303
    answer = await client.get(opened.headers["Location"])
    assert (answer.status, answer.content_type) == (200, "application/pdf")
    text = await read(await answer.read())
    assert "L. Benali" in text
    assert "Un mot." in text
    again = await client.get(opened.headers["Location"])
    assert await again.read() == await answer.read()
    assert (await enter(client, path)).status == 410
    assert (await client.get(path)).status == 410
    (link, *_) = await listed(client, made)
    assert (link["openings"], link["is_open"]) == (1, False)


async def test_a_link_to_print_sets_the_note_as_its_maker_chose(client: Client) -> None:
    """The link is listed with it, and its reader can ask for nothing else."""
    chosen: dict[str, Any] = {"size": "larger", "cover": True, "margin": False, "contents": False}
    made, path = await printable(client, **chosen)
    (link, *_) = await listed(client, made)
    assert {name: link[name] for name in chosen} == chosen
    opened = await client.post(f"{path}?cover=0", data={"cover": "0"}, allow_redirects=False)
    printed = await (await client.get(opened.headers["Location"])).read()
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert len(pdf.pages) == 2, "a cover and the note"
    assert "ANNOTATIONS" not in await read(printed)
    _, usual = await printable(client)
    opened = await enter(client, usual)
    usual_print = await (await client.get(opened.headers["Location"])).read()
    with pikepdf.open(io.BytesIO(usual_print)) as pdf:
        assert len(pdf.pages) == 1
    assert "ANNOTATIONS" in await read(usual_print)


async def test_a_link_to_print_fits_its_pages_and_lists_addresses(client: Client) -> None:
    """Set closer by itself the text has one page."""
    head = "# Eau\n\nVoir [l’étude](https://etude.example/eau).\n\n"
    text = head + "Un long paragraphe de la note.\n\n" * 26
    chosen = {"pages": 0, "addresses": True, "numbers": True, "holes": True, "pictures": False}
    made, path = await printable(client, text, **chosen)
    (link, *_) = await listed(client, made)
    assert {name: link[name] for name in chosen} == chosen

    opened = await enter(client, path)

    printed = await (await client.get(opened.headers["Location"])).read()
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert len(pdf.pages) == 2
    assert "etude.example" in await read(printed)
    _, fitted = await printable(client, text, pages=1)
    opened = await enter(client, fitted)
    printed = await (await client.get(opened.headers["Location"])).read()
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert len(pdf.pages) == 1
    assert "etude.example" not in await read(printed)


async def test_the_markdown_goes_along_only_to_who_may_read_the_note(client: Client) -> None:
    """It says what no page shows."""
    made, path = await printable(client)
    opened = await enter(client, path)
    printed = await (await client.get(opened.headers["Location"])).read()
    read = await (await client.get(f"{made.read}/note.pdf")).read()

    with pikepdf.open(io.BytesIO(printed)) as sheet, pikepdf.open(io.BytesIO(read)) as whole:
        assert list(sheet.attachments) == []
        assert list(whole.attachments) == ["note.md"]


async def test_many_who_open_the_last_time_at_once_are_one(client: Client) -> None:
    _, path = await printable(client, max_openings=1)
    answers = await asyncio.gather(*(enter(client, path) for _ in range(8)))
    assert sorted(answer.status for answer in answers) == [303] + 7 * [410]


async def test_what_opens_twice_while_nothing_changes_is_one_edition(client: Client) -> None:
    made, path = await printable(client)
    first, second = await enter(client, path), await enter(client, path)
    number = re.compile(r"/(\d+)\.pdf$")
    assert number.findall(first.headers["Location"]) == number.findall(second.headers["Location"]) == ["1"]
    assert len((await (await client.get(f"{made.edit}/editions")).json())["editions"]) == 1


async def test_a_link_to_print_gives_nothing_else(client: Client) -> None:
    made, path = await printable(client)
    for rest in ("/note.md", "/note.pdf", "/card", "/links", "/editions", "/versions"):
        assert (await client.get(path + rest)).status == 403, rest
    assert (await client.get(f"/sync{path[2:]}/http")).status == 403
    opened = await enter(client, path)
    stolen = opened.headers["Location"].replace(path, made.read)
    assert (await client.get(stolen)).status == 404
    other = URL((await share(client, made, role="print"))["url"]).path
    moved = opened.headers["Location"].replace(path, other)
    assert (await client.get(moved, allow_redirects=False)).headers["Location"] == other


async def test_an_opening_ends_after_a_while_and_with_its_link(client: Client) -> None:
    made, path = await printable(client)
    assert client.app is not None
    link = link_of(path.rpartition("/")[2])
    assert link is not None
    opened = (await enter(client, path)).headers["Location"]
    old = client.app[SEAL].opened(LinkId(link), 1, now_ms() - 1)
    late = await client.get(re.sub("/copy/[^/]+/", f"/copy/{old}/", opened), allow_redirects=False)
    assert (late.status, late.headers["Location"]) == (303, path)
    for bad in ("a", "a" * 32, "%20" * 32):
        answer = await client.get(re.sub("/copy/[^/]+/", f"/copy/{bad}/", opened), allow_redirects=False)
        assert answer.status == 303
    await client.delete(f"{made.edit}/links/{link}", headers=made.cookie)
    assert (await client.get(opened)).status == 404


async def test_a_link_that_has_expired_says_so_only_to_whoever_holds_it(client: Client) -> None:
    _, path = await printable(client)
    assert client.app is not None
    await client.app[ENGINE].write(lambda db: db.execute("UPDATE links SET expires_at = 1"))
    answer = await client.get(path)
    assert answer.status == 410
    assert "Ce lien a expiré" in await answer.text()
    wrong = path[:-1] + ("A" if path[-1] != "A" else "Q")
    assert (await client.get(wrong)).status == 404


async def test_the_frozen_text_is_printed_while_writing_goes_on(client: Client) -> None:
    made, path = await printable(client, source="frozen")
    refused = await enter(client, path, Accept="application/json")
    assert refused.status == 400
    ready = await client.put(f"{made.edit}/card", json={"status": "ready"}, headers=made.cookie)
    assert ready.status == 200
    opened = await enter(client, path)
    assert "Un mot." in await read(await (await client.get(opened.headers["Location"])).read())


async def test_another_link_has_no_door(client: Client) -> None:
    made = await make(client, title="Retraites")
    answer = await enter(client, made.read)
    assert (answer.status, "Location" in answer.headers) == (200, False)
    assert "Retraites" in await answer.text()
    editions = await (await client.get(f"{made.edit}/editions", headers=made.cookie)).json()
    assert editions["editions"] == []
