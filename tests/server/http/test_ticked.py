"""A form that ticks several devices, people or notes: every value counts."""

from server.http.body import repeated
from server.http.forms import Form


def test_every_value_of_a_form_is_read() -> None:
    form = Form([("device", "a"), ("keep", "k"), ("device", "b")])
    assert repeated(form, "device") == ["a", "b"]
    assert repeated(form, "keep") == ["k"]
    assert repeated(form, "none") == []
