"""Our Word and Writer files in another's hands: LibreOffice opens each and saves it as the other kind."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from export.dialect.tokens import tree
from export.note.brief import Brief
from export.note.uploaded_picture import redrawn
from export.office.into import Brought, read_file
from export.office.out import office
from export.samples import sample
from tests.export.wide_notes import WideAuthor

Read = Callable[..., Brief]

_SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(_SOFFICE is None, reason="LibreOffice (soffice) is not installed here")
_DARK = 80
_WITHIN_A_LINE = re.compile(r"[^\S\n]|\u2060")
_CARD = """---
type: Fiche
thème: Transports
statut: Relue
destinataire: Mme D.
diffusion: Interne
chapeau: Ce que coûte une gare.
auteurs: [Awa Diop, Jean Martin]
---
"""


def converted(folder: Path, *files: Path, to: str) -> list[Path]:
    """What LibreOffice saves under another ending; it needs a profile of its own and no screen."""
    assert _SOFFICE is not None
    out = folder / f"as-{to}"
    subprocess.run(
        [
            _SOFFICE,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", to, "--outdir", str(out), *map(str, files)),
        ],
        check=True,
        capture_output=True,
        timeout=100,
    )
    return [out / f"{file.stem}.{to}" for file in files]


def came(path: Path) -> Brought:
    return read_file(path.name, path.read_bytes())


def test_what_leaves_is_still_there_after_libreoffice_has_saved_it(brief: Read, tmp_path: Path) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (900, 400), "#b98a55").save(drawn, "PNG")
    picture = redrawn(drawn.getvalue())
    text = (
        f'{_CARD}{sample("fr")}\n## Une image\n\n![Une gare](image/{picture.id} "La gare de Vierzon")\n\n'
        "1. un\n2. deux\n   - dedans\n   - encore\n3. trois\n   1. un a\n   2. un b\n   3. un c\n"
    )
    left = replace(brief(text), images={picture.id: picture.content})
    for kind in ("docx", "odt"):
        (tmp_path / f"{kind}-first.{kind}").write_bytes(office(kind, left))
    both = (tmp_path / "odt-first.odt", tmp_path / "docx-first.docx")
    saved = [*converted(tmp_path, *both, to="docx"), *converted(tmp_path, *both, to="odt")]
    headings = [line for line in left.body.split("\n") if line.startswith("#")]
    tasks = re.findall(r"^- \[[ x]\] \w+", left.body, re.MULTILINE)

    for file in saved:
        brought = came(file)
        markdown = brought.markdown
        back = brief(markdown)
        for field in ("title", "kind", "theme", "status", "audience", "classification", "deck", "authors"):
            assert getattr(back, field) == getattr(left, field), field
        assert re.findall(r"^- \[[ x]\] \w+", markdown, re.MULTILINE) == tasks
        assert [line for line in back.body.split("\n") if line.startswith("#")] == headings
        assert markdown.count("\n[^") == 4
        assert markdown.count("\n| -- |") + markdown.count("\n| --: |") + markdown.count("\n| :--") == 3
        assert "\n```graphique " in markdown
        assert "\nTable: Coût moyen par an sur la durée du plan, en euros constants.\n" in markdown
        for kind in ("retenir", "chiffres", "vigilance", "langage", "riposte", "contexte"):
            assert f"\n::: {kind}" in markdown, kind
        assert "\n- **Le coût net** est de 46 M€" in markdown
        assert "\n1. **L’horaire.** " in markdown
        assert "\n   - dedans\n   - encore\n3. trois\n   1. un a\n   2. un b\n   3. un c\n" in markdown
        assert "\n> Le quai est à deux cents mètres" in markdown
        assert "\n>\n> — Aide-soignante, réunion publique" in markdown
        assert "\n: La région, seule, et jamais les communes." in markdown
        (kept,) = brought.pictures
        assert f'\n![Une gare](image/{kept} "La gare de Vierzon")\n' in markdown
        assert "<https://example.org/gares>" in markdown or "](https://example.org/gares)" in markdown


def test_quotations_in_a_row_are_still_two_after_libreoffice_has_saved_them(
    brief: Read, tmp_path: Path
) -> None:
    quoted = "> Deux, a.\n>\n> Deux, b.\n\n> Trois.\n\n> Quatre.\n>\n> — Une élue"
    note = brief(f"# Dits\n\n{quoted}\n\nFin.\n")
    files = []
    for kind in ("docx", "odt"):
        files.append(tmp_path / f"from-{kind}.{kind}")
        files[-1].write_bytes(office(kind, note))

    for kind in ("docx", "odt"):
        for path in converted(tmp_path / kind, *files, to=kind):
            assert quoted in came(path).markdown, (kind, path)


def test_a_picture_is_no_wider_than_the_text(brief: Read, tmp_path: Path) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (1900, 300), "#1d4ed8").save(drawn, "PNG")
    picture = redrawn(drawn.getvalue())
    note = replace(brief(f"![Un trait](image/{picture.id})\n"), images={picture.id: picture.content})
    for kind in ("docx", "odt"):
        (tmp_path / f"{kind}.{kind}").write_bytes(office(kind, note))
    for pdf in converted(tmp_path, tmp_path / "docx.docx", tmp_path / "odt.odt", to="pdf"):
        with pypdfium2.PdfDocument(pdf) as document:
            page = document[0].render(scale=25.4 / 72).to_pil().convert("RGB")
        box = page.split()[0].point(lambda red: 255 if red < _DARK else 0).getbbox()
        # One pixel is a millimetre: 25 of margin, and at most 150 of text.
        assert box is not None
        assert 23 <= box[0] < box[2] <= 177


def test_no_number_of_a_table_is_cut_whatever_face_stands_in(brief: Read, tmp_path: Path) -> None:
    """Lines of a page as they are seen: a number that is cut or torn is in none of them.

    Spaces do not count, since a face without the narrow one leaves a gap that is read as none.
    """
    # Writer has no tables in items of lists.
    wide = [text for seed in range(6) if "\n  |" not in (text := WideAuthor(seed).note())]
    texts = [sample("fr"), *wide[:2]]
    files: list[tuple[Path, set[str]]] = []
    for number, text in enumerate(texts):
        note = brief(text)
        for kind in ("docx", "odt"):
            path = tmp_path / f"{kind}-{number}.{kind}"
            path.write_bytes(office(kind, note))
            files.append((path, numbers_in_cells(note)))
    drawn = converted(tmp_path, *(path for path, _ in files), to="pdf")

    for pdf, (_, numbers) in zip(drawn, files, strict=True):
        run = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
        said = _WITHIN_A_LINE.sub("", run.stdout)
        assert [number for number in numbers if _WITHIN_A_LINE.sub("", number) not in said] == [], pdf.name


def numbers_in_cells(note: Brief) -> set[str]:
    """What no line of a cell may end in."""
    found: set[str] = set()
    waiting = [(node, False) for node in tree(note.body, lang=note.lang, origin=None).blocks]
    for node, is_cell in waiting:
        if node.type == "text" and is_cell:
            found |= {piece for piece in node.content.split(" ") if re.search(r"\d", piece)}
        waiting += [(child, is_cell or node.type in {"td", "th"}) for child in node.children]
    return {piece for piece in found if not re.search("://|@", piece)}
