"""Every format is as lawful as the note, of its own size, and marks whose copy it is and what is new."""

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import page as validator
import pikepdf
import pytest

from export.note.brief import Brief
from export.note.formats import Format
from export.process.worker import Worker
from export.samples import sample
from tests.export.change_bars import change_bars

CARD = "---\nstatus: Relue\nclassification: Interne\nauthors: [A. Un]\naudience: Elle\nversion: v2\n---\n"
MILLIMETRES = {Format.NOTE: (210, 297), Format.LARGE: (210, 297), Format.POCKET: (148, 210)}


@pytest.fixture(scope="module")
def marked(brief: Callable[..., Brief]) -> Brief:
    """The sample with everything that can be added to it."""
    text = sample("fr").replace("huit actifs sur dix", "neuf actifs sur dix [à vérifier]")
    text = text.replace("\n> — Aide-soignante, réunion publique du 12 avril\n", "").replace(
        "Dix mois", "Onze mois"
    )
    text = text.replace("- [ ] Publier la carte", "- [x] Publier la carte")
    return replace(
        brief(CARD + text, url="https://notes.example/e/abc", code="7QK2-M4XD"),
        previous=CARD + sample("fr"),
        edition=3,
        copy_number=1,
        recipient="L. Benali",
        watermark="L. Benali",
    )


@pytest.fixture(scope="module", params=Format)
def printed(request: pytest.FixtureRequest, worker: Worker, marked: Brief) -> tuple[Format, bytes]:
    return request.param, worker.pdf(replace(marked, format=request.param))


@pytest.mark.first(1)
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_every_format_passes_every_rule(profile: str, printed: tuple[Format, bytes]) -> None:
    report = validator.validate_pdf_bytes(printed[1], profile=profile)

    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_each_page_has_the_size_of_its_format(printed: tuple[Format, bytes]) -> None:
    shape, pdf = printed
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert file.check_pdf_syntax() == []
        boxes = {tuple(round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:]) for sheet in file.pages}

    assert boxes == {MILLIMETRES[shape]}


def test_each_foot_says_whose_copy_of_which_edition_it_is(
    printed: tuple[Format, bytes], pages: Callable[[bytes], list[str]]
) -> None:
    shape, pdf = printed
    read = pages(pdf)
    for number, sheet in enumerate(read, 1):
        words = " ".join(sheet.split())
        for said in ("Exemplaire n° 01 — L. Benali", "Édition 3 · v2 · 25 novembre 2026", "Interne"):
            assert said in words
        assert words.replace(" ", "").endswith(f"{number}/{len(read)}") or shape is Format.POCKET


def test_a_watermark_is_seen_on_every_page_and_read_on_none(
    worker: Worker, marked: Brief, pages: Callable[[bytes], list[str]], tmp_path: Path
) -> None:
    note = replace(marked, recipient="", watermark="QQQQQQ")
    printed, without = worker.pdf(note), worker.pdf(replace(note, watermark=""))

    assert "QQ" not in "".join(pages(printed))
    assert pages(printed) == pages(without)
    with pikepdf.open(io.BytesIO(printed)) as file:
        for sheet in file.pages:
            first = pikepdf.parse_content_stream(sheet)[:12]
            assert any(str(line.operator) == "BMC" and str(line.operands[0]) == "/Artifact" for line in first)
    assert darkness(without, tmp_path) < darkness(printed, tmp_path)


def darkness(pdf: bytes, folder: Path) -> int:
    """Of a page with nothing in its lower half but what is behind the text."""
    (folder / "page.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "20", "-gray", "-l", "4", "-f", "4", str(folder / "page.pdf")]
    picture = subprocess.run(command, capture_output=True, check=True).stdout
    _, size, _, grey = picture.split(b"\n", 3)
    width = int(size.split()[0])
    return sum(255 - value for value in grey[width * 20 : width * 200])


def test_what_has_changed_has_a_bar_and_what_was_taken_out_a_tick(worker: Worker, marked: Brief) -> None:
    # The paragraph on page 1; the tick and the note on page 2; the task on page 3.
    assert change_bars(worker.pdf(marked)) == [1, 2, 1, 0]
    assert change_bars(worker.pdf(replace(marked, previous=""))) == [0, 0, 0, 0]


def test_large_print_has_no_italics_no_hyphens_and_nothing_small(
    worker: Worker, marked: Brief, pages: Callable[[bytes], list[str]], tmp_path: Path
) -> None:
    text = f"{marked.body}\n\nUn *mot* et ***deux***, {'anticonstitutionnellement ' * 60}"
    printed = worker.pdf(replace(marked, format=Format.LARGE, body=text))
    (tmp_path / "large.pdf").write_bytes(printed)
    faces = subprocess.run(["pdffonts", tmp_path / "large.pdf"], capture_output=True, text=True, check=True)

    assert "It" not in {name.split()[0].partition("-")[2] for name in faces.stdout.splitlines()[2:]}
    assert "Serif" not in faces.stdout
    # The only words that end a line with a hyphen are those that have one.
    ends = {line.split()[-1] for sheet in pages(printed) for line in sheet.splitlines() if line.endswith("-")}
    assert ends <= {"modifiez-", "Aujourd’hui-"}


def test_pocket_pages_mirror_each_other(worker: Worker, marked: Brief, tmp_path: Path) -> None:
    (tmp_path / "pocket.pdf").write_bytes(worker.pdf(replace(marked, format=Format.POCKET)))
    command = ["pdftotext", "-bbox", str(tmp_path / "pocket.pdf"), "-"]
    sheets = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("<page ")[1:]

    lefts = [min(float(part.split('"')[0]) for part in sheet.split('xMin="')[1:]) for sheet in sheets]
    # 15 mm inside, 13 mm outside, in points.
    assert [round(left / 72 * 25.4) for left in lefts[:4]] == [15, 13, 15, 13]


def test_an_image_is_a_figure_with_its_words(
    worker: Worker, brief: Callable[..., Brief], pages: Callable[[bytes], list[str]]
) -> None:
    image = io.BytesIO()
    from PIL import Image  # noqa: PLC0415 -- only here

    Image.new("RGB", (1600, 2400), "#b98a55").save(image, "JPEG")
    note = replace(
        brief("# T\n\n![Le quai, vu du pont](image/abcdefgh)\n\nUn ![mot](image/abcdefgh) dedans."),
        images={"abcdefgh": image.getvalue()},
    )
    printed = worker.pdf(note)

    assert "Le quai, vu du pont" in " ".join(pages(printed)[0].split())
    assert validator.validate_pdf_bytes(printed, profile="ua1").is_compliant
    assert validator.validate_pdf_bytes(printed, profile="3a").is_compliant
    with pikepdf.open(io.BytesIO(printed)) as file:
        assert "Le quai, vu du pont" in alternatives(file.Root.StructTreeRoot.K)


def alternatives(node: pikepdf.Object) -> list[str]:
    if isinstance(node, pikepdf.Array):
        return [text for child in node for text in alternatives(child)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    own = [str(node.Alt)] if "/Alt" in node else []
    return own + (alternatives(node.K) if "/K" in node else [])
