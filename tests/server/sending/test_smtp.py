"""One message to one server of mail: encrypted or not, with a password, and what its trouble is called."""

import ssl
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme

from server.errors import StartError
from server.sending.letter import Letter, addressed, body
from server.sending.outcome import Later, Left, Outcome, Unsure
from server.sending.smtp import MailServer
from server.settings.mail import Smtp, Tls
from server.text.words import DEFAULT_LANG
from tests.server.sending.mailbox import Mailbox, Porter, opened
from tests.server.sending.words import WORDS

SENDER, ANNA = "notes@example.org", "anna@example.org"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture(scope="module")
def certificate(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def smtp(box: Mailbox, tls: Tls, ca: Path | None = None, user: str = "", password: str = "") -> Smtp:
    return Smtp(host="127.0.0.1", port=box.port, tls=tls, ca=ca, user=user, password=password, sender=SENDER)


def letter() -> EmailMessage:
    written = Letter(by="Anna", title="Été", message="é" * 2000, site="x", pdf=bytes(range(256)) * 4000)
    return addressed(
        body(written, WORDS[DEFAULT_LANG]),
        sender=SENDER,
        recipient=ANNA,
        subject="Été",
        id_="1",
        at=datetime.now(UTC),
        lang="fr",
        unsubscribe="https://x/unsubscribe/1",
    )


async def hand_over(settings: Smtp) -> Outcome:
    async def handing() -> None:
        """Nobody takes it back."""

    return await MailServer(settings).hand_over(letter(), sender=SENDER, recipient=ANNA, handing=handing)


async def test_a_megabyte_comes_whole_over_tls(ca_file: Path, certificate: ssl.SSLContext) -> None:
    async with opened(certificate) as box:
        assert await hand_over(smtp(box, Tls.TLS, ca_file)) == Left()
        _, message = await box.next()
        (part,) = message.iter_attachments()
        assert part.get_payload(decode=True) == bytes(range(256)) * 4000


async def test_a_password_is_said_after_the_connection_is_encrypted(
    ca_file: Path, certificate: ssl.SSLContext
) -> None:
    how: dict[str, Any] = {"tls_context": certificate, "require_starttls": True, "authenticator": Porter()}
    async with opened(**how, auth_required=True) as box:
        right = smtp(box, Tls.STARTTLS, ca_file, "pochette", "sesame")
        assert await hand_over(right) == Left()
        wrong = await hand_over(replace(right, password="hello"))
        assert isinstance(wrong, Later)
        assert (wrong.why, wrong.is_of_all) == ("auth", True)
        assert "hello" not in wrong.answer


async def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: ssl.SSLContext) -> None:
    async with opened(certificate) as box:
        assert await why(smtp(box, Tls.TLS)) == "tls"
        assert box.is_empty
    async with opened(tls_context=certificate) as box:
        assert await why(smtp(box, Tls.STARTTLS)) == "tls"
        assert box.is_empty


async def test_a_server_that_does_not_encrypt_is_told_nothing(box: Mailbox) -> None:
    assert await why(smtp(box, Tls.STARTTLS)) == "tls"
    assert box.is_empty


async def test_a_server_that_is_away_is_away_for_all(box: Mailbox) -> None:
    box.close()
    assert await why(smtp(box, Tls.NONE)) == "unreachable"


async def test_a_line_that_breaks_once_the_message_has_begun_leaves_a_doubt(box: Mailbox) -> None:
    box.breaks = True
    assert isinstance(await hand_over(smtp(box, Tls.NONE)), Unsure)
    await box.next()


async def why(settings: Smtp) -> str:
    outcome = await hand_over(settings)
    assert isinstance(outcome, Later)
    assert outcome.is_of_all
    return outcome.why


async def test_certificates_that_cannot_be_read_are_told_at_the_start(box: Mailbox, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    for ca in (tmp_path / "ca.pem", tmp_path / "missing.pem"):
        with pytest.raises(StartError, match=ca.name):
            MailServer(smtp(box, Tls.TLS, ca))
