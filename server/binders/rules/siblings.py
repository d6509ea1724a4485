"""Titles that a few words find, and themes in one spelling, beside a note in its classeur."""

from collections.abc import Mapping, Sequence

from export.languages.folding import fold_line, sort_key
from server.ids import DeviceId, NoteId
from server.storage import Db, siblings


def beside(
    db: Db, note: NoteId, device: DeviceId | None, query: str, *, proof: str, now: int
) -> tuple[bool, list[tuple[NoteId, str]]]:
    """Whether a classeur holds the note, and the notes to link to.

    Folded where they are read, outside the event loop: a device may hold thousands.
    """
    is_in, found = siblings.titles(db, note, device, proof=proof, now=now)
    return is_in, matching(found, query)


def matching(found: Sequence[tuple[NoteId, str]], query: str) -> list[tuple[NoteId, str]]:
    """Titles with every word of the query; before others those that begin with it."""
    words, whole = fold_line(query).split(), fold_line(query)
    hits = [(fold_line(title), (id_, title)) for id_, title in found if title]
    kept = [(title, one) for title, one in hits if all(word in title for word in words)]
    kept.sort(key=lambda hit: (not hit[0].startswith(whole), hit[0]))
    return [one for _, one in kept]


def one_spelling(found: Mapping[str, int]) -> list[str]:
    """Of themes that differ in case, accents or spaces alone, the one that is used most; by the alphabet."""
    best: dict[str, str] = {}
    for theme in sorted(found, key=lambda theme: (-found[theme], sort_key(theme))):
        best.setdefault(fold_line(theme), theme)
    return sorted(best.values(), key=sort_key)
