"""Many files at once: notes of a classeur or of none, with a report of each, and taken back together."""

import asyncio
import io
import zipfile
from contextlib import suppress
from functools import partial
from pathlib import Path

from PIL import Image
from yarl import URL

from server.app import create_app
from server.binders.handlers.many import BATCHES
from server.binders.rules.batches import STOPPED
from server.clock import now_ms
from server.http.keys import ENGINE
from server.settings.config import Config
from server.storage import Db, imports
from server.storage.imports import State
from tests.conftest import Client, client_of
from tests.server.binders.archives import archive
from tests.server.binders.binders import began, comes_by
from tests.server.binders.many import bring, brought, form_of, report, zipped
from tests.server.database import database
from tests.server.visits import visit

FILES = Path(__file__).parents[2] / "export" / "office" / "files"
WORD = (FILES / "word.docx").read_bytes()
WRITER = (FILES / "writer.odt").read_bytes()


def png(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (9, 7), colour).save(out, "PNG")
    return out.getvalue()


async def test_each_file_becomes_a_note_and_the_report_says_what_did_not(client: Client) -> None:
    team = await began(client)
    told = await brought(
        client,
        f"{team.base}/import",
        team.cookie,
        ("Note.docx", WORD),
        ("a.md", b"---\ntheme: Logement\n---\n# Loyers\n\n![x](ailleurs.png)\n"),
        ("b.txt", b"Un mot"),
        ("c.pdf", b"%PDF"),
        ("d.docx", b"PK broken"),
        ("e.html", b"<h1>Page</h1>"),
    )
    states = {one["name"]: one["state"] for one in told["files"]}
    assert states == {
        "Note.docx": "made",
        "a.md": "made",
        "b.txt": "made",
        "c.pdf": "refused",
        "d.docx": "refused",
        "e.html": "made",
    }
    assert (told["made"], told["done"], told["of"]) == (4, 6, 6)
    by_name = {one["name"]: one for one in told["files"]}
    assert ".pdf ne peut pas être importé" in by_name["c.pdf"]["why"]
    assert "endommagé" in by_name["d.docx"]["why"]
    assert by_name["a.md"]["lost"] == ["1 image non importée"]
    path = by_name["a.md"]["url"]
    card = await (await client.get(f"{path}/card", headers=team.cookie)).json()
    assert card["theme"] == "Logement"
    listed = await (await client.get(f"{team.base}/binder", headers=team.cookie)).json()
    assert {one["url"] for one in listed["notes"]} == {one["url"] for one in told["files"] if one["url"]}


async def test_without_script_a_form_is_led_to_a_page_that_says_it_all(client: Client) -> None:
    team = await began(client)
    form = await client.get(f"{team.base}/import", headers=team.cookie)
    assert " multiple " in await form.text()
    answer = await client.post(
        f"{team.base}/import",
        data=form_of(("a.md", b"# Un"), ("b.xls", b"x")),
        headers=team.cookie,
        allow_redirects=False,
    )
    assert answer.status == 303
    path = answer.headers["Location"]
    await report(client, path, team.cookie)
    page = await (await client.get(path, headers=team.cookie)).text()
    for said in ("Import terminé", "1 note importée", "1 fichier non importé", "b.xls", f"{path}/undo"):
        assert said in page
    assert f'href="{team.base}"' in page


async def test_one_file_is_led_to_its_note_in_the_classeur(client: Client) -> None:
    team = await began(client)
    answer = await client.post(
        f"{team.base}/import", data=form_of(("a.md", b"# Un")), headers=team.cookie, allow_redirects=False
    )
    note = URL(answer.headers["Location"]).path
    assert (answer.status, note[:3]) == (303, "/n/")
    listed = await (await client.get(f"{team.base}/binder", headers=team.cookie)).json()
    assert [one["url"] for one in listed["notes"]] == [note]


