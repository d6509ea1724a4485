"""The French guide, a note a paragraph: each question finds the notes that hold its words, and no other one.

Regular expressions that know no stem say what is expected. `tests.tools.bench.search.recall` asks two hundred
such questions of thousands of notes.
"""

import asyncio
import re
import unicodedata
from pathlib import Path
from typing import Any, Final

from tests.conftest import Client
from tests.server.binders.binders import Team, began

_GUIDE: Final = Path(__file__).parents[3] / "docs" / "guide" / "fr.md"
_FEWEST_WORDS: Final = 12
_PATIENCE_S: Final = 20
_IN_ALL: Final = "paragraphe"
_IN_NONE: Final = "hippopotame"

# A question, and a regular expression for each of its words.
_QUESTIONS: Final = {
    "liens": ["liens?"],
    "LIEN": ["liens?"],
    "feuille imprimée": ["feuilles?", "imprimee?s?"],
    "mot de passe": ["mots?", "passes?"],
    "classeur équipe": ["classeurs?", "equipes?"],
    "notes d'un classeur": ["notes?", "classeurs?"],
    "personnes": ["personnes?"],
    "commentaires": ["commentaires?"],
    "ecran": ["ecrans?"],
    "statut relue": ["statuts?", "relue?s?"],
    "tableau cellule": ["tableaux?", "cellules?"],
    "appareils": ["appareils?"],
    "derniers": ["derni(er|ere)s?"],
    "nouvelle": ["nouve(au|l|lle|aux|lles)"],
    "premières": ["premi(er|ere)s?"],
    "l’adresse": ["adresses?"],
    "fichier Word": ["fichiers?", "word"],
    "numéro de page": ["numeros?", "pages?"],
    "sans réseau": ["sans", "reseaux?"],
    "corbeille": ["corbeilles?"],
    "QR": ["qr"],
    "image légende": ["images?", "legendes?"],
    "pochette du jour": ["pochettes?", "jours?"],
    "effacé": ["effacee?s?"],
    "navigateur": ["navigateurs?"],
    "30 jours": ["30", "jours?"],
    _IN_NONE: ["hippopotames?"],
    # Not finished: what begins so counts too.
    "impr…": ["impr\\w*"],
    "note class…": ["notes?", "class\\w*"],
    "télé…": ["tele\\w*"],
    # Left out.
    "lien -classeur": ["liens?", "!classeurs?"],
}


async def test_questions_find_the_paragraphs_of_the_guide_that_hold_their_words(client: Client) -> None:
    team = await began(client)
    paragraphs = _paragraphs()
    texts = {await team.note(text): _folded(text) for text in paragraphs}
    assert len(texts) > 60
    await _until_indexed(team, len(texts))
    wrong = {}
    for typed, signs in _QUESTIONS.items():
        expected = {note for note, text in texts.items() if all(_is_in(text, sign) for sign in signs)}
        assert bool(expected) is (typed != _IN_NONE), typed
        # A space says that the last word is finished.
        found = await _found(team, typed.removesuffix("…") if typed.endswith("…") else f"{typed} ")
        if found != expected:
            wrong[typed] = {note: texts[note] for note in found ^ expected}
    assert not wrong


def _paragraphs() -> list[str]:
    blocks = re.split(r"\n\n+|\n(?=- )", _GUIDE.read_text("utf-8"))
    long = (block for block in blocks if len(block.split()) >= _FEWEST_WORDS and not block.startswith("|"))
    return [f"{block}\n\n{_IN_ALL}" for block in dict.fromkeys(long)]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower().replace("œ", "oe").replace("’", "'"))
    return " ".join("".join(one for one in plain if not unicodedata.combining(one)).split())


def _is_in(text: str, sign: str) -> bool:
    is_there = bool(re.search(rf"\b(?:{sign.removeprefix('!')})\b", text))
    return is_there is not sign.startswith("!")


async def _found(team: Team, q: str) -> set[str]:
    notes: set[str] = set()
    after: int | None = 0
    while after is not None:
        told = await _ask(team, q, after=after)
        notes |= {one["note"] for one in told["results"]}
        after = told["next"]
    return notes


async def _ask(team: Team, q: str, **wish: Any) -> dict[str, Any]:
    answer = await team.client.post("/api/search", json={"q": q, **wish}, headers=team.cookie)
    assert answer.status == 200, await answer.text()
    told: dict[str, Any] = await answer.json()
    return told


async def _until_indexed(team: Team, many: int) -> None:
    """Return once a word that all notes have is found in so many."""
    async with asyncio.timeout(_PATIENCE_S):
        while (await _ask(team, f"{_IN_ALL} "))["notes"] < many:  # noqa: ASYNC110 - as a person asks again
            await asyncio.sleep(0.2)
