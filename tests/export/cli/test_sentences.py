"""What `pochette export` says on an error, in the language of the locale, with the place."""

import os
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest

from export.cli.sentences import locale_language, reason
from export.errors import BadCard, Busy, Failed, MissingLibrary, MissingPandoc, TooLong, TooMuch, Unreadable
from export.languages import language_of

FRENCH = language_of("fr").command
PARAMS: dict[str, str | int] = {"ending": "xyz", "known": ".md", "limit": 7, "count": 9, "seconds": 20}
# Words of the English sentences that no French one has.
ENGLISH = re.compile(r"\b(the|file|could not|cannot|of|is|larger|expected|taken|line)\b")


def pochette(*arguments: object, lang: str) -> list[str]:
    """What it says on the error output, where it fails."""
    command = [sys.executable, "-m", "server", "export", *map(str, arguments)]
    known = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, env=known | {"LANG": lang}
    )
    assert run.returncode == 1, run.stderr
    return run.stderr.splitlines()


@pytest.mark.parametrize("key", sorted(FRENCH))
def test_each_sentence_is_french_and_can_be_filled(key: str) -> None:
    places = {name for _, name, _, _ in string.Formatter().parse(FRENCH[key]) if name}
    said = FRENCH[key].format(**dict.fromkeys(places, "7"))
    assert not re.search(
        r"[ \w][:;!?](\s|$)", said.replace("\u00a0:", "").replace("\u202f;", "").replace(" ;", "")
    ), said
    assert not ENGLISH.search(re.sub(r"--\S+|apt-get.*|pip install.*", "", said)), said


@pytest.mark.parametrize(
    "error",
    [
        *(TooMuch(key, PARAMS) for key in FRENCH if key.startswith("export.too-much.")),
        *(Unreadable(key, PARAMS) for key in FRENCH if key.startswith("files.")),
        BadCard(3, "expected lines of the form `name: value`", "card.lines"),
        *(Busy(3), Failed("status 3"), MissingLibrary(), MissingPandoc(), TooLong(20)),
        *(OSError(number, os.strerror(number), "x.md") for number in (2, 13, 28, 36)),
    ],
    ids=lambda error: getattr(error, "key", str(error)),
)
def test_each_error_has_a_french_sentence(error: Exception) -> None:
    said = reason(error, "fr")
    assert said != reason(error, "")
    assert "{" not in said
    assert not ENGLISH.search(re.sub(r"apt-get.*|pip install.*", "", said)), said


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C.UTF-8"}, ""),
        ({"LC_MESSAGES": "fr_CA", "LANG": "en_US.UTF-8"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, ""),
        ({"LANG": "en_GB.UTF-8"}, ""),
        ({}, ""),
    ],
)
def test_the_locale_says_the_language(environment: dict[str, str], lang: str) -> None:
    assert locale_language(environment) == lang


@pytest.mark.whole
def test_file_and_line_are_named_in_both_languages(tmp_path: Path) -> None:
    note, card, far = tmp_path / "note.md", tmp_path / "card.md", tmp_path / "absent" / "x.pdf"
    note.write_text("# T\n\nUn texte.\n\n![x](absent.png) ![x](https://example.org/x.png)\n")
    card.write_text("---\ntitre: T\nauteurs:\n  a: b\n---\n")

    assert pochette(note, "--strict", lang="fr_FR.UTF-8") == [
        f"pochette: {note}: ligne 5: absent.png: Aucun fichier ni dossier de ce nom.",
        f"pochette: {note}: ligne 5: https://example.org/x.png: les images d’ailleurs ne sont pas prises",
        f"pochette: {note}: 2 images de note.md n’ont pas pu être prises.",
    ]
    assert pochette(note, card, tmp_path / "n.md", "--strict", lang="en_GB.UTF-8") == [
        f"pochette: {note}: line 5: absent.png: No such file or directory",
        f"pochette: {note}: line 5: https://example.org/x.png: pictures from elsewhere are not fetched",
        f"pochette: {note}: 2 pictures of note.md could not be taken",
        f"pochette: {card}: the card of the note, line 1: 'auteurs': expected a text or a list of texts",
        f"pochette: {tmp_path / 'n.md'}: No such file or directory",
        "pochette: 3 of 3 files could not be printed.",
    ]
    (said,) = pochette(card, lang="fr_FR.UTF-8")
    assert said.startswith(f"pochette: {card}: La fiche en tête de la note ne peut pas être lue, ligne 1")
    note.write_text("# T\n")
    assert pochette(note, "-o", far, lang="fr_FR.UTF-8") == [
        f"pochette: {note}: {far.parent}: Aucun fichier ni dossier de ce nom."
    ]
