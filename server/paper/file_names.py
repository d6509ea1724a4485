"""File names of prints and files: the title of the note, else its first words."""

from crdt.title import first_words
from export.note.brief import Brief
from export.note.labels import labels


def file_title(brief: Brief) -> str:
    if brief.title != labels(brief.lang)["untitled"]:
        return brief.title
    return first_words(brief.body) or brief.title
