"""All that a note may hold and all that may be added to it, in each shape: lawful, whole, the same again."""

import io
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import page as validator
import pikepdf
import pytest
from PIL import Image

from export.note.brief import Brief
from export.note.formats import Format
from export.process.worker import Limits, Worker
from tests.export.anything import Author
from tests.export.paper.everything import EVERYTHING

SHAPES = [*Format, "booklet", "punched"]
# Many pages on a busy machine: it is not the time that is tested here.
PATIENCE = Limits(seconds=90)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    printer = Worker(PATIENCE)
    yield printer
    printer.close()


@pytest.fixture(scope="module")
def note(brief: Callable[..., Brief]) -> Brief:
    picture = io.BytesIO()
    Image.new("RGB", (900, 600), "#b98a55").save(picture, "JPEG")
    images = (
        "\n\n![Le quai, vu du pont](image/abcdefgh)\n\nUn ![mot](image/abcdefgh) dedans [à vérifier].\n\n"
    )
    # Its own notes have numbers, so they meet none of the others.
    more = Author(5).note(blocks=10).partition("\n")[2]
    text = EVERYTHING.replace("\n[^t]:", f"{images}{more}\n\n[^t]:", 1)
    return replace(
        brief(text, url="HTTPS://NOTES.EXAMPLE/E/ABC/1", code="7QK2-M4XD"),
        pages_url="HTTPS://NOTES.EXAMPLE/E/ABC",
        previous=EVERYTHING.replace("code é", "code").replace("- [ ] à faire", "- [x] à faire"),
        edition=3,
        copy_number=1,
        recipient="L. Benali",
        watermark="L. Benali",
        images={"abcdefgh": picture.getvalue()},
    )


def shaped(note: Brief, shape: str) -> Brief:
    if shape == "punched":
        return replace(note, has_holes=True, numbers_paragraphs=True)
    is_booklet = shape == "booklet"
    return replace(note, format=Format.POCKET if is_booklet else Format(shape), booklet=is_booklet)


def faults_of(pdf: bytes) -> list[str]:
    """What QPDF finds wrong with the structure and the streams of a file."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return opened.check_pdf_syntax()


@pytest.fixture(scope="module", params=SHAPES)
def printed(request: pytest.FixtureRequest, worker: Worker, note: Brief) -> tuple[str, bytes]:
    return request.param, worker.pdf(shaped(note, request.param))


@pytest.mark.first(2)
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_every_rule_passes(profile: str, printed: tuple[str, bytes]) -> None:
    report = validator.validate_pdf_bytes(printed[1], profile=profile)

    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_the_file_is_whole_and_every_face_is_in_it(printed: tuple[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "note.pdf"
    path.write_bytes(printed[1])

    faces = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True)

    assert faults_of(printed[1]) == []
    assert {line.split()[-5] for line in faces.stdout.splitlines()[2:]} == {"yes"}


def test_a_damaged_file_is_not_taken_for_a_whole_one(printed: tuple[str, bytes]) -> None:
    damaged = printed[1].replace(b"endobj", b"......", 1)

    assert faults_of(damaged) != []


def test_the_file_says_what_it_is(printed: tuple[str, bytes], note: Brief) -> None:
    with pikepdf.open(io.BytesIO(printed[1])) as pdf, pdf.open_outline() as outline:
        assert str(pdf.Root.Lang) == "fr"
        assert str(pdf.docinfo["/Title"]).endswith("1er essai 🚆")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.attachments["note.md"].get_file().read_bytes().decode() == note.markdown
        (title,) = outline.root
        assert title.title == str(pdf.docinfo["/Title"])
        assert title.children[0].title == "Titre et suite"


@pytest.mark.first(1)
def test_another_process_prints_the_same_bytes(printed: tuple[str, bytes], note: Brief) -> None:
    other = Worker(PATIENCE)
    try:
        assert other.pdf(shaped(note, printed[0])) == printed[1]
    finally:
        other.close()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_note_without_a_title_is_lawful_and_repeats_nothing(
    shape: str, worker: Worker, brief: Callable[..., Brief]
) -> None:
    pdf = worker.pdf(shaped(brief("Un mot de la fin.\n\n## Partie\n\nTexte."), shape))

    assert [one.message for one in validator.validate_pdf_bytes(pdf, profile="ua1").failures] == []
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        assert [one.title.replace("\xa0", " ") for one in outline.root] == ["Un mot de la fin."]
        assert str(opened.docinfo["/Title"]) == "Un mot de la fin."
