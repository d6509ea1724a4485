"""JSON within bounds: what passes says the same as to `json`, in whatever pieces it comes."""

import json
import random
from typing import Any

import pytest
from aiohttp import hdrs
from hypothesis import given
from hypothesis import strategies as st

from server.errors import BadInputError, TooLargeError
from server.http.json_body import MOST_DEPTH, SHORT, JsonReader, check_value, long_text
from tests.conftest import Client
from tests.server.visits import make

HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}
KEYS = b"{" + b",".join(b'"k%d":1' % number for number in range(900_000)) + b"}"
BRACKETS = b'{"markdown":[' + b"[]," * 4_000_000 + b"[]]}"

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def read(body: bytes, chance: random.Random | None = None, reader: JsonReader | None = None) -> Any:
    reader, at = reader or JsonReader(), 0
    while at < len(body):
        size = chance.choice([1, 2, 3, 50]) if chance else 1 << 16
        reader.put(body[at : at + size])
        at += size
    return reader.value()


@given(value=values, is_ascii=st.booleans(), chance=st.randoms(use_true_random=False))
def test_what_is_json_says_the_same_in_any_pieces(
    value: Any, *, is_ascii: bool, chance: random.Random
) -> None:
    body = json.dumps(value, ensure_ascii=is_ascii).encode()
    assert read(body, chance) == value


@given(st.text('"\\[]{},:u0041a\n ', max_size=40), st.randoms(use_true_random=False))
def test_what_is_no_json_is_refused_as_json_refuses_it(text: str, chance: random.Random) -> None:
    try:
        value = json.loads(text)
    except ValueError:
        value = BadInputError
    try:
        assert read(text.encode(), chance) == value
    except BadInputError:
        assert value is BadInputError


@pytest.mark.parametrize("sign", ["[", '{"a":'])
def test_depth_has_an_end(sign: str) -> None:
    end = "]" if sign == "[" else "}"
    deep = f"{sign * MOST_DEPTH}1{end * MOST_DEPTH}".encode()
    read(deep)
    with pytest.raises(TooLargeError):
        read(sign.encode() + deep + end.encode())


@pytest.mark.parametrize("body", [KEYS, BRACKETS, b'"' * 9_000_000, b'{"a":"' + b"a" * 9_000_000 + b'"}'])
def test_a_body_that_says_too_much_is_refused_while_it_comes(body: bytes) -> None:
    reader = JsonReader(long_text(2 << 20))
    with pytest.raises(TooLargeError):
        read(body, reader=reader)
    assert reader.size < 3 << 20


@pytest.mark.parametrize("letter", ["a", '"', "\\", "\n", "\u0001", "é", "\U0001f469"])
@pytest.mark.parametrize("is_ascii", [True, False])
def test_the_longest_text_passes_whatever_its_letters_are_written_as(letter: str, *, is_ascii: bool) -> None:
    most = 1 << 18
    text = letter * (most // len(letter.encode()))
    body = json.dumps({"markdown": text}, ensure_ascii=is_ascii).encode()
    assert read(body, reader=JsonReader(long_text(most))) == {"markdown": text}


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        (b'{"title": "a", "title": "b"}', "doubled_field", "/title"),
        (b'{"title": [{"a/b": 1, "a/b": 1}]}', "doubled_field", "/title/0/a~1b"),
        (b'{"title": NaN}', "bad_number", "/title"),
        (b'{"title": [1, 1e999]}', "bad_number", "/title/1"),
        (b'{"title": 9007199254740992}', "bad_number", "/title"),
        (b'{"title": -9007199254740992}', "bad_number", "/title"),
        (b'{"title": ' + b"9" * 5000 + b"}", "not_json", None),
        (b'\xef\xbb\xbf{"title": "a"}', "not_json", None),
        ('{"title": "a"}'.encode("utf-16"), "not_json", None),
        (b'{"title": "\xed\xa0\x80"}', "not_json", None),
        (b'{"title": "\xe2\x82"}', "not_json", None),
        (b'{"\\ud800": 1}', "bad_text", ""),
    ],
)
async def test_what_no_two_programs_read_alike_is_refused_with_its_place(
    client: Client, body: bytes, code: str, pointer: str | None
) -> None:
    answer = await client.post("/api/notes", data=body, headers=HEADERS)
    error = (await answer.json())["error"]
    assert (answer.status, error["code"], error.get("pointer")) == (400, code, pointer)
    assert "{{" not in error["message"]


async def test_an_address_of_short_fields_takes_short_bodies(client: Client) -> None:
    made = await make(client, markdown="Un mot.")
    short, long = (b'{"theme": "a"%b}' % (b" " * size) for size in (SHORT.size - 20, SHORT.size))
    for body, status in ((short, 200), (long, 413)):
        answer = await client.put(f"{made.edit}/card", data=body, headers=made.cookie | HEADERS)
        assert answer.status == status


async def test_a_form_that_is_too_long_is_refused_and_files_are_in_none(client: Client) -> None:
    made = await make(client, markdown="Un mot.")
    page = f"{made.edit}/manage/renew"
    headers = made.cookie | {
        "Accept": "application/json",
        hdrs.CONTENT_TYPE: "application/x-www-form-urlencoded",
    }
    for body, status in (
        (b"a=" + b"a" * 200_000, 413),
        (b"a&" * 3000, 400),
        (b"a=%ff", 400),
        (b"a=%00", 400),
    ):
        assert (await client.post(page, data=body, headers=headers)).status == status


async def test_a_body_that_is_compressed_is_not_read(client: Client) -> None:
    headers = HEADERS | {"Content-Encoding": "gzip"}
    answer = await client.post("/api/notes", data=b"no gzip", headers=headers)
    assert (answer.status, (await answer.json())["error"]["code"]) == (415, "compressed_body")
    assert (await client.get("/health")).status == 200


def test_the_name_of_a_field_is_checked_wherever_it_stands() -> None:
    with pytest.raises(BadInputError):
        check_value({"a": [{"\0": 1}]}, lambda text: "\0" not in text)
