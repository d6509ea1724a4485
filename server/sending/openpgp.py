"""OpenPGP/MIME encryption (RFC 3156) with the public key on file."""

import re
from datetime import UTC, datetime
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.policy import SMTP
from typing import Final

from server.errors import StartError
from server.settings.mail_addresses import read_address, split
from server.storage.mail_keys import KeyRow

# An armour that says so, or the first packet of a file that is none: RFC 9580, 4.2 and 5.5.1.3.
_SECRET: Final = re.compile(rb"PRIVATE KEY BLOCK|\A[\xc5\x94-\x97]")
_MISSING: Final = "OpenPGP needs a package that is not installed: pip install 'pochette[openpgp]'."


class KeyTroubleError(Exception):
    """Nothing can be encrypted with the key; the message says why."""


def read_keys(data: bytes, *, at: int, address: str = "") -> list[KeyRow]:
    """The public keys of a file, one a row and address; or for `address` alone. Raises StartError."""
    try:
        from pysequoia import Cert  # noqa: PLC0415 - an optional package
    except ImportError:
        raise StartError(_MISSING) from None
    if _SECRET.search(data):
        raise StartError("This is a secret key: give the public one alone (gpg --export --armor ADDRESS).")
    try:
        certs = Cert.split_bytes(data)
    except Exception as error:
        raise StartError(f"There is no OpenPGP key in it: {_said(error)}.") from error
    if not certs:
        raise StartError("There is no OpenPGP key in it: it is empty.")
    rows = []
    for cert in certs:
        body = bytes(cert)
        try:
            encrypted(MIMEBase("text", "plain"), body)
        except KeyTroubleError as error:
            raise StartError(f"Nothing can be encrypted with {cert.fingerprint}: {error}.") from error
        names = [address] if address else [one for user in cert.user_ids for one in _addresses(str(user))]
        if not names:
            raise StartError(f"The key {cert.fingerprint} names no address: say whose it is with --for.")
        rows += [KeyRow(name.lower(), cert.fingerprint, body, at) for name in dict.fromkeys(names)]
    return rows


def ends_at(cert: bytes) -> datetime | None:
    """When the key can be used no more; None for never."""
    from pysequoia import Cert  # noqa: PLC0415 - an optional package

    end = Cert.from_bytes(cert).expiration
    return end.astimezone(UTC) if end is not None else None


def encrypted(body: EmailMessage | MIMEBase, cert: bytes) -> EmailMessage:
    """The same for the reader with this key alone, without headers yet. Raises KeyTroubleError."""
    try:
        from pysequoia import encrypt  # noqa: PLC0415 - an optional package

        from server.sending.usable_keys import usable  # noqa: PLC0415 - nor this
    except ImportError:
        raise KeyTroubleError(_MISSING) from None
    try:
        sealed = encrypt(body.as_bytes(policy=SMTP), [usable(cert, datetime.now(UTC))])
    except Exception as error:
        raise KeyTroubleError(_said(error)) from error
    whole = EmailMessage(policy=SMTP)
    whole["MIME-Version"] = "1.0"
    whole["Content-Type"] = 'multipart/encrypted; protocol="application/pgp-encrypted"'
    whole.attach(_part("application/pgp-encrypted", "Version: 1\n"))
    armour = _part("application/octet-stream", sealed.decode("ascii"))
    armour.add_header("Content-Disposition", "inline", filename="encrypted.asc")
    whole.attach(armour)
    return whole


def _part(kind: str, text: str) -> EmailMessage:
    """As it is: armour is ASCII, and readers look for it in clear."""
    part = EmailMessage(policy=SMTP)
    part["Content-Type"] = kind
    part["Content-Transfer-Encoding"] = "7bit"
    part.set_payload(text)
    return part


def _said(error: Exception) -> str:
    """Its first line; behind it are places in the program."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def _addresses(user: str) -> list[str]:
    """Those that the name of a key says, if they are any."""
    found = []
    for one in split(user):
        try:
            found.append(read_address(one))
        except ValueError:
            continue
    return found
