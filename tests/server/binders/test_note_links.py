"""Links between notes by their own address: wherever they are copied from, they give nothing."""

import io
from typing import Any
from zipfile import ZipFile

import pytest
from pikepdf import Pdf

from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.visits import cookie_of, visit

NOTHING = "Il vous faut un accès"


async def two_notes(client: Client) -> tuple[Team, str, str]:
    """A classeur with two notes, the second of which names the first."""
    team = await began(client)
    first = await team.note("# Loyers\n\nEncadrer.")
    return team, first, await team.note(f"# Bail\n\nVoir [Loyers](/n/{first}).")


async def file_of(client: Client, address: str, cookie: dict[str, str]) -> bytes:
    answer = await client.get(address, headers=cookie)
    assert answer.status == 200, await answer.text()
    return await answer.read()


def addresses_in(name: str, file: bytes) -> str:
    """All that a file says, and the addresses to which it leads."""
    if name == "pdf":
        with Pdf.open(io.BytesIO(file)) as pdf:
            links = [link for page in pdf.pages for link in page.get("/Annots", ())]
            return " ".join(str(link.A.URI) for link in links if "/A" in link)
    if name in ("docx", "odt", "epub"):
        with ZipFile(io.BytesIO(file)) as parts:
            return "\n".join(parts.read(part).decode(errors="replace") for part in parts.namelist())
    return file.decode()


@pytest.mark.first(3)
@pytest.mark.parametrize("name", ["pdf", "html", "txt", "md", "docx", "odt", "epub"])
async def test_a_file_leads_to_the_note_and_a_stranger_who_follows_it_gets_nothing(
    client: Client, name: str
) -> None:
    team, first, second = await two_notes(client)
    file = await file_of(client, f"/n/{second}/note.{name}", team.cookie)
    origin = str(client.make_url("")).rstrip("/")
    assert f"{origin}/n/{first}" in addresses_in(name, file)
    followed = await client.get(f"/n/{first}", headers=await visit(client) | {"Accept-Language": "fr"})
    assert followed.status == 404
    assert NOTHING in await followed.text()


async def test_the_reader_leads_there_and_only_who_may_read_it_goes_on(client: Client) -> None:
    team, first, second = await two_notes(client)
    path = await link_to(client, second, "read", team.cookie)
    answer = await client.get(path)
    page, reader = await answer.text(), cookie_of(answer)
    assert f'<a href="/n/{first}">Loyers</a>' in page
    assert (await client.get(f"/n/{first}", headers=reader)).status == 404
    member = await comes_by(client, (await team.link("read"))[0])
    assert (await client.get(f"/n/{first}", headers=member)).status == 200


async def test_in_one_pochette_the_link_is_a_place_in_the_print(client: Client) -> None:
    team, first, second = await two_notes(client)
    made = await client.post("/api/folders", json={"title": "Lundi"}, headers=team.cookie)
    folder = (await made.json())["links"]["edit"]
    base = folder[folder.index("/p/") :]
    links = [await link_to(client, note, "edit", team.cookie) for note in (second, first)]
    origin = str(client.make_url("")).rstrip("/")
    for link in links:
        added = await client.post(f"{base}/notes", json={"links": [origin + link]}, headers=team.cookie)
        assert added.status in (200, 201), await added.text()
    file = await file_of(client, f"{base}/pochette.pdf", team.cookie)
    assert f"/n/{first}" not in addresses_in("pdf", file)
    with Pdf.open(io.BytesIO(file)) as pdf:
        places: list[Any] = [
            link for page in pdf.pages for link in page.get("/Annots", ()) if "/Dest" in link
        ]
        last = pdf.pages[-1].obj.objgen
        assert any(link.Dest[0].objgen == last for link in places)


async def link_to(client: Client, note: str, role: str, cookie: dict[str, str]) -> str:
    answer = await client.post(f"/n/{note}/links", json={"role": role}, headers=cookie)
    assert answer.status == 201, await answer.text()
    url: str = (await answer.json())["url"]
    return url[url.index("/n/") :]
