"""Statuses as people type them behind `statut:`: by a whole name, by one word of it, in each language."""

import re

from export.languages import LANGUAGES
from export.note.card import Status
from server.search.rules.folding import fold


def status_of(typed: str) -> Status | None:
    """None where it says none, or may be two: `à relire`, `à-relire`, `relire` and `to review` are one."""
    said = _folded(typed)
    meant = {status for name, status in _names() if said == name or said in name.split()}
    return meant.pop() if len(meant) == 1 else None


def begins_a_status(typed: str) -> bool:
    said = _folded(typed)
    return any(part.startswith(said) for name, _ in _names() for part in (name, *name.split()))


def _names() -> list[tuple[str, Status]]:
    told = [(language.status[one], one) for language in LANGUAGES.values() for one in Status]
    return [(_folded(name), status) for name, status in (*told, *((one.value, one) for one in Status))]


def _folded(name: str) -> str:
    return " ".join(filter(None, map(fold, re.split(r"[\s_-]+", name))))
