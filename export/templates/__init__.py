"""The templates of a note: what each kind usually holds, its kind on the card, in two languages."""

from enum import StrEnum
from importlib.resources import files

from export.note.labels import is_english


class Template(StrEnum):
    """By the file that holds it."""

    POLICY = "policy"
    SPEAKING = "speaking"
    VISIT = "visit"
    QUESTIONS = "questions"


def template(which: Template, lang: str) -> str:
    """The Markdown of a template, its card at the head, in French unless `lang` is English."""
    name = f"{which}.en.md" if is_english(lang) else f"{which}.fr.md"
    return (files("export") / "templates" / name).read_text("utf-8")
