"""In whose name a mail speaks: members of the team in the organisation's, everybody else in their own."""

import re
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Final

from aiohttp import web
from yarl import URL

from server.errors import BadInputError
from server.http.access import DEVICE
from server.http.keys import CONFIG
from server.http.templates import PAGES
from server.http.words import Lang
from server.mail.look_alikes import is_disguised, passes_for
from server.sending.letter import SITE
from server.settings.config import Config
from server.settings.mail_addresses import domain_of
from server.visitors.may_mail import speaks_for_the_team

# Labels of domains that are no name of anybody.
_COMMON: Final = frozenset(
    [
        "www",
        "mail",
        "smtp",
        "note",
        "notes",
        "docs",
        "com",
        "org",
        "net",
        "gouv",
        "gov",
        "asso",
        "edu",
        "pochette",
    ]
)
_SHORTEST_LABEL: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """`by`: the writer's name, "" for somebody; `subject`: "" for the title.

    `of_team`: it leaves under the instance's own name.
    """

    by: str
    subject: str
    of_team: bool


async def voice_of(request: web.Request, *, lang: Lang, subject: str, title: str) -> Voice:
    """Raises BadInputError for a subject that speaks for the organisation.

    A name that does is left out, and so is a title in the place of a subject.
    """
    device = request[DEVICE]
    by = (device.name if device else None) or ""
    if await speaks_for_the_team(request):
        return Voice(by=by, subject=subject, of_team=True)
    names = organisation_names(request.app[CONFIG])
    if is_disguised(by) or passes_for(by, {*names, SITE}):
        by = ""
    if subject and passes_for(subject, names):
        raise BadInputError("mail_subject", pointer="/subject")
    if not subject and passes_for(title, names):
        t = request.app[PAGES].words[lang]
        subject = t("mail.letter.untitled", by=by or t("mail.letter.somebody")).rstrip(".")
    return Voice(by=by, subject=subject, of_team=False)


def organisation_names(config: Config) -> frozenset[str]:
    """What the settings call the organisation: the sender of its mails, its domains and their labels."""
    name, address = parseaddr(config.smtp_from)
    hosts = {domain_of(address), URL(config.url).host or "", URL(config.oidc_issuer).host or ""} - {""}
    labels = {label for host in hosts for label in host.split(".")[:-1]}
    known = {label for label in labels if len(label) >= _SHORTEST_LABEL and label not in _COMMON}
    own = {name, config.oidc_name} - {"", SITE}
    return frozenset(hosts | known | own | {re.sub(r"[-_]", " ", label) for label in known})
