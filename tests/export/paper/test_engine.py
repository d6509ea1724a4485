"""Real PDFs, read back by programs that did not make them."""

import io
import random
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import page as validator
import pikepdf
import pytest

from export.note.brief import Brief
from export.note.formats import TextSize
from export.paper.assets import Bundle
from export.process.worker import Worker
from export.samples import sample
from tests.export.paper.everything import EVERYTHING

Print = Callable[..., bytes]
Pages = Callable[[bytes], list[str]]


@pytest.fixture(scope="module")
def everything(print_note: Print) -> bytes:
    return print_note(EVERYTHING, url="https://notes.example/n/abc", code="7QK2-M4XD")


def test_the_same_note_is_the_same_bytes(everything: bytes, print_note: Print) -> None:
    again = print_note(EVERYTHING, url="https://notes.example/n/abc", code="7QK2-M4XD")

    assert again == everything


@pytest.mark.first(2)
@pytest.mark.parametrize("profile", ["ua1", "3a"])
@pytest.mark.parametrize("text", [EVERYTHING, sample("fr"), sample("en"), "", "# Titre seul"])
def test_every_rule_of_pdf_ua_and_pdf_a_passes(profile: str, text: str, print_note: Print) -> None:
    report = validator.validate_pdf_bytes(print_note(text), profile=profile)

    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_a_cover_larger_text_and_breaks_pass_them_too(
    profile: str, worker: Worker, brief: Callable[..., Brief]
) -> None:
    note = brief("# T\n\nUn.\n\n\\newpage\n\nDeux.\n", url="https://notes.example/e/abc", code="7QK2-M4XD")
    set_otherwise = replace(note, has_cover=True, text_size=TextSize.LARGER, has_hand_margin=False)

    report = validator.validate_pdf_bytes(worker.pdf(set_otherwise), profile=profile)

    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_every_face_is_embedded_and_emoji_are_ours(everything: bytes, tmp_path: Path) -> None:
    (tmp_path / "note.pdf").write_bytes(everything)
    run = subprocess.run(["pdffonts", tmp_path / "note.pdf"], capture_output=True, text=True, check=True)

    faces = [line.split() for line in run.stdout.splitlines()[2:]]
    names = {face[0].partition("+")[2].rstrip(",") for face in faces}
    # The last seven columns of pdffonts: encoding, emb, sub, uni, object number and generation.
    assert {face[-5] for face in faces} == {"yes"}
    assert {name.split("-")[0] for name in names} == {"Source", "Noto"}
    assert any(name.startswith("Noto-Emoji") for name in names)


