"""What people write never becomes a header, and comes as they wrote it."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.sending.letter import Letter, addressed, body, wire
from server.text.words import DEFAULT_LANG, Lang
from tests.server.sending.words import WORDS

HEADERS = [
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language"),
    *("List-Unsubscribe", "List-Unsubscribe-Post"),
]
NASTY = st.text() | st.sampled_from(
    [
        "a\r\nBcc: b@example.org",
        "a\nTo: b@x.org\n\nbody",
        "é\u2028Bcc: x",
        "\x00",
        "=?utf-8?q?=0ABcc:x?=",
        "=??Q?=0A",
        "\udcff",
    ]
)
AT = datetime(2017, 3, 14, 8, tzinfo=UTC)


def written(letter: Letter, lang: Lang = DEFAULT_LANG) -> EmailMessage:
    """As a server of mail gets it, read again."""
    message = addressed(
        body(letter, WORDS[lang]),
        sender="Pochette <notes@example.org>",
        recipient="anna@example.org",
        subject=letter.title,
        id_="abc.1",
        at=AT,
        lang=lang,
        unsubscribe="https://x/unsubscribe/1",
    )
    read = message_from_bytes(wire(message), policy=default)
    assert isinstance(read, EmailMessage)
    return read


def shown(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


@given(by=NASTY, title=NASTY, message=NASTY, name=NASTY, has_pdf=st.booleans())
def test_no_word_of_anybody_becomes_a_header(
    by: str, title: str, message: str, name: str, *, has_pdf: bool
) -> None:
    pdf = b"%PDF-" if has_pdf else b""
    read = written(Letter(by=by, title=title, message=message, site="https://x", pdf=pdf, pdf_name=name))
    kinds = {"MIME-Version", "Content-Type"}
    assert sorted(set(read.keys()) - kinds) == sorted(HEADERS)
    assert len(read.keys()) == len(HEADERS) + len(kinds)
    assert read["To"] == "anna@example.org"
    assert len(read["Subject"].splitlines()) == 1
    assert len(list(read.iter_attachments())) == has_pdf


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=300))
def test_a_message_comes_as_it_was_written(message: str) -> None:
    read = written(Letter(by="A", title="", message=message, site="https://x"))
    assert message.strip() in shown(read, "plain")


def test_an_address_in_a_header_is_never_an_encoded_word_and_no_line_is_too_long() -> None:
    """Mailboxes look for `<https://…>` as it stands."""
    written_body = body(
        Letter(by="A", title="é" * 200, message="é" * 2000, site="https://x"), WORDS[DEFAULT_LANG]
    )
    host, long = "https://notes.direction.example.org", f"{'a' * 64}@{'b' * 60}.{'c' * 60}.example.org"
    message = addressed(
        written_body,
        sender=f"Pochette <notes@{'d' * 60}.example.org>",
        recipient=long,
        subject="é" * 200,
        id_="abc.1",
        at=AT,
        lang="fr",
        unsubscribe=f"{host}/unsubscribe/{'x' * 43}",
        reply_to=long,
    )
    lines = wire(message).split(b"\r\n")
    head, text = lines[: lines.index(b"")], lines[lines.index(b"") :]
    assert f"List-Unsubscribe: <{host}/unsubscribe/{'x' * 43}>".encode() in head
    assert {f"To: {long}".encode(), f"Reply-To: {long}".encode()} <= {*head}
    assert max(map(len, head)) <= 998
    # RFC 2045, 6.7: lines of quoted-printable.
    assert max(map(len, text)) <= 78


@pytest.mark.parametrize("lang", list(WORDS))
def test_a_letter_says_who_sends_what(lang: Lang) -> None:
    read = written(Letter(by="", title="Eau", message="", site="https://x", url="https://x/n/abc"), lang)
    html = shown(read, "html")
    assert '<a href="https://x/n/abc">https://x/n/abc</a>' in html
    assert ("src=" in html, "url(" in html) == (False, False)
    assert read["Date"].datetime == AT
    assert read["Message-ID"] == "<abc.1@example.org>"
    assert read["Subject"] == "Eau"
