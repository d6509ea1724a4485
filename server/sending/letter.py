"""Builds a mail message: text, attachment, headers."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape
from typing import Final

from server.text.words import Words

MOST_SUBJECT: Final = 120
# The name of the site, and of nothing in it.
SITE: Final = "Pochette"
_WIRE: Final = SMTP.clone(max_line_length=998)
_BRACKETS: Final = re.compile(r'[()\[\]<>{}"]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What somebody sends. `title` is empty where it may not be said; `url` or `pdf` is what it brings.

    `of_team`: written by a member of the team. `reply_to`: where answers go, or "".
    """

    by: str
    title: str
    message: str
    site: str
    of_team: bool = True
    reply_to: str = ""
    unsubscribe: str = ""
    url: str = ""
    pdf: bytes = b""
    pdf_name: str = ""


def body(letter: Letter, t: Words) -> EmailMessage:
    """The letter without its headers: text and HTML, and the PDF behind them."""
    message = EmailMessage(policy=SMTP)
    message.set_content(_letters(_plain(letter, t)), cte="quoted-printable")
    message.add_alternative(_letters(_html(letter, t)), subtype="html", cte="quoted-printable")
    if letter.pdf:
        name = _file_name(letter.pdf_name)
        message.add_attachment(letter.pdf, maintype="application", subtype="pdf", filename=name)
    return message


def addressed(
    message: EmailMessage,
    *,
    sender: str,
    recipient: str,
    subject: str,
    id_: str,
    at: datetime,
    lang: str,
    unsubscribe: str,
    by: str | None = None,
    reply_to: str = "",
) -> EmailMessage:
    """Give a message its headers; the same letter has the same Message-ID however often it is sent.

    `by`: the name under which it leaves, in the place of the sender's own.
    Source: RFC 5322, 3.6; RFC 3834, 5, for Auto-Submitted; RFC 8058, 3.1, for List-Unsubscribe.
    """
    name, address = parseaddr(sender)
    if by is not None:
        # No brackets in it: they could say by whom it is sent.
        name = f"{one_line(_BRACKETS.sub(' ', by))} (via {SITE})"
    message["From"] = Address(display_name=name, addr_spec=address)
    if reply_to:
        message["Reply-To"] = Address(addr_spec=reply_to)
    message["To"] = Address(addr_spec=recipient)
    message["Subject"] = one_line(subject)[:MOST_SUBJECT] or SITE
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{id_}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = lang
    message["List-Unsubscribe"] = f"<{unsubscribe}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def wire(message: EmailMessage) -> bytes:
    """As it is handed over: lines of headers may be as long as RFC 5322, 2.1.1, lets them.

    The email package writes a longer one as an encoded word, and in an address nobody decodes that.
    """
    return message.as_bytes(policy=_WIRE)


def _letters(text: str) -> str:
    """Half a letter, which JSON can say, is none."""
    return text.encode("utf-8", "replace").decode()


def one_line(text: str) -> str:
    """What a header may hold: printable, with single spaces, and no encoded word.

    The email package decodes one that it finds in a text, also to the end of a line: RFC 2047, 2.
    """
    printable = (character if character.isprintable() else " " for character in text)
    return " ".join("".join(printable).split()).replace("=?", "= ?")


def _lines(letter: Letter, t: Words) -> tuple[str, str]:
    """The lines that name the sender and the next step."""
    by = letter.by or t("mail.letter.somebody")
    what = "titled" if letter.title else "untitled"
    first = t(f"mail.letter.{what}", by=by, title=letter.title)
    return first, t("mail.letter.enclosed" if letter.pdf else "mail.letter.open")


def _foot(letter: Letter, t: Words) -> str:
    """By what it was sent, whether anybody knows who writes, and where answers go."""
    said = [t("mail.letter.foot", site=letter.site)]
    if not letter.of_team:
        said.append(t("mail.letter.unchecked"))
    answers = "reply" if letter.reply_to else "noReply"
    return " ".join([*said, t(f"mail.letter.{answers}", address=letter.reply_to)])


def _plain(letter: Letter, t: Words) -> str:
    first, second = _lines(letter, t)
    given = f"{second}\n{letter.url}" if letter.url else second
    foot = _foot(letter, t)
    if letter.unsubscribe:
        foot += f"\n{t('mail.letter.stop')}\n{letter.unsubscribe}"
    parts = [first, letter.message.strip(), given, f"-- \n{foot}"]
    return "\n\n".join(part for part in parts if part) + "\n"


def _html(letter: Letter, t: Words) -> str:
    """Nothing in it is fetched from anywhere."""
    first, second = _lines(letter, t)
    said = "".join(f"<p>{_broken(part)}</p>" for part in re.split(r"\n\s*\n", letter.message.strip()) if part)
    given = escape(second)
    if letter.url:
        url = escape(letter.url)
        given = f'{given}<br><a href="{url}">{url}</a>'
    foot = escape(_foot(letter, t))
    if letter.unsubscribe:
        foot += f'<br><a href="{escape(letter.unsubscribe)}">{escape(t("mail.letter.stopLink"))}</a>'
    return (
        f'<!doctype html><html lang="{t.lang}"><meta charset="utf-8"><title>{SITE}</title>'
        f"<body><p>{escape(first)}</p>{said}<p>{given}</p><hr><p><small>{foot}</small></p></body></html>\n"
    )


def _broken(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _file_name(name: str) -> str:
    """What no system of files takes is left out."""
    kept = "".join(" " if character in '\\/:*?"<>|' else character for character in one_line(name))
    return f"{' '.join(kept.split())[:80].strip(' .') or 'note'}.pdf"