async def test_a_zip_brings_themes_pictures_and_links_between_its_notes(client: Client) -> None:
    team = await began(client)
    red, blue = png((200, 0, 0)), png((0, 0, 200))
    raw = zipped(
        ("Campagne/Logement/Loyers.md", "# Loyers\n\n![r](images/r.png) ![b](<../b 1.png>)\n"),
        ("Campagne/Santé/Déserts.md", "---\ntheme: Soins\n---\n[Loyers](../Logement/Loyers.md#titre)\n"),
        ("Campagne/Seule.md", "# Seule\n\n[x](absente.md) ![](https://ailleurs.example/i.png)\n"),
        ("Campagne/Logement/images/r.png", red),
        ("Campagne/b 1.png", blue),
        ("__MACOSX/Campagne/._Seule.md", b"x"),
        ("Campagne/../dehors.md", b"# Non"),
    )
    told = await brought(client, f"{team.base}/import", team.cookie, ("campagne.zip", raw))
    by_name = {one["name"]: one for one in told["files"]}
    loyers, deserts, seule = (
        by_name[name]["url"]
        for name in (
            "Campagne/Logement/Loyers.md",
            "Campagne/Santé/Déserts.md",
            "Campagne/Seule.md",
        )
    )
    assert by_name["Campagne/../dehors.md"]["state"] == "refused"
    assert "macOS" in by_name["campagne.zip"]["why"]
    themes = [
        (await (await client.get(f"{note}/card", headers=team.cookie)).json())["theme"]
        for note in (loyers, deserts, seule)
    ]
    assert themes == ["Logement", "Soins", ""]
    text = await (await client.get(f"{loyers}/note.md", headers=team.cookie)).text()
    pictures = [part.partition(")")[0].strip("<>") for part in text.split("](")[1:]]
    shown = [await (await client.get(f"{loyers}/{one}", headers=team.cookie)).read() for one in pictures]
    colours = [Image.open(io.BytesIO(one)).getpixel((0, 0)) for one in shown]
    assert colours == [(200, 0, 0), (0, 0, 200)]
    text = await (await client.get(f"{deserts}/note.md", headers=team.cookie)).text()
    assert f"[Loyers]({client.make_url(loyers)}#titre)" in text
    text = await (await client.get(f"{seule}/note.md", headers=team.cookie)).text()
    assert "[x](absente.md) ![](https://ailleurs.example/i.png)" in text


async def test_what_left_as_a_zip_comes_back_as_the_same_notes(client: Client) -> None:
    """Texts, cards and pictures, a photograph among them, which would not survive to be drawn twice."""
    team = await began(client)
    other = await began(client, "Retour", cookie=team.cookie)
    photograph = io.BytesIO()
    Image.effect_noise((64, 48), 120).convert("RGB").save(photograph, "JPEG", quality=95)
    raw = zipped(
        ("A.md", "---\nthème: Énergie\npublic: M. Roux\nà moi: gardé\n---\n# Réseaux\n\nVoir [B](B.md).\n"),
        ("B.md", "# B\n\n![photo](p.jpg)\n\n![dessin](d.png)\n\n```\n![](p.jpg)\n```\n"),
        ("C.md", "Sans titre, `](A.md)` et [A](A.md).\n"),
        ("p.jpg", photograph.getvalue()),
        ("d.png", png((1, 2, 3))),
    )
    await brought(client, f"{team.base}/import", team.cookie, ("a.zip", raw))
    first = await archive(client, team.base, team.cookie)
    left = await client.get(f"{team.base}/classeur.zip", headers=team.cookie)
    told = await brought(client, f"{other.base}/import", team.cookie, ("b.zip", await left.read()))
    assert [one["lost"] for one in told["files"]] == [[], [], []]
    second = await archive(client, other.base, team.cookie)
    assert sorted(second.namelist()) == sorted(first.namelist())
    assert {name: second.read(name) for name in second.namelist()} == {
        name: first.read(name) for name in first.namelist()
    }
    assert len([name for name in first.namelist() if name.endswith(".jpg")]) == 1