def test_the_file_says_what_it_is_and_holds_its_markdown(everything: bytes) -> None:
    with pikepdf.open(io.BytesIO(everything)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Tout, l’«\u00a0ensemble\u00a0»\u00a0: 1er essai 🚆"
        assert str(pdf.docinfo["/Author"]) == "A. Un, B. Deux"
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.MarkInfo.Marked
        attached = pdf.attachments["note.md"].get_file().read_bytes().decode()
    assert attached.startswith("---\nstatus: Relue\n")
    assert "# Tout, l'« ensemble » : 1er essai 🚆\n\n## Titre[^t] et suite\n" in attached


def test_bookmarks_follow_the_headings_and_leave_notes_out(everything: bytes) -> None:
    with pikepdf.open(io.BytesIO(everything)) as pdf, pdf.open_outline() as outline:
        (title,) = outline.root
        assert title.title == "Tout, l’«\u00a0ensemble\u00a0»\u00a0: 1er essai 🚆"
        assert [heading.title for heading in title.children] == ["Titre et suite"]


def test_links_go_where_they_said(everything: bytes) -> None:
    with pikepdf.open(io.BytesIO(everything)) as pdf:
        links = [note for sheet in pdf.pages for note in sheet.get("/Annots", ())]
        addresses = [str(link.A.URI) for link in links if "/A" in link]
    assert addresses == ["https://example.org"]
    # To the heading, and between the notes and their calls.
    notes = [f"note-{number}" for number in range(1, 11)]
    assert {str(link.Dest) for link in links if "/Dest" in link} == {
        "s-titre-et-suite",
        *notes,
        *(f"call-{note}" for note in notes),
    }


def notes_everywhere(seed: int) -> tuple[str, int]:
    """A long text with a note in each kind of place, at random depths of the page; and how many notes."""
    chance = random.Random(seed)
    notes: list[str] = []

    def flow(most: int) -> str:
        return "Le texte coule. " * chance.randint(0, most)

    def call() -> str:
        number = len(notes)
        notes.append(f"[^{number}]: Renvoi{number:03}x, {'puis ce que dit la note ' * chance.randint(0, 12)}")
        return f"{flow(10)}Appel{number:03}x[^{number}]. {flow(10)}"

    places: list[Callable[[], str]] = [
        call,
        lambda: flow(60),
        lambda: "\n".join(f"- {call()}" for _ in range(chance.randint(1, 5))),
        lambda: "\n".join(f"- [ ] {call()}" for _ in range(chance.randint(1, 4))),
        lambda: f"| a | b |\n|---|---|\n| {call()} | {flow(4)} |\n" + f"| {flow(4)} | b |\n" * 9,
        lambda: f"::: langage\n{call()}\n\n{call()}\n:::",
        lambda: f"Terme {call()}\n: {call()}",
        lambda: f"> {call()}",
        lambda: f"## Titre {call()}\n\n{flow(9)}",
    ]
    text = "\n\n".join(chance.choice(places)() for _ in range(45))
    return f"# Notes\n\n{text}\n\n" + "\n\n".join(notes), len(notes)


def without_contents(sheet: str) -> str:
    """The words of a page without its table of contents, up to the last line of dots, and what comes again.

    A running head names the chapter, and a table that goes on its caption, both without their notes.
    """
    sheet = re.sub(r"\A.* — .*|.*\(suite\)", "", sheet)
    start = r"SOMMAIRE" if "SOMMAIRE" in sheet else r"\A"
    return re.sub(rf"(?s){start}.*\.{{9}} ?\d+", "", sheet)


@pytest.mark.first(1)
@pytest.mark.parametrize("seed", range(4))
def test_each_footnote_is_printed_once_on_the_page_of_its_call(
    seed: int, print_note: Print, pages: Pages
) -> None:
    text, count = notes_everywhere(seed)

    read = pages(print_note(text))

    calls = [set(re.findall(r"Appel(\d+)x", without_contents(sheet))) for sheet in read]
    answers = [re.findall(r"Renvoi(\d+)x", sheet) for sheet in read]
    assert sum(map(len, answers)) == count
    assert [set(answer) for answer in answers] == calls


def test_the_words_come_out_in_the_order_of_the_text(print_note: Print, pages: Pages) -> None:
    read = pages(print_note(sample("fr")))

    assert len(read) == 4
    words = " ".join(" ".join(read).split())
    order = [
        "Rouvrir vingt petites gares : le plan et son financement",
        "Une mesure, un chiffre : vingt gares rurales",
        "310 000",
        "En trente ans, la région a perdu une gare sur trois.",
        "1. L’horaire.",
        "3. La confiance.",
        "— Aide-soignante, réunion publique du 12 avril",
        "Source : étude de fréquentation du groupe « Mobilités »",
        "Coût moyen par an sur la durée du plan",
        "Six gares déjà équipées",
        "un vélo au bout",
        "✓ Obtenir l’accord de principe des deux syndicats de conducteurs 👍",
        "« Les rails sont là. Les trains passent.",
        "Trois attaques, trois réponses",
        "Pourquoi vingt gares, et pas cinquante ?",
        "modifiez-la, à plusieurs, puis imprimez-la.",
    ]
    places = [words.find(part) for part in order]
    assert -1 not in places
    assert places == sorted(places)


def test_each_page_has_its_number_and_all_but_the_first_a_running_head(
    print_note: Print, pages: Pages
) -> None:
    read = pages(print_note(sample("fr")))

    for number, sheet in enumerate(read, 1):
        assert f"{number}/4" in sheet.replace(" ", "")
        assert "25 novembre 2026, 12 h 05" in sheet.replace("\u00a0", " ")
        assert sheet.startswith("Rouvrir vingt petites gares") == (number > 1)


def test_no_heading_ends_a_page_and_no_row_is_cut(print_note: Print, pages: Pages) -> None:
    parts = "\n\n".join(
        f"## Partie{n}x\n\n{'Une phrase de texte qui coule. ' * (3 + n * 7 % 23)}\n\n### Suite{n}x\n\nUn mot."
        for n in range(40)
    )
    rows = "".join(f"| Ligne{n}x {'de plusieurs mots ' * 4} | Fin{n}x |\n" for n in range(60))

    read = pages(print_note(f"# Coupes\n\n{parts}\n\n| Nom | Valeur |\n|---|---|\n{rows}"))

    for sheet in read:
        in_no_place = r"25.novembre|\d+ / \d+|.*\.{9}"
        lines = [line for line in sheet.splitlines() if line and not re.match(in_no_place, line)]
        assert not re.match(r"(Partie|Suite)\d+x", lines[-1])
        assert set(re.findall(r"Ligne(\d+)x", sheet)) == set(re.findall(r"Fin(\d+)x", sheet))
        assert ("Valeur" in sheet) == ("Ligne" in sheet)


def test_nothing_stands_outside_the_text_area(print_note: Print, tmp_path: Path) -> None:
    wide = "| " + " | ".join(f"colonne-numéro-{n}" for n in range(12)) + " |\n" + "|---" * 12 + "|\n"
    wide += "| " + " | ".join(["anticonstitutionnellement"] * 12) + " |\n"
    word = "x" * 400 + "\n\n```\n" + "y" * 300 + "\n```\n\nhttps://example.org/" + "z" * 200
    (tmp_path / "wide.pdf").write_bytes(print_note(f"# Large\n\n{wide}\n\n{word}"))
    command = ["pdftotext", "-bbox", str(tmp_path / "wide.pdf"), "-"]
    sheets = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("<page ")[1:]

    # 24 mm of margin and 136 mm of text, on its side 249 mm; in points, and one point of patience.
    for sheet in sheets:
        width = float(sheet.split('"')[1])
        rights = [
            float(x)
            for x, word in re.findall(r'xMax="([\d.]+)"[^>]*>([^<]+)<', sheet)
            if word.upper() != "ANNOTATIONS"
        ]
        assert max(rights) <= (273 if width > 600 else 160) * 72 / 25.4 + 1
    assert len({sheet.split('"')[1] for sheet in sheets}) == 2


def test_a_page_can_load_nothing_but_its_own_pictures() -> None:
    bundle = Bundle({"qr.svg": b"<svg/>"})

    assert bundle.fetch("pochette:qr.svg").read() == b"<svg/>"
    for address in (
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "data:text/plain,x",
        "pochette:../x",
        "qr.svg",
    ):
        with pytest.raises(ValueError, match="own pictures"):
            bundle.fetch(address)


@pytest.mark.whole
def test_one_worker_prints_one_note_as_another_does(brief: Callable[..., object]) -> None:
    first, second = Worker(), Worker()
    try:
        assert first.pdf(brief(sample("fr"))) == second.pdf(brief(sample("fr")))  # type: ignore[arg-type]
    finally:
        first.close()
        second.close()
