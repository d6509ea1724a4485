"""In whose name a mail speaks: members of the team in the organisation's, everybody else in their own."""

from dataclasses import dataclass

from aiohttp import web

from server.errors import BadInputError
from server.http.access import DEVICE
from server.http.keys import CONFIG
from server.http.templates import PAGES
from server.sending.letter import SITE
from server.text.words import Lang
from server.visitors.look_alikes import is_disguised, organisation_names, passes_for
from server.visitors.may_mail import speaks_for_the_team


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
