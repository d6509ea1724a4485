"""A whole briefing note to begin with: fictional, four printed pages, everything the dialect can do."""

from importlib.resources import files

from export.languages import text_in


def sample(lang: str) -> str:
    """The Markdown of the example, in French where there is none in that language."""
    return text_in(files(__name__), "exemple", lang)
