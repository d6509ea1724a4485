"""GET /p/{token}/pochette.epub: what is in the book, and who gets it."""

import io
import re
import zipfile

from yarl import URL

from tests.conftest import Client
from tests.server.home.passwords import PASSWORD, set_password
from tests.server.pochettes import Pochette, add, make_folder, share
from tests.server.visits import make, visit


async def parts(client: Client, folder: Pochette) -> dict[str, str]:
    answer = await client.get(f"{folder.read}/pochette.epub")
    assert (answer.status, answer.content_type) == (200, "application/epub+zip")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    book = zipfile.ZipFile(io.BytesIO(await answer.read()))
    assert book.testzip() is None
    texts = (name for name in book.namelist() if name.endswith((".xhtml", ".opf")))
    return {name: book.read(name).decode() for name in texts}


def chapters(book: dict[str, str]) -> list[str]:
    return [text for name, text in sorted(book.items()) if re.search(r"/ch\d+\.xhtml", name)]


async def test_each_note_is_a_chapter_and_the_agenda_with_its_hours_the_contents(client: Client) -> None:
    agenda = ["7 h 50 Matinale (note 2)", "12 h Déjeuner"]
    folder = await make_folder(client, day="2027-03-14", agenda=agenda, classification="C1")
    text = "# Une\n\n## Le fond\n\nVoir [plus haut](#le-fond).[^1]\n\n[^1]: Note {}.\n"
    one = await make(client, markdown=text.format("une"))
    address = f"{client.make_url(one.read)}"
    two = await make(client, markdown=text.format("deux").replace("Une", "Deux") + f"\n[Une]({address})\n")
    await add(client, folder, one, two)

    book = await parts(client, folder)
    contents, first, second = chapters(book)

    assert re.search(r"<strong>7.h.50</strong> Matinale", contents)
    assert re.search(r"<strong>12.h</strong> Déjeuner", contents)
    linked = re.findall(r'href="(ch\d+\.xhtml#note-\d)"', contents)
    assert linked == ["ch003.xhtml#note-2", "ch002.xhtml#note-1", "ch003.xhtml#note-2"]
    assert "Note une." in first
    assert "Note deux." not in first
    assert "Note deux." in second
    assert 'href="ch002.xhtml#note-1"' in second, "a link to another note stays in the book"
    assert address not in second
    names = [name for text in book.values() for name in re.findall(r' id="(note-[^"]*)"', text)]
    assert len(names) == len(set(names)) == 4
    assert "C1" in first
    assert 'properties="cover-image"' in book["EPUB/content.opf"]
    assert re.search(r"<dc:date[^>]*>2027-03-14<", book["EPUB/content.opf"])
    nav = re.findall(r'<a href="text/ch\d+[^>]*>([^<]*)', book["EPUB/nav.xhtml"])
    assert nav == ["Agenda", "Une", "Deux"]


async def test_without_an_agenda_the_notes_are_the_contents(client: Client) -> None:
    folder = await make_folder(client, title="Lundi")
    await client.put(f"{folder.edit}/folder", json={"cover": False}, headers=folder.cookie)
    await add(client, folder, await make(client, title="Une"))

    book = await parts(client, folder)

    assert "Sommaire" in chapters(book)[0]
    assert "cover-image" not in book["EPUB/content.opf"]
    page = await (await client.get(f"{folder.read}/preview")).text()
    assert f'href="{folder.read}/pochette.epub"' in page


async def test_a_link_to_print_gives_no_book(client: Client) -> None:
    """As for the files of a note: paper is what it gives, with the name of its copy."""
    folder = await make_folder(client, recipients=["L. Benali"])
    await add(client, folder, await make(client, markdown="# Une\n\nTexte secret."))
    copy = await share(client, folder, role="print", recipient="L. Benali")

    for path in (folder.print, URL(copy["url"]).path):
        answer = await client.get(f"{path}/pochette.epub", headers=await visit(client))
        assert answer.status == 403
        assert "secret" not in await answer.text()


async def test_nobodys_copy_is_in_a_book(client: Client) -> None:
    folder = await make_folder(client, recipients=["L. Benali"])
    await add(client, folder, await make(client, title="Une"))

    answer = await client.get(f"{folder.read}/pochette.epub?copy=1&watermark=L.+Benali")

    book = zipfile.ZipFile(io.BytesIO(await answer.read()))
    assert all(b"Benali" not in book.read(name) for name in book.namelist())


async def test_what_a_pochette_does_not_show_is_in_no_book_of_it(client: Client) -> None:
    """Its link is closed, it is in the trash, behind a password that nobody said, or taken out."""
    claire = await visit(client)
    folder = await make_folder(client, headers=claire)
    texts = ("ouverte", "fermee", "jetee", "protegee", "otee")
    notes = [await make(client, markdown=f"# {text.title()}\n\nLa phrase {text}.") for text in texts]
    _, closed, binned, locked, _ = notes
    lent = [
        await (await client.post(f"{one.edit}/links", json={"role": "read"}, headers=one.cookie)).json()
        for one in notes
    ]
    links = {"links": [one["url"] for one in lent]}
    listed = (await (await client.post(f"{folder.edit}/notes", json=links, headers=claire)).json())["notes"]
    assert len(chapters(await parts(client, folder))) == 1 + len(notes)

    await client.delete(f"{closed.edit}/links/{lent[1]['id']}", headers=closed.cookie)
    await client.post(f"{binned.edit}/trash", headers=binned.cookie)
    await set_password(client, locked, lent[3]["id"], PASSWORD)
    await client.delete(f"{folder.edit}/notes/{listed[4]['id']}", headers=claire)

    said = "".join((await parts(client, folder)).values())
    assert [text for text in texts if f"La phrase {text}." in said] == ["ouverte"]


async def test_a_closed_link_and_another_pochettes_link_give_nothing(client: Client) -> None:
    folder, other = await make_folder(client), await make_folder(client)
    await add(client, folder, await make(client, markdown="# Une\n\nTexte secret."))
    made = await share(client, folder, role="read")
    path = made["url"].partition("/p/")[2]
    assert (await client.get(f"/p/{path}/pochette.epub")).status == 200

    await client.delete(f"{folder.edit}/links/{made['id']}", headers=folder.cookie)

    assert (await client.get(f"/p/{path}/pochette.epub")).status == 404
    assert (await client.get(f"/p/{folder.id}/pochette.epub", headers=await visit(client))).status == 404
    answer = await client.get(f"{other.read}/pochette.epub")
    assert b"secret" not in await answer.read()
