"""The words of the interface, as the front end has them."""

from pathlib import Path

from server.text.words import read_words

WORDS = read_words(Path(__file__).parents[3] / "web" / "words")
