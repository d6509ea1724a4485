"""Markdown files in, PDFs out, without a server."""

import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from export.cli.command import Copy, Order, export_files
from export.cli.conversion import opened
from export.cli.progress import Progress
from export.errors import BadCard, Failed, TooMuch
from export.note.comments import Comment, Thread
from export.note.comments_file import take_comments, with_comments
from export.note.formats import TextSize
from export.samples import sample

ERASE = b"\r\x1b[K"
NOON = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)


@pytest.fixture
def note(tmp_path: Path) -> Path:
    source = tmp_path / "note.md"
    source.write_text(sample("fr"), "utf-8-sig")
    return source


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def pochette(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "server", "export", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_a_file_becomes_a_pdf_beside_it(note: Path) -> None:
    export_files([note], printed_at=NOON)

    assert (note.parent / "note.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert names(note.parent) == ["note.md", "note.pdf"]


def test_a_file_that_cannot_be_printed_leaves_the_old_pdf(tmp_path: Path) -> None:
    source, target = tmp_path / "note.md", tmp_path / "note.pdf"
    target.write_bytes(b"old")
    for content, refusal in (
        (b"\xff\xfe", Failed),
        (b"---\ntitre: 'x\n---\n", BadCard),
        (b"a " * 200_000, TooMuch),
        (b"a" * 5_000_000, Failed),
    ):
        source.write_bytes(content)
        with pytest.raises(refusal):
            export_files([source], target)
    assert target.read_bytes() == b"old"


def test_a_missing_file_or_folder_is_an_error_of_the_system(tmp_path: Path) -> None:
    source = tmp_path / "note.md"
    with pytest.raises(FileNotFoundError):
        export_files([source])
    source.write_text("# T")
    with pytest.raises(FileNotFoundError):
        export_files([source], tmp_path / "absent" / "note.pdf")


@pytest.mark.whole
def test_each_copy_is_a_file_that_names_whose_it_is(
    note: Path, pages: Callable[[bytes], list[str]], tmp_path: Path
) -> None:
    copies = (Copy(number=1, recipient="L. Benali"), Copy(number=12, recipient="../Zoé & co"))
    export_files([note], tmp_path / "out", Order(copies=copies, watermark=""), printed_at=NOON)

    assert names(tmp_path / "out") == ["note-01-L.-Benali.pdf", "note-12-Zoé-co.pdf"]
    for sheet in pages((tmp_path / "out" / "note-01-L.-Benali.pdf").read_bytes()):
        assert "Exemplaire n° 01 — L. Benali" in " ".join(sheet.split())


def test_files_that_would_be_one_are_refused_before_anything_is_printed(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "note.md").write_text("# T")
    with pytest.raises(Failed, match="two prints would be"):
        export_files([tmp_path / "a" / "note.md", tmp_path / "b" / "note.md"], tmp_path / "out")
    assert names(tmp_path) == ["a", "b"]


@pytest.mark.whole
def test_the_shell_prints_booklets_and_other_formats(note: Path, tmp_path: Path) -> None:
    for options, size in (
        (["--format", "large", "--watermark", "Projet"], (210, 297)),
        (["--format", "pocket"], (148, 210)),
        (["--booklet", "--copy", "1:Zoé"], (296, 210)),
    ):
        run = pochette(note, "-o", tmp_path / "out.pdf", *options)
        assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
        with pikepdf.open(tmp_path / "out.pdf") as pdf:
            box = pdf.pages[0].mediabox
            assert tuple(round(float(side) / 72 * 25.4) for side in list(box)[2:]) == size


@pytest.mark.whole
def test_the_shell_fits_a_note_in_pages_and_says_how(tmp_path: Path) -> None:
    note, out = tmp_path / "note.md", tmp_path / "out.pdf"
    note.write_text("# T\n\n" + "Une phrase de la note.\n\n" * 31)
    fits = pochette(note, "-o", out, "--pages", "1")
    assert (fits.returncode, fits.stdout) == (0, "")
    assert re.search(r"note.md: tient en 1 page : lettres de 1[01](,\d)? pt, lignes", fits.stderr)
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 1
    told = json.loads(pochette(note, "-o", out, "--pages", "0", "--json").stdout)
    assert (told["file"], told["pages"], told["is_closer"]) == (str(out), 2, False)
    note.write_text("---\nbudget: 1\nlang: en\n---\n# T\n\n" + "A sentence of the note.\n\n" * 42)
    assert re.search(r"\d+ lines too many to fit in 1 page", pochette(note, "-o", out).stderr)


@pytest.mark.whole
def test_the_shell_sets_a_note_as_the_page_of_a_print_does(
    note: Path, tmp_path: Path, pages: Callable[[bytes], list[str]]
) -> None:
    out = tmp_path / "out.pdf"
    run = pochette(
        note,
        "-o",
        out,
        "--size",
        "larger",
        "--cover",
        "--no-margin",
        "--no-contents",
        "--addresses",
        "--holes",
        "--paragraph-numbers",
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    order = Order(
        size=TextSize.LARGER,
        cover=True,
        margin=False,
        contents=False,
        addresses=True,
        numbers=True,
        holes=True,
    )
    export_files([note], tmp_path / "same.pdf", order)
    chosen, usual = pages(out.read_bytes()), tmp_path / "usual.pdf"
    assert len(chosen) == len(pages((tmp_path / "same.pdf").read_bytes()))
    export_files([note], usual)
    assert "ANNOTATIONS" in " ".join(pages(usual.read_bytes()))
    assert "ANNOTATIONS" not in " ".join(chosen)
    assert "Le constat" not in chosen[0], "a cover comes first"


@pytest.mark.whole
def test_the_comments_of_a_file_come_along_where_that_is_asked(
    tmp_path: Path, pages: Callable[[bytes], list[str]]
) -> None:
    text = "---\ntheme: Eau\n---\n\n# Eau\n\nLe prix est libre.\n"
    said = (Comment(at=NOON, name="Inès", text="Quelle source ?"),)
    threads = (Thread(quote="libre", place=text.index("libre") + 5, comments=said),)
    source = tmp_path / "note.md"
    source.write_text(with_comments(text, text, threads, "fr"))
    for kind in ("pdf", "html", "txt", "md"):
        for with_them in (True, False):
            out = tmp_path / f"out.{kind}"
            export_files([source], out, Order(to=kind, comments=with_them), printed_at=NOON)
            made = " ".join(pages(out.read_bytes())) if kind == "pdf" else out.read_text()
            assert ("Quelle source" in made) is with_them, kind
            assert ("pochette:comments" in made) is (with_them and kind == "md")
            if kind == "pdf" and with_them:
                assert "Le prix est libre C1" in " ".join(made.split())
    assert take_comments((tmp_path / "out.md").read_text()) == (text, ())


def test_of_many_files_the_bad_ones_are_named_and_the_others_printed(note: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("a " * 200_000)
    run = pochette(tmp_path / "absent.md", tmp_path / "bad.md", note)

    assert run.returncode == 1
    absent, bad, sum_ = run.stderr.splitlines()
    assert absent == f"pochette: {tmp_path / 'absent.md'}: No such file or directory"
    assert bad.startswith(f"pochette: {tmp_path / 'bad.md'}: too much to print (characters)")
    assert sum_ == "pochette: 2 of 3 files could not be printed."
    assert names(tmp_path) == ["bad.md", "note.md", "note.pdf"]


@pytest.mark.first(1)
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--copy", "0:Zoé"], 'expected a copy such as "1:Name"'),
        (["--format", "a5"], "invalid"),
        (["--watermark"], "--watermark takes a text"),
    ],
)
def test_what_the_command_line_means_is_asked_back(options: list[str], said: str, note: Path) -> None:
    run = pochette(note, *options)

    assert run.returncode != 0
    assert said in run.stderr
    assert names(note.parent) == ["note.md"]


def test_a_terminal_sees_how_far_it_is_and_a_file_does_not() -> None:
    shown, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal, Progress(4, terminal) as progress:
        progress.show("a.md")
        progress.advance()
        progress.show("b.md")
        progress.clear()
        said = b""
        while said.count(ERASE) < 3:
            said += os.read(shown, 10_000)
    os.close(shown)
    first, second, after = said.decode().split(ERASE.decode())[1:]
    assert (first, second) == (f"{'░' * 24} 0/4 a.md", f"{'█' * 6}{'░' * 18} 1/4 b.md")
    assert after == ""

    for one, out in ((1, io.StringIO()), (4, io.StringIO())):
        with Progress(one, out) as progress:
            progress.show("a.md")
        assert out.getvalue() == ""


@pytest.mark.whole
def test_each_kind_of_file_becomes_each_other_kind(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(
        "---\ntheme: Santé\n---\n\n# Été\n\nUn **mot** et une note[^1].\n\n[^1]: Ici.\n"
    )
    run = pochette(tmp_path / "note.md", "--to", "docx")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    run = pochette(tmp_path / "note.docx", "--to", "md", "-o", tmp_path / "back.md")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert "# Été\n" in (text := (tmp_path / "back.md").read_text())
    assert "Un **mot** et une note[^1]." in text
    for kind, start in (("odt", b"PK"), ("epub", b"PK"), ("html", b"<!"), ("txt", "Été".encode())):
        export_files([tmp_path / "note.docx"], tmp_path / f"out.{kind}", Order(to=kind), printed_at=NOON)
        assert (tmp_path / f"out.{kind}").read_bytes().startswith(start)
    export_files([tmp_path / "note.docx"], tmp_path / "out.pdf", printed_at=NOON)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_the_pictures_of_a_foreign_file_lie_beside_its_markdown(tmp_path: Path) -> None:
    source = tmp_path / "ma note.odt"
    source.write_bytes((Path(__file__).parents[1] / "office" / "files" / "writer.odt").read_bytes())
    export_files([source], order=Order(to="md"))
    text = (tmp_path / "ma note.md").read_text()
    address = text.partition("![Une gare vue du quai](")[2].partition(")")[0]
    assert (tmp_path / address.replace("%20", " ")).read_bytes().startswith(b"\x89PNG")


def picture(path: Path, kind: str = "PNG") -> None:
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (90, 60), "#b98a55").save(path, kind)


def test_pictures_below_the_folder_of_a_file_are_printed(tmp_path: Path) -> None:
    picture(tmp_path / "un quai.png")
    picture(tmp_path / "plans" / "gare.jpg", "JPEG")
    source = tmp_path / "note.md"
    source.write_text(
        '# T\n\n![Le quai](<un quai.png>)\n\n![Le plan](plans/gare.jpg "Un plan") et ![x](un%20quai.png)\n'
    )
    run = pochette(source, "--strict")

    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    with pikepdf.open(tmp_path / "note.pdf") as pdf:
        drawn = {name for sheet in pdf.pages for name in sheet.Resources.get("/XObject", {})}
        assert len(drawn) == 2
        assert "(<image/" not in pdf.attachments["note.md"].get_file().read_bytes().decode()
    export_files([source], tmp_path / "out.html", Order(to="html"), printed_at=NOON)
    assert (tmp_path / "out.html").read_text().count("data:image/") == 3


@pytest.mark.whole
def test_a_picture_that_cannot_be_taken_is_named_with_its_line(tmp_path: Path) -> None:
    picture(tmp_path / "secret.png")
    folder = tmp_path / "notes"
    picture(folder / "own.png")
    (folder / "out.png").symlink_to(tmp_path / "secret.png")
    (folder / "away").symlink_to(tmp_path)
    (folder / "in.png").symlink_to(folder / "own.png")
    (folder / "text.png").write_text("no picture")
    os.mkfifo(folder / "pipe.png")
    source, below = folder / "note.md", "only pictures below the folder of the file are taken"
    refused = {
        "../secret.png": below,
        "a/../../secret.png": below,
        str(tmp_path / "secret.png"): below,
        "out.png": below,
        "away/secret.png": below,
        "%2e%2e/secret.png": below,
        "absent.png": "No such file or directory",
        "pipe.png": "expected a file with a picture",
        "https://example.org/a.png": "pictures from elsewhere are not fetched",
        "file:///etc/passwd": "pictures from elsewhere are not fetched",
    }
    lines = [f"![x]({address})" for address in [*refused, "text.png", "in.png"]]
    source.write_text("\n".join(["`![x](code.png)`", *lines, "```", "![x](fence.png)", "```"]))

    run = pochette(source)
    said = run.stderr.splitlines()
    assert run.returncode == 0
    assert said[:-1] == [
        f"pochette: {source}: line {number}: {address}: {reason}"
        for number, (address, reason) in enumerate(refused.items(), 2)
    ]
    assert "text.png" in said[-1]
    with pikepdf.open(folder / "note.pdf") as pdf:
        assert sum(len(sheet.Resources.get("/XObject", {})) for sheet in pdf.pages) == 1

    (folder / "note.pdf").unlink()
    run = pochette(source, "--strict")
    assert run.returncode == 1
    assert run.stderr.splitlines()[:-1] == said
    assert "11 pictures of note.md could not be taken" in run.stderr.splitlines()[-1]
    assert not (folder / "note.pdf").exists()


def test_comments_keep_their_passage_where_pictures_get_other_names(tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    text = "# Eau\n\n![x](a.png)\n\nLe prix est libre.\n"
    said = (Comment(at=NOON, name="Inès", text="Quelle source ?"),)
    threads = (Thread(quote="libre", place=text.index("libre") + 5, comments=said),)
    source = tmp_path / "note.md"
    source.write_text(with_comments(text, text, threads, "fr"))

    note = opened(source)

    (place,) = (one.place for one in note.threads)
    assert note.markdown[: place or 0].endswith("libre")


def test_what_only_paper_has_and_what_would_overwrite_its_source_is_refused(note: Path) -> None:
    run = pochette(note, "--to", "docx", "--booklet")
    assert run.returncode == 1
    assert "--format, --size, --copy and the like are for a pdf, not for docx" in run.stderr
    run = pochette(note, "--to", "md")
    assert run.returncode == 1
    assert "would be written over" in run.stderr
    assert names(note.parent) == ["note.md"]


@pytest.mark.parametrize(
    ("name", "begins"),
    [("n.docx", b"PK"), ("n.html", b"<!DOCTYPE"), ("N.TXT", "Là".encode()), ("n", b"%PDF")],
)
def test_the_ending_of_a_name_says_what_is_made(tmp_path: Path, name: str, begins: bytes) -> None:
    source = tmp_path / "a.md"
    source.write_text("Là.\n", "utf-8")
    run = pochette(source, "-o", tmp_path / name)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "n.docx", "--to", "pdf"], "n.docx asks for docx, and --to for pdf"),
        (["-o", "n.docs"], "no form is called .docs: expected .pdf"),
        (["-o", "-", "--copy", "1", "--copy", "2"], "the standard output takes one file"),
        (["-o", "-", "--json"], "the standard output takes one file"),
    ],
)
def test_a_name_that_contradicts_what_is_asked_is_refused(
    note: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    monkeypatch.chdir(note.parent)
    run = pochette(note.name, *options)
    assert run.returncode == 1
    assert said in run.stderr
    assert names(note.parent) == ["note.md"]


def test_a_hyphen_is_the_standard_input_and_output(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(note.parent)
    command = [sys.executable, "-m", "server", "export", "-"]
    for options in (["--to", "txt"], ["--to", "txt", "-o", "-"]):
        run = subprocess.run([*command, *options], input=note.read_bytes(), capture_output=True, check=True)
        assert "petites gares" in run.stdout.decode()
    run = subprocess.run([*command, "-o", "n.txt"], input=note.read_bytes(), capture_output=True, check=True)
    assert run.stdout == b""
    assert names(note.parent) == ["n.txt", "note.md"]


def test_a_terminal_gets_no_pdf(note: Path) -> None:
    shown, theirs = pty.openpty()
    command = [sys.executable, "-m", "server", "export", str(note), "-o", "-"]
    with os.fdopen(theirs, "w") as terminal:
        run = subprocess.run(command, stdout=terminal, stderr=subprocess.PIPE, text=True, check=False)
    os.close(shown)
    assert run.returncode == 1
    assert "a terminal does not show pdf" in run.stderr


def test_without_pandoc_the_shell_names_what_to_install(
    note: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As where the extra is not installed: a package of its name that has no program in it."""
    (tmp_path / "pypandoc").mkdir()
    (tmp_path / "pypandoc" / "__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PATH", "/nowhere")
    run = pochette(note, "--to", "odt")
    assert run.returncode == 1
    assert (
        "Office files need pandoc 3: pip install 'pochette[office]', or apt-get install pandoc" in run.stderr
    )
