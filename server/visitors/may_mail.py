"""The right to send by mail, beside the right to make links: it bears the name of this instance's domain."""

from aiohttp import web

from server.http.access import DEVICE
from server.http.keys import CONFIG
from server.sending.sender import SENDER
from server.settings.mail import MailSenders
from server.storage.sendings import Kind
from server.visitors.membership import is_member
from server.visitors.team import TEAM


def is_mail_set(app: web.Application) -> bool:
    """Whether anybody may send at all."""
    return Kind.MAIL in app[SENDER].ways


async def may_mail(request: web.Request) -> bool:
    """Whether this browser may send, where it may make links."""
    return is_mail_set(request.app) and await may_see_mails(request)


async def may_see_mails(request: web.Request) -> bool:
    """Whether this browser may see what was sent and what waits, where it may make links."""
    if request.app[CONFIG].mail_senders is MailSenders.ANYONE:
        return True
    return await is_member(request, request[DEVICE])


async def speaks_for_the_team(request: web.Request) -> bool:
    """Whether a mail of this browser may bear the organisation's name: that of a member of its team."""
    return request.app[TEAM].is_closed and await is_member(request, request[DEVICE])
