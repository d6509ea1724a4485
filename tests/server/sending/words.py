"""The words of the interface, as the front end has them."""

import json
from pathlib import Path

from server.http.words import Lang, Words

_FOLDER = Path(__file__).parents[3] / "web" / "words"
WORDS = {lang: Words(lang, json.loads((_FOLDER / f"{lang}.json").read_text("utf-8"))) for lang in Lang}
