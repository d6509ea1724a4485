"""The templates of a note, each with its kind on the card."""

from enum import StrEnum
from importlib.resources import files

from export.languages import text_in


class Template(StrEnum):
    """By the file that holds it."""

    POLICY = "policy"
    SPEAKING = "speaking"
    VISIT = "visit"
    QUESTIONS = "questions"


def template(which: Template, lang: str) -> str:
    """The Markdown of a template, its card at the head, in French where there is none in that language."""
    return text_in(files(__name__), which, lang)
