"""Mail carrier: builds the message, encrypts it when a key is on file, hands it to SMTP."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from functools import partial

import structlog

from server.clock import as_datetime, now_ms
from server.secrets.tokens import Seal
from server.sending.classified import is_classified
from server.sending.letter import SITE, Letter, addressed, body
from server.sending.openpgp import KeyTroubleError, encrypted
from server.sending.outcome import Handing, Outcome, Refused
from server.sending.smtp import MailServer
from server.settings.mail import Smtp
from server.settings.mail_addresses import mailbox_of
from server.storage import Db, Engine, mail_keys, sendings, unsubscribed
from server.storage.mail_keys import KeyRow
from server.storage.rights import links, targets
from server.storage.rights.links import Link
from server.storage.sendings import Sending
from server.text.paths import SitePage, link_path, path_for
from server.text.words import Lang, Words

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What is true of a mail at the moment when it is to leave."""

    link: Link | None
    pdf: bytes | None
    key: KeyRow | None
    is_classified: bool
    is_in_trash: bool
    is_unsubscribed: bool


class Mailer:
    """What a mail may say is decided when it leaves, not when it was asked for."""

    def __init__(self, engine: Engine, seal: Seal, smtp: Smtp, words: Mapping[Lang, Words]) -> None:
        self._engine = engine
        self._seal = seal
        self._sender = smtp.sender
        self._server = MailServer(smtp)
        self._words = words

    async def carry(self, sending: Sending, handing: Handing) -> Outcome:
        """Send it. The address of a link is made here, and is never in a row."""
        now = now_ms()
        to = self._seal.of_recipient(mailbox_of(sending.recipient))
        facts = await self._engine.read(partial(_look, sending=sending, to=to))
        if why := _obstacle(sending, facts, now):
            return Refused(why=why)
        try:
            message = await asyncio.to_thread(self._written, sending, facts, to)
        except KeyTroubleError as error:
            _log.warning("a mail could not be encrypted", sending=sending.id, why=str(error))
            return Refused(why="key")
        _, sender = parseaddr(self._sender)
        recipient = sending.recipient
        return await self._server.hand_over(message, sender=sender, recipient=recipient, handing=handing)

    def _written(self, sending: Sending, facts: _Facts, to: bytes) -> EmailMessage:
        """Raises KeyTroubleError."""
        content = sending.content
        says_title = facts.key is not None or not facts.is_classified
        url = ""
        if facts.link is not None:
            url = content["origin"] + link_path(self._seal, facts.link)
        stop = content["origin"] + path_for(SitePage.UNSUBSCRIBE, proof=self._seal.unsubscribing(to))
        letter = Letter(
            by=content["by"],
            title=content["title"] if says_title else "",
            message=content["message"],
            site=content["origin"],
            of_team=content.get("of_team", True),
            reply_to=content.get("reply_to", ""),
            unsubscribe=stop,
            url=url,
            pdf=facts.pdf or b"",
            pdf_name=content["title"],
        )
        t = self._words[Lang(content["lang"])]
        message = body(letter, t)
        if facts.key is not None:
            message = encrypted(message, facts.key.cert)
        is_open = facts.key is None and not facts.is_classified
        return addressed(
            message,
            sender=self._sender,
            recipient=sending.recipient,
            # Subjects are read on the way, and shown on locked telephones.
            subject=(content.get("subject") or content["title"]) if is_open else SITE,
            id_=f"{sending.id}.{sending.made_at}",
            at=as_datetime(sending.made_at),
            lang=content["lang"],
            unsubscribe=stop,
            by=(letter.by or t("mail.letter.somebody")) if is_open and not letter.of_team else None,
            reply_to=letter.reply_to,
        )


def _obstacle(sending: Sending, facts: _Facts, now: int) -> str:
    """Why it may not leave, as a code; "" where it may."""
    return next(filter(None, _obstacles(sending, facts, now)), "")


def _obstacles(sending: Sending, facts: _Facts, now: int) -> Iterator[str]:
    """All that may be in the way, "" for what is not."""
    yield "" if sending.content else "failed"
    yield "unsubscribed" if facts.is_unsubscribed else ""
    yield "trash" if facts.is_in_trash else ""
    yield _is_shut(facts.link, sending.generation, now) if sending.link is not None else ""
    yield "erased" if sending.enclosure is not None and facts.pdf is None else ""
    yield "classified" if facts.pdf is not None and facts.is_classified and facts.key is None else ""


def _is_shut(link: Link | None, generation: int, now: int) -> str:
    """Why its link must not be sent: it was renewed after this mail was asked for."""
    if link is None or not link.is_open(now) or link.is_spent:
        return "closed"
    return "renewed" if link.generation != generation else ""


def _look(db: Db, *, sending: Sending, to: bytes) -> _Facts:
    return _Facts(
        link=links.find(db, sending.link) if sending.link else None,
        pdf=sendings.enclosed(db, sending.enclosure) if sending.enclosure else None,
        key=mail_keys.find(db, sending.recipient),
        is_classified=is_classified(db, sending.target),
        is_unsubscribed=unsubscribed.holds(db, to),
        is_in_trash=targets.standing(db, sending.target).is_in_trash,
    )
