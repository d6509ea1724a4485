"""Sheets and laws become notes in Markdown with headings, lists and tables, none too short or too long."""

import json
from pathlib import Path
from typing import Any

from tests.tools.bench.search import laws, sheets
from tests.tools.bench.search.library import made
from tests.tools.bench.search.texts import FEWEST_WORDS, Section, Text, notes

LONG = "Le loyer est payé chaque mois par le locataire. " * 20


def element(name: str, *children: Any) -> dict[str, Any]:
    inner = [{"type": "text", "text": child} if isinstance(child, str) else child for child in children]
    return {"type": "element", "name": name, "children": inner}


def test_a_sheet_becomes_notes_in_markdown(tmp_path: Path) -> None:
    (tmp_path / "data" / "particuliers").mkdir(parents=True)
    item = element("Item", element("Paragraphe", "un dépôt\nde garantie,"))
    table = element(
        "Tableau",
        element("Rangée", element("Cellule", element("Paragraphe", "Zone")), element("Cellule", "Mois")),
        element("Rangée", element("Cellule", element("Paragraphe", "Tendue"))),
    )
    chapter = element(
        "Chapitre",
        element("Titre", element("Paragraphe", "Dépôt de garantie")),
        element("Paragraphe", LONG, element("MiseEnEvidence", "Attention "), "au délai."),
        element("Liste", item),
        table,
        element("ANoter", element("Titre", "À noter"), element("Paragraphe", "le bail peut être verbal.")),
    )
    sheet = element(
        "Publication",
        element("dc:title", "Bail d'habitation"),
        element("dc:subject", "Logement, Droit"),
        element("OuSAdresser", element("Titre", "Mairie")),
        element("Texte", chapter),
    )
    path = tmp_path / "data" / "particuliers" / "F1.json"
    path.write_text(json.dumps({"id": "F1", "children": [sheet]}), "utf-8")
    (note,) = sheets.read(tmp_path)
    assert (note.title, note.theme) == ("Bail d'habitation : dépôt de garantie", "Logement")
    assert note.markdown.startswith("# Bail d'habitation : dépôt de garantie\n\nLe loyer")
    assert "**Attention** au délai." in note.markdown
    assert "\n\n- un dépôt de garantie,\n\n" in note.markdown
    assert "| Zone | Mois |\n| --- | --- |\n| Tendue |  |" in note.markdown
    assert note.markdown.endswith("> **À noter.** le bail peut être verbal.\n")
    assert "Mairie" not in note.markdown


def test_articles_are_sections_of_their_chapter(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    articles = [
        {"type": "article", "data": {"num": f"L{number}", "texte": LONG + "\n\nSuite."}} for number in (1, 2)
    ]
    chapter = {"type": "section", "data": {"title": "Chapitre I : Du bail.\r\n"}, "children": articles}
    code = {"type": "code", "data": {"title": "Code du travail."}, "children": [chapter]}
    (tmp_path / "data" / "LEGITEXT1.json").write_text(json.dumps(code), "utf-8")
    (note,) = laws.read(tmp_path)
    assert (note.title, note.theme) == ("Chapitre I : Du bail : article L1", "Code du travail")
    assert "\n\n## Article L2\n\n" in note.markdown


def test_long_texts_are_cut_and_short_ones_dropped() -> None:
    sections = [Section(f"Titre {number}", (LONG, LONG)) for number in range(5)]
    cut = list(notes("Loyer", "Logement", [*sections, Section("Fin", ("Court.",))]))
    assert [note.title for note in cut] == [f"Loyer : titre {number}" for number in range(5)]
    assert all(note.words >= FEWEST_WORDS for note in cut)


def test_as_many_more_are_made_as_are_asked_and_always_the_same() -> None:
    texts = [Text(f"Note {n}", "Travail", f"# Note {n}\n\n{LONG}\n\nFin {n}.\n") for n in range(4)]
    assert list(made(texts, 30)) == list(made(texts, 30))
    assert len({text.title for text in made(texts, 30)}) == 30
