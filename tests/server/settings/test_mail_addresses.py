"""What is an address of mail, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.settings.mail_addresses import read_address, split


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("anna@example.org", "anna@example.org"),
        (" Anna.Roux+notes@Example.ORG ", "Anna.Roux+notes@example.org"),
        ("a@état.example", "a@xn--tat-9la.example"),
        ("o'neil@x-y.co.uk", "o'neil@x-y.co.uk"),
    ],
)
def test_an_address_is_read(said: str, address: str) -> None:
    assert read_address(said) == address


@pytest.mark.parametrize(
    "said",
    [
        *("", "@", "anna", "anna@", "@example.org", "a b@example.org", "a@b", "a@-b.org", "a@b..org"),
        *(".a@b.org", "a.@b.org", "a..b@c.org", '"a b"@c.org', "a@[127.0.0.1]", "é@b.org", "a@b.org>"),
        *("<a@b.org", "a@b.org\nBcc: c@d.org", "a\r@b.org", "x" * 65 + "@b.org", "a@" + "b." * 130 + "org"),
    ],
)
def test_what_is_no_address_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_address(said)


@given(st.text() | st.text("a@.<>\r\n\t :é", max_size=30))
def test_an_address_is_one_line_of_ascii_without_spaces(said: str) -> None:
    try:
        address = read_address(said)
    except ValueError:
        return
    assert address.isascii()
    assert address.isprintable()
    assert not set(address) & set(' <>(),;:\\"[]')
    assert read_address(address) == address


@pytest.mark.parametrize(
    ("field", "parts"),
    [
        ("a@b.org, c@d.org;e@f.org\ng@h.org", ["a@b.org", "c@d.org", "e@f.org", "g@h.org"]),
        ('"Roux, Anna" <a@b.org>, Bo <c@d.org>', ["a@b.org", "c@d.org"]),
        ("  \n, ;", []),
        ("anna", ["anna"]),
    ],
)
def test_a_field_holds_several(field: str, parts: list[str]) -> None:
    assert split(field) == parts
