"""Request of a mail: its recipients, its target, and the words that come with it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from crdt.roles import Role
from server.errors import BadInputError, inside
from server.paper.request import FIELDS as PRINT_FIELDS
from server.paper.request import PrintRequest, read_print_request
from server.settings.mail_addresses import domain_of, read_address, split
from server.text.values import read_name
from server.text.words import Lang

FIELDS: Final = (
    frozenset({"to", "list", "gives", "subject", "message", "reply_to", "lang", "once"}) | PRINT_FIELDS
)
# A PDF; else the right of a link.
PDF: Final = "pdf"
GIVES: Final = (Role.PRINT.value, PDF, Role.READ.value, Role.COMMENT.value, Role.EDIT.value)
MOST_TO: Final = 20
MOST_MESSAGE: Final = 2000
_ONCE: Final = re.compile(r"[A-Za-z0-9_-]{16,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRequest:
    """One mail to each of `to`; its subject is the title where nothing is said. `reply_to` may be "".

    `once`: asked again under the same name, it is not sent again.
    """

    to: tuple[str, ...]
    gives: str
    subject: str
    message: str
    reply_to: str
    lang: Lang
    once: str
    prints: PrintRequest


def read_mail_request(
    fields: Mapping[str, object],
    lang: Lang,
    langs: Collection[Lang],
    domains: frozenset[str],
    kept: Sequence[str] = (),
) -> MailRequest:
    """From a form or JSON; `lang` unless it names one of `langs`; `domains`: where mail may go, or empty.

    `kept` are the addresses of a list, which come before those that were typed. Raises BadInputError.
    """
    gives, said = fields.get("gives", Role.PRINT.value), fields.get("lang", lang)
    if gives not in GIVES or not isinstance(said, str) or said not in langs:
        wrong = "lang" if gives in GIVES else "gives"
        raise BadInputError("mail_gives", known=", ".join(GIVES), pointer=f"/{wrong}")
    once = fields.get("once", "")
    with inside("to"):
        to = _addresses(fields.get("to", ""), domains, kept)
    with inside("subject"):
        subject = read_name("subject", fields.get("subject", ""))
    with inside("message"):
        message = _message(fields.get("message", ""))
    with inside("reply_to"):
        reply_to = _reply_to(fields.get("reply_to", ""))
    return MailRequest(
        to=to,
        gives=str(gives),
        subject=subject,
        message=message,
        reply_to=reply_to,
        lang=Lang(said),
        once=once if isinstance(once, str) and _ONCE.fullmatch(once) else "",
        prints=read_print_request({name: fields[name] for name in PRINT_FIELDS if name in fields}),
    )


def _addresses(value: object, domains: frozenset[str], kept: Sequence[str]) -> tuple[str, ...]:
    given = value if isinstance(value, list) else split(value) if isinstance(value, str) else [value]
    found: dict[str, None] = dict.fromkeys(kept)
    for one in given[: MOST_TO + 1]:
        try:
            found[read_address(one if isinstance(one, str) else "")] = None
        except ValueError:
            raise BadInputError("mail_address", address=str(one)[:80]) from None
    if not found:
        raise BadInputError("mail_nobody")
    if len(given) > MOST_TO:
        raise BadInputError("mail_many", most=MOST_TO)
    if domains and (foreign := next((one for one in found if domain_of(one) not in domains), None)):
        raise BadInputError("mail_domain", address=foreign, known=", ".join(sorted(domains)))
    return tuple(found)


def _reply_to(value: object) -> str:
    """An address, or "" where answers go nowhere."""
    if value == "":
        return ""
    try:
        return read_address(value if isinstance(value, str) else "")
    except ValueError:
        raise BadInputError("mail_address", address=str(value)[:80]) from None


def _message(value: object) -> str:
    """Lines of text, without controls."""
    text = value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else None
    if text is None or len(text) > MOST_MESSAGE:
        raise BadInputError("mail_message", most=MOST_MESSAGE)
    if not all(line.replace("\t", " ").isprintable() for line in text.split("\n")):
        raise BadInputError("mail_message", most=MOST_MESSAGE)
    return text.strip()
