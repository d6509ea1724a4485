"""Addresses of a visitor's own devices, which no link opens, and of the door of the team."""

from collections.abc import Iterator

from aiohttp import hdrs

from server.http.access import Rule, Who
from server.http.route import Route
from server.text.paths import SitePage
from server.visitors import (
    device_pages,
    devices,
    giving,
    leave_pages,
    linking,
    loss_pages,
    recovery_codes,
    team_pages,
)


def addresses() -> Iterator[Route]:
    """Those of the devices, then of the team."""
    get, post, put = hdrs.METH_GET, hdrs.METH_POST, hdrs.METH_PUT
    yield Route(put, devices.put_visitor, Rule(path="/api/visitor", need=Who.DEVICE))
    yield Route(get, device_pages.show, Rule(path="/devices", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, linking.code, Rule(path="/devices/code", need=Who.DEVICE, deed="pairing-shown"))
    yield Route(get, linking.type_code, Rule(path=SitePage.LINKING, need=Who.ANYONE, gives_cookie=True))
    yield Route(post, linking.find, Rule(path=SitePage.LINKING, need=Who.DEVICE))
    yield Route(get, linking.show, Rule(path=SitePage.LINKING_CODE, need=Who.ANYONE, gives_cookie=True))
    yield Route(post, linking.answer, Rule(path=SitePage.LINKING_CODE, need=Who.DEVICE, deed="device-joined"))
    yield Route(post, giving.give, Rule(path="/devices/give", need=Who.DEVICE, deed="rights-given"))
    yield Route(
        post, giving.take_back, Rule(path="/devices/take-back", need=Who.DEVICE, deed="rights-taken-back")
    )
    yield Route(get, loss_pages.ask, Rule(path="/devices/stolen", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, loss_pages.press, Rule(path="/devices/stolen", need=Who.DEVICE, deed="devices-stolen"))
    yield Route(
        post,
        recovery_codes.make,
        Rule(path="/devices/recovery-code", need=Who.DEVICE, deed="recovery-code-made"),
    )
    yield Route(
        post,
        recovery_codes.take_back,
        Rule(path="/devices/take-back-all", need=Who.DEVICE, deed="theft-taken-back"),
    )
    yield Route(get, recovery_codes.ask, Rule(path="/recovery", need=Who.ANYONE, gives_cookie=True))
    yield Route(
        post,
        recovery_codes.use,
        Rule(path="/recovery", need=Who.ANYONE, gives_cookie=True, deed="recovery-code-used"),
    )
    yield Route(
        post, device_pages.close, Rule(path="/devices/{device}/close", need=Who.DEVICE, deed="device-closed")
    )
    yield from _of_team(get, post)


def _of_team(get: str, post: str) -> Iterator[Route]:
    """The door of the team, where an instance has one."""
    yield Route(get, team_pages.show, Rule(path=SitePage.TEAM, need=Who.ANYONE, gives_cookie=True))
    yield Route(post, team_pages.enter, Rule(path=SitePage.TEAM, need=Who.DEVICE))
    yield Route(get, team_pages.again, Rule(path="/team/again", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, team_pages.leave_again, Rule(path="/team/again", need=Who.DEVICE))
    yield Route(get, leave_pages.ask, Rule(path=SitePage.TEAM_LEAVE, need=Who.ANYONE, gives_cookie=True))
    provider = Rule(path="/team/provider", need=Who.ANYONE, gives_cookie=True)
    yield Route(get, team_pages.leave_for_provider, provider)
    yield Route(
        get, team_pages.come_back, Rule(path=SitePage.TEAM_CALLBACK, need=Who.ANYONE, gives_cookie=True)
    )
