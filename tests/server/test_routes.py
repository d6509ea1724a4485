"""The table of addresses."""

from aiohttp import web

from crdt.roles import Role
from server.app import create_app
from server.http.access import RULES, Rule
from server.settings.config import Config
from server.targets import BinderTarget, FolderTarget, NoteTarget
from tests.conftest import client_of


def test_every_address_has_a_rule(config: Config) -> None:
    app = create_app(config)
    assert set(app.router.routes()) == app[RULES].keys()


def test_every_address_with_a_token_needs_a_role(config: Config) -> None:
    for rule in create_app(config)[RULES].values():
        assert ("{token}" in rule.path) == isinstance(rule.need, Role), rule.path


def test_every_address_with_a_token_says_what_its_links_open(config: Config) -> None:
    begins = {"n": NoteTarget, "sync": NoteTarget, "p": FolderTarget, "c": BinderTarget}
    for rule in create_app(config)[RULES].values():
        target = begins[rule.path.split("/")[1]] if "{token}" in rule.path else None
        assert rule.target is target, rule.path


async def test_an_address_without_a_rule_is_closed(config: Config) -> None:
    async def forgotten(_: web.Request) -> web.Response:
        return web.Response(text="open")

    app = create_app(config)
    app.router.add_get("/forgotten", forgotten)
    async with client_of(app) as forgetful:
        assert (await forgetful.get("/forgotten")).status == 403