async def test_a_picture_whose_proof_is_another_one_is_drawn_anew(client: Client) -> None:
    team = await began(client)
    out = io.BytesIO()
    photo = Image.new("RGB", (10, 10))
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    photo.save(out, "JPEG", exif=exif)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        target.writestr("a.md", "![x](p.jpg)\n\n![y](q.jpg)")
        entry = zipfile.ZipInfo("p.jpg")
        entry.comment = f"pochette image/jpeg 10 10 {'A' * 43}".encode()
        target.writestr(entry, out.getvalue())
    told = await brought(client, f"{team.base}/import", team.cookie, ("a.zip", packed.getvalue()))
    path = told["files"][0]["url"]
    text = await (await client.get(f"{path}/note.md", headers=team.cookie)).text()
    address = text.partition("](")[2].partition(")")[0]
    kept = await (await client.get(f"{path}/{address}", headers=team.cookie)).read()
    assert b"secret place" in out.getvalue()
    assert b"secret place" not in kept
    assert told["files"][0]["lost"] == ["1 image non importée"]


async def test_who_brought_them_takes_all_back_and_nobody_else(client: Client) -> None:
    team = await began(client)
    path, _ = await team.link("edit")
    karim = await comes_by(client, path)
    address = await bring(client, f"{team.base}/import", karim, ("a.md", b"# Un"), ("b.md", b"# Deux"))
    told = await report(client, address, karim)
    for cookie in (team.cookie, await visit(client)):
        assert (await client.get(address, headers=cookie)).status == 404
        assert (await client.post(f"{address}/undo", headers=cookie)).status == 404
    assert (await client.get(address)).status == 403
    answer = await client.post(f"{address}/undo", headers=karim, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, address)
    for one in told["files"]:
        assert (await client.get(one["url"], headers=team.cookie)).status == 410
    page = await (await client.get(address, headers=karim)).text()
    assert "Import annulé" in page
    assert f"{address}/undo" not in page
    listed = await (await client.get(f"{team.base}/binder", headers=team.cookie)).json()
    assert listed["notes"] == []


async def test_once_the_link_is_closed_the_rest_is_not_imported(client: Client) -> None:
    team = await began(client)
    path, id_ = await team.link("edit")
    karim = await comes_by(client, path)
    many = [(f"{number}.html", b"<p>x</p>") for number in range(30)]
    address = await bring(client, f"{path}/import", karim, *many)
    assert (await client.delete(f"{team.base}/links/{id_}", headers=team.cookie)).status == 200
    told = await report(client, address, karim)
    refused = [one for one in told["files"] if one["state"] == "refused"]
    assert refused
    assert {one["why"] for one in refused} == {
        "Vous ne pouvez plus écrire ici\u00a0: ce fichier n’a pas été importé."
    }
    listed = await (await client.get(f"{team.base}/binder", headers=team.cookie)).json()
    assert len(listed["notes"]) == told["made"] == 30 - len(refused)


async def test_who_reads_or_comments_brings_nothing(client: Client) -> None:
    team = await began(client)
    for role in ("read", "comment"):
        path, _ = await team.link(role)
        cookie = await comes_by(client, path)
        for base in (path, team.base):
            assert (await client.get(f"{base}/import", headers=cookie)).status == 403
            answer = await client.post(f"{base}/import", data=form_of(("a.md", b"x")), headers=cookie)
            assert answer.status == 403


async def test_loose_notes_come_many_at_once_too(client: Client) -> None:
    cookie = await visit(client)
    told = await brought(client, "/notes/import", cookie, ("a.md", b"# Un"), ("b.odt", WRITER))
    assert told["made"] == 2
    home = await (await client.get("/", headers=cookie)).text()
    assert "Une note écrite dans Writer" in home
    assert "Un" in await markdown_of_own(client, told["files"][0]["url"], cookie)


