"""One message handed to the server of mail, and what its answer means. Source: RFC 5321, 4.2; RFC 3463."""

import re
import ssl
from email.message import EmailMessage
from typing import Final

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPConnectResponseError,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from server.errors import StartError
from server.sending.outcome import Later, Left, Outcome, Refused, answered
from server.sending.settings import Smtp, Tls

_TIMEOUT_S: Final = 30
# What enhanced codes say, the first that fits; then plain codes.
_WHYS: Final = (
    (re.compile(r"\b[45]\.1\.[0-36]\b"), "unknown"),
    (re.compile(r"\b[45]\.2\.2\b"), "full"),
    (re.compile(r"\b[45]\.(2|3)\.[34]\b"), "size"),
    (re.compile(r"\b[45]\.7\.\d+\b"), "policy"),
)
_PLAIN: Final = {550: "unknown", 551: "unknown", 553: "unknown", 552: "size", 554: "policy"}


class MailServer:
    """Opens a connection for each message: few are sent, and none is left open."""

    def __init__(self, smtp: Smtp) -> None:
        self._smtp = smtp
        try:
            self._context = ssl.create_default_context(cafile=smtp.ca)
        except (OSError, ssl.SSLError) as error:
            raise StartError(f"The certificates in {smtp.ca} cannot be read: {error}.") from error

    async def hand_over(self, message: EmailMessage, *, sender: str, recipient: str) -> Outcome:
        """The message to one recipient, whom the server has taken or not."""
        smtp = self._smtp
        client = SMTP(
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
                await client.sendmail(sender, [recipient], message.as_bytes())
                is_taken = True
        except SMTPException as error:
            # Trouble with saying goodbye is none with the message.
            return Left() if is_taken else _outcome(error)
        except ssl.SSLError as error:
            return Later(why="tls", answer=answered(error.reason or error), is_of_all=True)
        except OSError as error:
            return Later(why="unreachable", answer=answered(error.strerror or error), is_of_all=True)
        return Left()


def _outcome(error: SMTPException) -> Outcome:
    """What it means: trouble of the way is trouble of all that goes it."""
    cause = error.__cause__
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
        case _:  # such as one that cannot encrypt
            why = "tls"
    return Later(why=why, answer=answered(*error.args), is_of_all=True)


def _answer(code: int, message: str) -> Outcome:
    """What begins with 5 is for good, what begins with 4 for now."""
    said = answered(code, message)
    if code < 500:
        return Later(why="busy", answer=said)
    why = next((why for pattern, why in _WHYS if pattern.search(message)), _PLAIN.get(code, "refused"))
    return Refused(why=why, answer=said)
