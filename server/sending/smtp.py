"""Delivery of one message by SMTP, and the meaning of the reply. Source: RFC 5321, 4.2; RFC 3463."""

import re
import ssl
from email.message import EmailMessage
from typing import Any, Final

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPConnectResponseError,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPResponse,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from server.errors import StartError
from server.sending.letter import wire
from server.sending.outcome import Handing, Later, Left, Outcome, Refused, Unsure, answered
from server.settings.mail import Smtp, Tls

_TIMEOUT_S: Final = 30
# What enhanced codes say, the first that fits; then plain codes.
_WHYS: Final = (
    (re.compile(r"\b[45]\.1\.[0-36]\b"), "unknown"),
    (re.compile(r"\b[45]\.2\.2\b"), "full"),
    (re.compile(r"\b[45]\.(2|3)\.[34]\b"), "size"),
    (re.compile(r"\b[45]\.7\.\d+\b"), "policy"),
)
_PLAIN: Final = {550: "unknown", 551: "unknown", 553: "unknown", 552: "size", 554: "policy"}


class _Client(SMTP):
    """Tells before the message itself begins: until then nothing can have left."""

    def __init__(self, handing: Handing, **how: Any) -> None:
        super().__init__(**how)
        self._handing = handing
        self.is_handing = False

    async def data(self, message: str | bytes, /, **how: Any) -> SMTPResponse:
        await self._handing()
        self.is_handing = True
        return await super().data(message, **how)


class MailServer:
    """Opens a connection for each message: few are sent, and none is left open."""

    def __init__(self, smtp: Smtp) -> None:
        self._smtp = smtp
        try:
            self._context = ssl.create_default_context(cafile=smtp.ca)
        except (OSError, ssl.SSLError) as error:
            raise StartError(f"The certificates in {smtp.ca} cannot be read: {error}.") from error

    async def hand_over(
        self, message: EmailMessage, *, sender: str, recipient: str, handing: Handing
    ) -> Outcome:
        """The message to one recipient, whom the server has taken or not. Raises GoneError."""
        smtp = self._smtp
        client = _Client(
            handing,
            hostname=smtp.host,
            port=smtp.port,
            username=smtp.user or None,
            password=smtp.password or None,
            use_tls=smtp.tls is Tls.TLS,
            start_tls=smtp.tls is Tls.STARTTLS,
            tls_context=self._context if smtp.tls is not Tls.NONE else None,
            local_hostname=sender.rpartition("@")[2],
            timeout=_TIMEOUT_S,
        )
        is_taken = False
        try:
            async with client:
                await client.sendmail(sender, [recipient], wire(message))
                is_taken = True
        except (SMTPException, OSError) as error:
            # Trouble with saying goodbye is none with the message.
            if is_taken:
                return Left()
            if client.is_handing and not isinstance(error, SMTPResponseException):
                return Unsure(answer=answered(*error.args))
            return _outcome(error)
        return Left()


def _outcome(error: Exception) -> Outcome:
    """What it means: trouble of the way is trouble of all that goes it."""
    cause, said = error.__cause__, answered(*error.args)
    match error:
        case SMTPRecipientsRefused(recipients=[refused, *_]):
            return _outcome(refused)
        case SMTPAuthenticationError():
            why = "auth"
        case SMTPConnectResponseError() | SMTPHeloError():
            why = "busy"
        case SMTPResponseException(code=code, message=message):
            return _answer(code, message)
        case SMTPConnectError() | SMTPServerDisconnected() | SMTPTimeoutError():
            why = "tls" if isinstance(cause, ssl.SSLError) else "unreachable"
        case ssl.SSLError(reason=reason):
            why, said = "tls", answered(reason or error)
        case OSError(strerror=reason):
            why, said = "unreachable", answered(reason or error)
        case _:  # such as one that cannot encrypt
            why = "tls"
    return Later(why=why, answer=said, is_of_all=True)


def _answer(code: int, message: str) -> Outcome:
    """What begins with 5 is for good, what begins with 4 for now."""
    said = answered(code, message)
    if code < 500:
        return Later(why="busy", answer=said)
    why = next((why for pattern, why in _WHYS if pattern.search(message)), _PLAIN.get(code, "refused"))
    return Refused(why=why, answer=said)