def test_the_documented_addresses_are_those_of_the_table(config: Config) -> None:
    rules: list[Rule] = list(create_app(config)[RULES].values())
    assert {rule.path for rule in rules} == {
        "/",
        "/notes",
        "/notes/import",
        "/binders",
        "/binders/choices",
        "/binders/forgotten",
        "/binders/new",
        "/api/binders",
        "/c/{token}",
        "/c/{token}/archive",
        "/c/{token}/arrival",
        "/c/{token}/binder",
        "/c/{token}/classeur.zip",
        "/c/{token}/lists",
        "/c/{token}/lists/{list}",
        "/c/{token}/lists/{list}/addresses.txt",
        "/c/{token}/lists/{list}/delete",
        "/c/{token}/delete",
        "/c/{token}/folders",
        "/c/{token}/import",
        "/imports/{import}",
        "/imports/{import}/undo",
        "/c/{token}/pochettes",
        "/c/{token}/links",
        "/c/{token}/links/{link}",
        "/c/{token}/access",
        "/c/{token}/given/{visitor}/end",
        "/c/{token}/links/{link}/people/{visitor}",
        "/c/{token}/links/{link}/people/{visitor}/recognised",
        "/c/{token}/requests/{request}",
        "/c/{token}/mail",
        "/c/{token}/mail/renewed",
        "/c/{token}/mail/{sending}",
        "/c/{token}/manage",
        "/c/{token}/manage/give",
        "/c/{token}/manage/notices/{link}",
        "/c/{token}/manage/recovery",
        "/c/{token}/manage/renew",
        "/c/{token}/moving",
        "/c/{token}/notes",
        "/c/{token}/notes/archive",
        "/c/{token}/notes/card",
        "/c/{token}/notes/restore",
        "/c/{token}/notes/trash",
        "/c/{token}/notes/title",
        "/c/{token}/notes/unarchive",
        "/c/{token}/password",
        "/c/{token}/left-out",
        "/c/{token}/people",
        "/c/{token}/people/{member}",
        "/c/{token}/people/{member}/links",
        "/c/{token}/people/{member}/readmit",
        "/c/{token}/own",
        "/c/{token}/put",
        "/c/{token}/qr.svg",
        "/c/{token}/take-out",
        "/c/{token}/themes",
        "/c/{token}/trash",
        "/api/notes",
        "/api/visitor",
        "/for-me",
        "/devices",
        "/devices/code",
        "/devices/add",
        "/devices/add/{code}",
        "/devices/give",
        "/devices/take-back",
        "/devices/stolen",
        "/devices/recovery-code",
        "/recovery",
        "/devices/take-back-all",
        "/team/again",
        "/devices/{device}/close",
        "/team",
        "/team/leave",
        "/unsubscribe/{proof}",
        "/team/provider",
        "/team/callback",
        "/n/{token}",
        "/n/{token}/note.md",
        "/n/{token}/note.pdf",
        "/n/{token}/note.{form}",
        "/n/{token}/notes",
        "/n/{token}/images",
        "/n/{token}/import",
        "/n/{token}/image/{id}",
        "/n/{token}/moved",
        "/n/{token}/own",
        "/p/{token}/own",
        "/n/{token}/siblings",
        "/n/{token}/themes",
        "/n/{token}/manage/notices/{link}",
        "/p/{token}/manage/notices/{link}",
        "/n/{token}/qr.svg",
        "/n/{token}/copy/{proof}/{number:[1-9][0-9]{0,8}}.pdf",
        "/n/{token}/password",
        "/n/{token}/links",
        "/n/{token}/links/{link}",
        "/n/{token}/access",
        "/n/{token}/given/{visitor}/end",
        "/n/{token}/links/{link}/people/{visitor}",
        "/n/{token}/links/{link}/people/{visitor}/recognised",
        "/n/{token}/requests/{request}",
        "/n/{token}/mail",
        "/n/{token}/mail/renewed",
        "/n/{token}/mail/{sending}",
        "/n/{token}/binder",
        "/n/{token}/card",
        "/n/{token}/versions",
        "/n/{token}/version/{number:[1-9][0-9]{0,8}}.md",
        "/n/{token}/comments",
        "/n/{token}/comments/{comment}",
        "/n/{token}/threads/{thread}",
        "/n/{token}/passages",
        "/n/{token}/authors",
        "/n/{token}/letter/{client:[0-9]{1,16}}/{clock:[0-9]{1,10}}",
        "/n/{token}/history",
        "/n/{token}/story",
        "/n/{token}/restore",
        "/n/{token}/editions",
        "/n/{token}/edition/{number:[1-9][0-9]{0,8}}.pdf",
        "/n/{token}/edition/{number:[1-9][0-9]{0,8}}/close",
        "/n/{token}/erasures",
        "/n/{token}/manage",
        "/n/{token}/manage/renew",
        "/n/{token}/manage/recovery",
        "/n/{token}/manage/give",
        "/p/{token}/manage",
        "/p/{token}/manage/renew",
        "/p/{token}/manage/recovery",
        "/p/{token}/manage/give",
        "/recover/{code}",
        "/n/{token}/take-out",
        "/n/{token}/trash",
        "/trash",
        "/n/{token}/extent",
        "/n/{token}/print",
        "/n/{token}/print/pages",
        "/n/{token}/print/{key:[0-9a-f]{32}}/{number:[1-9][0-9]{0,8}}.png",
        "/e/{code}",
        "/folders",
        "/api/folders",
        "/p/{token}",
        "/p/{token}/pochette.pdf",
        "/p/{token}/qr.svg",
        "/p/{token}/binder",
        "/p/{token}/folder",
        "/p/{token}/notes",
        "/p/{token}/notes/{item}",
        "/p/{token}/notes/{item}/renew",
        "/p/{token}/choices",
        "/p/{token}/preview",
        "/p/{token}/print",
        "/p/{token}/page/{number:[1-9][0-9]{0,3}}.png",
        "/p/{token}/notes/{item}/image/{id}",
        "/p/{token}/copy/{proof}/{number:[1-9][0-9]{0,8}}.pdf",
        "/p/{token}/password",
        "/p/{token}/links",
        "/p/{token}/links/{link}",
        "/p/{token}/access",
        "/p/{token}/given/{visitor}/end",
        "/p/{token}/links/{link}/people/{visitor}",
        "/p/{token}/links/{link}/people/{visitor}/recognised",
        "/p/{token}/requests/{request}",
        "/p/{token}/mail",
        "/p/{token}/mail/renewed",
        "/p/{token}/mail/{sending}",
        "/p/{token}/editions",
        "/p/{token}/edition/{number:[1-9][0-9]{0,8}}.pdf",
        "/p/{token}/edition/{number:[1-9][0-9]{0,8}}/close",
        "/sync/{token}",
        "/sync/{token}/http",
        "/health",
        "/livez",
        "/sw.js",
        "/static/{name:.+}",
    }
