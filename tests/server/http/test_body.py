"""What a request brings is text that UTF-8 and every database can hold, or it is refused with its place."""

import json

import pytest

from tests.conftest import Client
from tests.server.visits import make

BAD = ["\0", "a\0b", "\ud83d", "\udc00 et la suite"]


@pytest.mark.parametrize("bad", BAD)
async def test_what_is_no_text_is_refused_with_a_pointer_to_its_field(client: Client, bad: str) -> None:
    made = await make(client, markdown="Un mot. Un autre mot.")
    asks = [
        ("PUT", "/api/visitor", {"name": bad}, "/name"),
        ("POST", "/api/notes", {"title": "a", "markdown": bad}, "/markdown"),
        ("POST", f"{made.edit}/comments", {"text": bad, "quote": "mot"}, "/text"),
        ("POST", f"{made.edit}/erasures", {"text": bad, "pictures": []}, "/text"),
        ("POST", f"{made.edit}/erasures", {"pictures": ["a", bad]}, "/pictures/1"),
        ("POST", f"{made.edit}/erasures", {"text": {"a/b": [bad]}}, "/text/a~1b/0"),
        ("POST", f"{made.edit}/links", {"role": "read", "label": bad}, "/label"),
    ]
    for method, path, wish, pointer in asks:
        body = json.dumps(wish).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json", **made.cookie}
        answer = await client.request(method, path, data=body, headers=headers)
        told = await answer.json()
        assert (answer.status, told["error"].get("code"), told["error"].get("pointer")) == (
            400,
            "bad_text",
            pointer,
        ), (path, told)


async def test_a_form_is_refused_too(client: Client) -> None:
    made = await make(client, markdown="Un mot.")
    answer = await client.post(f"{made.edit}/erasures", data={"text": "a\0b"}, headers=made.cookie)
    assert answer.status == 400
