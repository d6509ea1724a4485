"""A real server of mail on loopback, which keeps what comes, refuses what it is told to, and can be away."""
# ruff: noqa: ARG002 -- aiosmtpd says what it calls its handlers with

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

ANSWER_S = 20


class Mailbox:
    """What has come, in order. `answers`: address -> what RCPT says of it, once for each in the list."""

    def __init__(self, **how: Any) -> None:
        self.answers: dict[str, list[str]] = {}
        self.port = 0
        # What becomes of a message that has come: its line breaks, or it is answered only once this is set,
        # from the message with this number on.
        self.breaks = False
        self.answers_at: asyncio.Event | None = None
        self.holds_from = 0
        self._many = 0
        self._how = how
        self._come: asyncio.Queue[tuple[str, EmailMessage]] = asyncio.Queue()
        self._server: asyncio.Server | None = None

    async def open(self, context: ssl.SSLContext | None = None) -> None:
        """Be there, at the same port as before."""
        self._server = await asyncio.get_running_loop().create_server(
            lambda: SMTP(self, hostname="mail.example.org", loop=asyncio.get_running_loop(), **self._how),
            "127.0.0.1",
            self.port,
            ssl=context,
        )
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        if self._server is not None:
            self._server.close()

    async def next(self) -> tuple[str, EmailMessage]:
        """To whom the next mail goes, and what it is."""
        return await asyncio.wait_for(self._come.get(), ANSWER_S)

    @property
    def is_empty(self) -> bool:
        return self._come.empty()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers.get(address):
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        (to,) = envelope.rcpt_tos
        self._come.put_nowait((to, read(content)))
        self._many += 1
        if self.breaks:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        if self.answers_at is not None and self._many >= self.holds_from:
            await self.answers_at.wait()
        return "250 taken"


class Porter:
    """Lets in who knows the password."""

    def __call__(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"pochette", b"sesame"), handled=False)


def read(content: bytes) -> EmailMessage:
    """As a reader's program parses it."""
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


@asynccontextmanager
async def opened(context: ssl.SSLContext | None = None, **how: Any) -> AsyncIterator[Mailbox]:
    box = Mailbox(**how)
    await box.open(context)
    try:
        yield box
    finally:
        box.close()