async def markdown_of_own(client: Client, path: str, cookie: dict[str, str]) -> str:
    return await (await client.get(f"{path}/note.md", headers=cookie)).text()


async def test_what_waited_when_the_server_stopped_is_told_after_its_start(config: Config) -> None:
    many = [(f"{number}.html", b"<p>x</p>") for number in range(40)]
    async with client_of(create_app(config)) as client:
        cookie = await visit(client)
        address = await bring(client, "/notes/import", cookie, *many)
    async with client_of(create_app(config)) as client:
        told = await report(client, address, cookie)
    refused = [one for one in told["files"] if one["state"] == "refused"]
    assert refused
    assert {one["why"] for one in refused} == {
        "Le serveur a redémarré avant son tour\u00a0: importez-le de nouveau."
    }
    assert told["made"] + len(refused) == 40


async def test_an_import_that_another_process_has_ended_makes_no_note_more(
    client: Client, config: Config
) -> None:
    many = [(f"{number}.html", b"<p>x</p>") for number in range(40)]
    await bring(client, "/notes/import", await visit(client), *many)
    engine, batches = client.app[ENGINE], client.app[BATCHES]
    (id_,) = batches.going_on
    await engine.write(partial(imports.end, id_=id_, at=now_ms(), why=STOPPED))
    async with asyncio.timeout(20):
        while batches.going_on:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)
    found = await engine.read(partial(imports.files_of, id_=id_))
    made = [file.note for file in found if file.state is State.MADE]
    assert len(made) < 40
    with database(config) as opened:
        assert list(opened.execute("SELECT count(*) FROM notes")) == [(len(made),)]


async def test_the_leader_says_of_an_import_whose_process_is_silent_that_it_was_stopped(
    client: Client,
) -> None:
    await brought(client, "/notes/import", await visit(client), ("a.md", b"# Un"), ("b.md", b"# Deux"))
    engine, batches = client.app[ENGINE], client.app[BATCHES]

    def begin_again(db: Db) -> None:
        db.execute("UPDATE imports SET ended_at = NULL, alive_at = 1")
        copied = "SELECT 'alive', device, binder, made_at, NULL, NULL, ? FROM imports"
        db.execute(
            f"INSERT INTO imports (id, device, binder, made_at, ended_at, undone_at, alive_at) {copied}",
            (now_ms(),),
        )

    await engine.write(begin_again)
    leading = asyncio.create_task(batches.stop_silent())
    async with asyncio.timeout(20):
        while len(left := await engine.read(partial(imports.unfinished, before=1 << 62))) > 1:
            pass
    leading.cancel()
    assert left == ["alive"]


async def test_more_than_a_server_holds_is_refused_in_words(client: Client) -> None:
    cookie = {**(await visit(client)), "Accept": "application/json"}
    too_many = form_of(*[(f"{number}.md", b"x") for number in range(501)])
    answer = await client.post("/notes/import", data=too_many, headers=cookie)
    assert (answer.status, (await answer.json())["error"]["code"]) == (400, "too_many_files")
    with suppress(ConnectionError):
        large = form_of(*[(f"{number}.md", bytes(30 << 20)) for number in range(5)])
        answer = await client.post("/notes/import", data=large, headers=cookie)
        assert (answer.status, (await answer.json())["error"]["code"]) == (413, "files_too_large")


async def test_a_hostile_zip_is_one_line_of_the_report(client: Client) -> None:
    cookie = await visit(client)
    bomb = zipped(*((f"{number}.txt", bytes(30 << 20)) for number in range(3)))
    told = await brought(client, "/notes/import", cookie, ("bombe.zip", bomb), ("a.md", b"# Un"))
    assert [(one["name"], one["state"]) for one in told["files"]] == [
        ("bombe.zip", "refused"),
        ("a.md", "made"),
    ]
    assert "Une fois décompressé" in told["files"][0]["why"]
