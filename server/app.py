"""Composition root: makes the application from its settings."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from aiohttp import web
from aiohttp.typedefs import Middleware

from server.carrying.build import BUILD, Build
from server.carrying.pictures import MOST_NAMED, NAMED
from server.errors import StartError
from server.gate.audit import EXPORTED, record
from server.gate.failures import answer_failures
from server.gate.guard import admit, check_host, check_origin
from server.gate.headers import protect
from server.gate.instead import answer_refused
from server.gate.request_log import observe
from server.http.access import RULES
from server.http.body import refuse_compressed
from server.http.intake import INTAKE, OF_BODIES, Intake
from server.http.keys import CLOCK, CONFIG, LEADER, SANDBOX, SEAL
from server.http.slow_bodies import expect_bodies
from server.http.templates import PAGES, Pages
from server.jobs.leader import OnlyProcess
from server.jobs.lru_cache import LruCache
from server.jobs.sandbox import Sandbox
from server.links.handlers.access_requests import ACCESS_ATTEMPTS
from server.links.rules.instance_key import InstanceKey
from server.live.crowd import Crowd
from server.live.keys import CROWD
from server.live.socket import MESSAGES, of_messages
from server.mail.limits import MAIL_ATTEMPTS, MAIL_PRESSES, Presses
from server.notes.card_news import FORGETS_CARDS
from server.parts import INSTANCE_KEY, PARTS, say_goodbye
from server.routes import routes
from server.search.handlers.keys import SEARCH_ATTEMPTS
from server.secrets.attempts import Attempts
from server.sending.events import HOOKS, Hooks
from server.settings.config import Config
from server.storage.quota import max_disk
from server.visitors.beginnings import BEGINNING_ATTEMPTS
from server.visitors.membership import expect_member
from server.visitors.team import TEAM, team_of

Prepare: TypeAlias = Callable[[web.Request, web.StreamResponse], Awaitable[None]]

# Exports that are remembered, so that those of a program are not each a line of the audit log.
_MOST_EXPORTS = 10_000


def create_app(config: Config) -> web.Application:
    """The application of one instance. Raises StartError when it cannot start."""
    outermost, between, last = _of_nodes(config)
    app = web.Application(
        middlewares=[
            *outermost,
            observe,
            expect_bodies,
            answer_failures,
            refuse_compressed,
            check_host,
            check_origin,
            *between,
            answer_refused,
            admit,
            expect_member,
            record,
        ],
    )
    _make_folder(config)
    config = replace(config, max_disk=max_disk(config))
    app[FORGETS_CARDS] = []
    app[INTAKE] = Intake(OF_BODIES)
    app[MESSAGES] = Intake(of_messages(config.max_message))
    app[CROWD] = Crowd()
    app[CONFIG] = config
    app[CLOCK] = config.clock
    app[PAGES] = Pages(config.bundle, config.clock)
    app[SANDBOX] = Sandbox()
    key = app[INSTANCE_KEY] = InstanceKey(config)
    app[SEAL] = key.seal
    app[TEAM] = team_of(config, app[SEAL])
    app[LEADER] = OnlyProcess()
    app[EXPORTED] = LruCache(_MOST_EXPORTS, lambda _: 1)
    app[HOOKS] = Hooks(config.webhook)
    app[MAIL_ATTEMPTS] = Attempts()
    app[MAIL_PRESSES] = Presses()
    app[ACCESS_ATTEMPTS] = Attempts()
    app[SEARCH_ATTEMPTS] = Attempts()
    app[BEGINNING_ATTEMPTS] = Attempts()
    app[BUILD] = Build(config.bundle)
    app[NAMED] = LruCache(MOST_NAMED, lambda _: 1)
    app[RULES] = {
        app.router.add_route(method, rule.path, handler): rule for method, handler, rule in routes()
    }
    app.cleanup_ctx.extend(PARTS)
    app.on_response_prepare.extend((protect, *last))
    app.on_shutdown.append(say_goodbye)
    return app


def _make_folder(config: Config) -> None:
    try:
        config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StartError(f"The folder {config.data} cannot be made: {error.strerror}.") from error


def _of_nodes(config: Config) -> tuple[Sequence[Middleware], Sequence[Middleware], Sequence[Prepare]]:
    """The middlewares of a node among several, and what completes its answers. Raises StartError."""
    if not config.node_url:
        return (), (), ()
    if config.database is None:
        raise StartError(
            "--node-url is for several servers on one database of PostgreSQL: name it with --database."
        )
    from server.nodes.plugged import LAST, MIDDLEWARES  # noqa: PLC0415 - psycopg is an optional package

    return MIDDLEWARES[:1], MIDDLEWARES[1:], LAST
