"""What a body says: by the method and the end of an address, for a place and what has a name there."""

from base64 import b64decode
from collections.abc import Mapping
from typing import Final

PNG: Final = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

Wishes = dict[str, dict[str, object]]


def wishes_of(kind: str, id_: str, parts: Mapping[str, str]) -> Wishes:
    """By "METHOD /end"; what is not in it says nothing."""
    match kind:
        case "n":
            return _of_any(id_, parts) | _OF_NOTES
        case "p":
            return _of_any(id_, parts) | _OF_FOLDERS
        case "c":
            return _of_any(id_, parts) | _of_binders(parts)
        case _:
            return _below_no_link(id_)


def _of_any(id_: str, parts: Mapping[str, str]) -> Wishes:
    return {
        "POST /links": {"role": "read", "label": "Neuf"},
        "PUT /links/{link}": {"label": "Autre"},
        "POST /links/{link}/carry": {"hours": "24"},
        "POST /access": {"name": "Léa"},
        "POST /requests/{request}": {"role": "read"},
        "POST /given/{visitor}/end": {"of": id_},
        "POST /mail": {"to": ["m@example.org"], "gives": "read"},
        "POST /manage/give": {"visitor": parts.get("visitor", "x"), "keep": "1"},
    }


_OF_NOTES: Final[Wishes] = {
    "PUT /card": {"theme": "Santé"},
    "POST /versions": {"name": "Deux"},
    "POST /comments": {"text": "Vu."},
    "PUT /comments/{comment}": {"text": "Relu."},
    "PUT /threads/{thread}": {"state": "resolved"},
    "PUT /passages": {"passages": []},
    "POST /erasures": {"text": "Douze millions"},
    "POST /read": {"do": "read"},
}
_OF_FOLDERS: Final[Wishes] = {
    "PUT /folder": {"title": "Jeudi"},
    "POST /notes": {"notes": []},
    "PUT /notes": {"order": []},
    "PUT /notes/{item}": {"colour": 3},
    "POST /notes/{item}/read": {"do": "read"},
}


def _of_binders(parts: Mapping[str, str]) -> Wishes:
    notes = {"notes": [parts["note"]]} if "note" in parts else {"notes": []}
    return {
        "PUT /binder": {"name": "Autre"},
        "POST /binder": {"name": "Autre"},
        "POST /arrival": {"name": "Nadia"},
        "POST /notes": {"markdown": "# Neuve\n"},
        "POST /notes/card": {**notes, "theme": "Santé"},
        "POST /notes/title": {"note": parts.get("note", "x"), "title": "Autre"},
        "POST /themes": {"from": "Eau", "to": "Santé"},
        "POST /notes/archive": {**notes},
        "POST /notes/unarchive": {**notes},
        "POST /notes/trash": {**notes},
        "POST /notes/restore": {**notes},
        "POST /folders": {"title": "Jeudi"},
        "POST /put": {**notes},
        "POST /take-out": {**notes},
        "POST /archive": {"note": parts.get("note", "x")},
        "POST /trash": {"note": parts.get("note", "x"), "do": "restore"},
        "POST /delete": {"name": "Programme"},
        "POST /lists": {"name": "Presse", "addresses": ["b@example.org"]},
        "POST /lists/{list}": {"name": "Presse", "addresses": ["b@example.org"]},
        "POST /left-out": {**notes},
    }


def _below_no_link(note: str) -> Wishes:
    return {
        "PUT /api/visitor": {"name": "Zoé"},
        "POST /api/notes": {"markdown": "# Eau\n"},
        "POST /api/folders": {"title": "Jeudi"},
        "POST /folders": {"day": "2026-11-03"},
        "POST /api/binders": {"name": "Débats"},
        "POST /binders": {"name": "Débats"},
        "POST /binders/new": {"name": "Débats"},
        "POST /api/search": {"q": "loyers"},
        "POST /search": {"q": "loyers"},
        "POST /trash": {"note": note, "do": "restore"},
        "POST /devices/add": {"code": "aaaa-bbbb"},
        "POST /devices/add/{code}": {"do": "open"},
        "POST /recovery": {"code": "aaaaa-bbbbb-ccccc"},
        "POST /team": {"passphrase": "le pont neuf à minuit"},
        "POST /binders/choices": {"notes": [note]},
    }
