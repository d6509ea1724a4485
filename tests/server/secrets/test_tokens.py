"""Tokens: what opens a link and what does not, and the key that makes them."""

import re

import pytest

from server.ids import LinkId
from server.secrets.tokens import Seal, link_of, new_link_id, new_note_id


def test_a_token_is_32_characters_that_name_its_link() -> None:
    link = new_link_id()
    token = Seal(bytes(32)).token(link, 1)
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", token)
    assert link_of(token) == link


def test_only_the_token_of_the_same_key_link_and_generation_opens() -> None:
    link, other = new_link_id(), new_link_id()
    seal = Seal(bytes(32))
    token = seal.token(link, 7)
    assert seal.opens(token, link, 7)
    assert not seal.opens(token, link, 8)
    assert not seal.opens(token, other, 7)
    assert not Seal(bytes(31) + b"\x01").opens(token, link, 7)


def test_the_token_of_a_known_key_never_changes() -> None:
    """Links that were sent stay good after an update of the program."""
    assert Seal(b"k" * 32).token(LinkId("AAAAAAAAAAA"), 1) == "AAAAAAAAAADxCkct6DK7fcXSZYKVv9lF"


@pytest.mark.parametrize(
    "token", ["", "a" * 31, "a" * 33, "é" * 32, "a" * 31 + "=", "a" * 31 + "\n", " " * 32]
)
def test_what_is_not_a_token_names_no_link(token: str) -> None:
    assert link_of(token) is None


def test_no_identity_looks_like_an_option_of_a_command() -> None:
    assert not any(new().startswith("-") for new in (new_note_id, new_link_id) for _ in range(1000))
