"""Mail settings: SMTP server, sender, allowed recipients."""

from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Final

from server.errors import StartError
from server.settings.mail_addresses import domain_of, read_address
from server.settings.secret_files import secret_in


class MailSenders(StrEnum):
    """Who may send by mail: the team and nobody else, or everybody who may make links."""

    TEAM = "team"
    ANYONE = "anyone"


class Tls(StrEnum):
    """How the connection to the server of mail is encrypted: from the start, after a command, or not."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


PORTS: Final = {Tls.TLS: 465, Tls.STARTTLS: 587, Tls.NONE: 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """The SMTP server and the sender's address."""

    host: str
    port: int
    tls: Tls
    ca: Path | None
    user: str
    password: str = field(repr=False)
    sender: str


def smtp_of(
    *,
    host: str,
    port: int,
    tls: Tls,
    ca: Path | None,
    user: str,
    password: str,
    password_file: Path | None,
    sender: str,
) -> Smtp | None:
    """The server of mail; None where none is set. Raises StartError."""
    if not host:
        return None
    if not sender:
        raise StartError("smtp_host is set, and smtp_from is not: mails need a sender.")
    if user and tls is Tls.NONE:
        raise StartError("smtp_user needs smtp_tls to be tls or starttls: a password is not sent in clear.")
    if password_file is not None:
        password = secret_in(password_file)
    if bool(user) is not bool(password):
        raise StartError("smtp_user and smtp_password_file are set both, or neither.")
    return Smtp(
        host=host,
        port=port or PORTS[tls],
        tls=tls,
        ca=ca,
        user=user,
        password=password,
        sender=sender,
    )


def read_tls(value: object) -> Tls:
    if value not in tuple(Tls):
        raise ValueError("tls, starttls or none")
    return Tls(str(value))


def read_senders(value: object) -> MailSenders:
    if value not in tuple(MailSenders):
        raise ValueError("team or anyone")
    return MailSenders(str(value))


def read_sender(value: object) -> str:
    """`Name <address>` or an address."""
    name, address = parseaddr(value) if isinstance(value, str) else ("", "")
    try:
        address = read_address(address)
    except ValueError:
        raise ValueError("an address such as Pochette <notes@example.org>") from None
    if not name.isprintable():
        raise ValueError("a name of printable letters")
    return f"{name} <{address}>" if name else address


def read_domains(value: object) -> frozenset[str]:
    names = value if isinstance(value, list) else str(value).split(",")
    try:
        return frozenset(domain_of(read_address(f"x@{str(name).strip()}")) for name in names)
    except ValueError:
        raise ValueError("domains such as example.org") from None
