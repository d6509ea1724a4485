"""Times in words, by the team's clock; a script tells them by the clock of its device."""

from datetime import date, datetime

from aiohttp import web

from export.languages import language_of
from server.http.access import LANG
from server.http.keys import CLOCK
from server.http.templates import PAGES

_WEEK = 7


def told(request: web.Request, at_ms: int) -> str:
    """`6 h 52` today, `hier à 22 h 10`, `jeudi`, `11 mars`: when something changed."""
    at, t = request.app[CLOCK].at(at_ms), request.app[PAGES].words[request[LANG]]
    match _days_ago(request, at.date()):
        case 0:
            return hour(request, at.hour, at.minute)
        case 1:
            return t("today.yesterdayAt", at=hour(request, at.hour, at.minute))
        case _:
            return _name(request, at)


def read_on(request: web.Request, at: datetime) -> str:
    """`lue hier`, `lue jeudi`, `lue le 11 mars`: when this device read it."""
    at, t = at.astimezone(request.app[CLOCK].zone), request.app[PAGES].words[request[LANG]]
    ago = _days_ago(request, at.date())
    if ago < 2:
        return t(f"today.readOn.{('today', 'yesterday')[ago]}")
    return t("today.readOn.weekday" if ago < _WEEK else "today.readOn.day", day=_name(request, at))


def hour(request: web.Request, hours: int, minutes: int) -> str:
    """`6 h 45`, and `6:45` in English."""
    t = request.app[PAGES].words[request[LANG]]
    return t("today.hour", hours=hours, minutes=f"{minutes:02}")


def _name(request: web.Request, at: datetime) -> str:
    if _days_ago(request, at.date()) < _WEEK:
        return request.app[PAGES].words[request[LANG]](f"shelf.weekdays.{at.weekday()}")
    return language_of(request[LANG]).day(at).removesuffix(f" {request.app[CLOCK].today().year}")


def _days_ago(request: web.Request, day: date) -> int:
    """Never less than 0: a clock may be behind."""
    return max(0, (request.app[CLOCK].today() - day).days)
