"""Scripts: the packages of faces for those that ours do not have, and a word about signs that no face has.

`pochette[fonts]` brings the packages, all under the SIL Open Font License. They are named here, so that no
other package that happens to be installed changes a print.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from export.languages import language_of
from export.note.labels import labels
from export.note.typography import typeset

PACKAGES: Final = (
    "fontpkg_noto_sans_arabic",
    "fontpkg_heebo",
    "fontpkg_noto_sans_devanagari",
    "fontpkg_noto_sans_thai",
    "fontpkg_noto_sans_khmer",
    "fontpkg_noto_sans_tamil",
    "noto_cjk_sans_otc",
)
# One sign of each script that the packages bring, by its English name.
SAMPLES: Final = {
    "Arabic": "ب",
    "Hebrew": "א",
    "Chinese and Japanese": "漢",
    "Korean": "한",
    "Devanagari": "ह",
    "Thai": "ก",
    "Khmer": "ក",
    "Tamil": "த",
}
_ENDINGS = frozenset({".ttf", ".otf", ".ttc"})
# Japanese writes with three scripts, and one face has them all.
_SAME = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "IDEOGRAPHIC": "CJK", "FULLWIDTH": "CJK"}
# Our faces have what comes before.
_FIRST_SUSPECT = "\u0250"
_MOST_SAID = 8


def files_of_packages(names: Iterable[str] = PACKAGES) -> Iterator[Path]:
    """The faces of those that are installed."""
    for name in names:
        spec = find_spec(name)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            yield from sorted(path for path in Path(folder).rglob("*") if path.suffix.lower() in _ENDINGS)


def suspects(root: Any) -> frozenset[str]:
    """The signs of a page that our faces may not have."""
    return frozenset(sign for text in root.itertext() for sign in text if sign >= _FIRST_SUSPECT)


def said(signs: Iterable[str], lang: str) -> str:
    """The sentence about it, for the person who prints; no sheet says it."""
    return typeset(labels(lang)["no-face"].format(signs=", ".join(named(signs, lang))), lang)


def named(signs: Iterable[str], lang: str) -> list[str]:
    """Scripts by name, other signs by code point; a few of many."""
    known = language_of(lang).scripts
    found = dict.fromkeys(known.get(script_of(sign), f"U+{ord(sign):04X}") for sign in sorted(signs))
    names = sorted(found, key=lambda name: (name.startswith("U+"), name))
    return names if len(names) <= _MOST_SAID else [*names[:_MOST_SAID], "…"]


def script_of(sign: str) -> str:
    """`THAI`, `DEVANAGARI`: the first word of its name in Unicode."""
    first = unicodedata.name(sign, "").partition(" ")[0]
    return _SAME.get(first, first)
