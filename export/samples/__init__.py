"""A whole briefing note to begin with: fictional, four printed pages, everything the dialect can do."""

from importlib.resources import files

from export.note.labels import is_english


def sample(lang: str) -> str:
    """The Markdown of the example, in French unless `lang` is English."""
    name = "exemple.en.md" if is_english(lang) else "exemple.fr.md"
    return (files("export") / "samples" / name).read_text("utf-8")
