"""An error of a request body points to the field that is to blame (RFC 6901), beside code and sentence."""

from typing import Any

from tests.conftest import Client
from tests.server.pochettes import make_folder
from tests.server.visits import make

CASES: list[tuple[str, str, dict[str, Any], str, str]] = [
    ("PUT", "/api/visitor", {"name": ""}, "bad_name", "/name"),
    ("POST", "/api/notes", {"title": "a\nb"}, "bad_title", "/title"),
    ("POST", "/api/notes", {"markdown": 1}, "bad_markdown", "/markdown"),
    ("POST", "/api/notes", {"a/b": 1}, "unknown_field", "/a~1b"),
    ("PUT", "{note}/card", {"theme": "a", "authors": 1}, "bad_card_authors", "/authors"),
    ("PUT", "{note}/card", {"authors": ["a", "b" * 200]}, "bad_card_text", "/authors/1"),
    ("PUT", "{note}/card", {"status": "no"}, "bad_card_status", "/status"),
    ("POST", "{note}/links", {"role": "no"}, "bad_link", "/role"),
    ("POST", "{note}/links", {"role": "read", "expires_at": "soon"}, "bad_link", "/expires_at"),
    ("POST", "{note}/links", {"role": "read", "password": "a"}, "bad_password", "/password"),
    ("POST", "{note}/links", {"role": "print", "size": "no"}, "bad_setting", "/size"),
    ("POST", "{note}/links", {"role": "print", "margin": "no"}, "bad_setting", "/margin"),
    ("POST", "{note}/editions", {"text": "no"}, "bad_edition", "/text"),
    ("POST", "{note}/editions", {"format": "no"}, "bad_edition", "/format"),
    ("POST", "{note}/editions", {"recipient": 1}, "bad_card_text", "/recipient"),
    ("POST", "{note}/editions", {"copy": 0}, "bad_link", "/copy"),
    ("POST", "{note}/versions", {"name": 1}, "bad_card_text", "/name"),
    ("POST", "{note}/versions", {"name": "a", "epoch": 0, "moment": "no"}, "bad_moment", "/moment"),
    ("POST", "{note}/versions", {"name": "a", "moment": 1}, "bad_moment", "/epoch"),
    ("POST", "{note}/restore", {"epoch": 0, "seq": "no", "text": ""}, "bad_restore", "/seq"),
    ("POST", "{note}/restore", {"epoch": 0, "seq": 0, "text": 1}, "bad_markdown", "/text"),
    ("POST", "{note}/erasures", {"text": "a"}, "short_passage", "/text"),
    ("POST", "{note}/erasures", {"ranges": [[1, 0, 1], [1, 0]]}, "bad_passage", "/ranges/1"),
    ("POST", "{note}/erasures", {"pictures": ["a", 1]}, "bad_passage", "/pictures"),
    ("POST", "{note}/comments", {"text": ""}, "bad_comment", "/text"),
    (
        "POST",
        "{note}/comments",
        {"text": "a", "first": [1, 0], "last": 1, "quote": "b"},
        "bad_comment",
        "/last",
    ),
    ("PUT", "{folder}/folder", {"day": "no"}, "bad_day", "/day"),
    ("PUT", "{folder}/folder", {"format": "no"}, "bad_format", "/format"),
    ("PUT", "{folder}/folder", {"cover": 1}, "bad_flag", "/cover"),
    ("PUT", "{folder}/folder", {"agenda": ["a", 1]}, "bad_card_text", "/agenda/1"),
    ("POST", "{folder}/notes", {"notes": 1}, "bad_list", "/notes"),
    ("POST", "{folder}/notes", {"links": ["https://example.org/"]}, "bad_note_link", "/links/0"),
    ("PUT", "{folder}/notes", {"order": 1}, "bad_list", "/order"),
    ("POST", "{folder}/editions", {"copy": 99}, "bad_link", "/copy"),
    ("POST", "/trash", {"note": "{id}", "do": "no"}, "bad_request", "/do"),
]


async def test_each_field_that_is_refused_is_pointed_to(client: Client) -> None:
    note, folder = await make(client, markdown="Un mot."), await make_folder(client)
    gone = await make(client, headers=note.cookie)
    await client.post(f"{gone.edit}/trash", json={}, headers=note.cookie)
    heard = []
    for method, address, wish, _, _ in CASES:
        path = address.format(note=note.edit, folder=folder.edit)
        body = {name: gone.id if value == "{id}" else value for name, value in wish.items()}
        answer = await client.request(method, path, json=body, headers=note.cookie)
        error = (await answer.json())["error"]
        heard.append((method, address, wish, error["code"], error.get("pointer")))
    assert heard == CASES


async def test_what_no_field_is_to_blame_for_has_no_pointer(client: Client) -> None:
    answer = await client.post("/api/notes", data=b"[]", headers={"Content-Type": "application/json"})
    assert (await answer.json())["error"].keys() == {"code", "message"}
