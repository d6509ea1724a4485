"""The parts of a running instance: each opens with what it needs, and closes again in the opposite order."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Final

import structlog
from aiohttp import web

from export.note.title import title_of
from server.binders.handlers.many import BATCHES
from server.binders.rules import team_binder
from server.binders.rules.batches import Batches
from server.clock import now_ms
from server.data_folder.drafts import remove_drafts
from server.data_folder.lock import serving
from server.folders.bindery import BINDERY, Bindery
from server.gate.probing import PROBER, Prober
from server.history.compaction import COMPACTOR, Compactor
from server.history.retention import prune_daily
from server.history.timeline import TIMELINES, Timelines
from server.http.keys import CONFIG, ENGINE, JOBS, LEADER, PASSWORDS, SEAL
from server.http.templates import PAGES
from server.ids import NoteId
from server.jobs.background import running
from server.jobs.leader import lead
from server.jobs.pool import JobPool
from server.links.rules.instance_key import InstanceKey
from server.live.keys import CROWD, LINK_WATCH, ROOMS, SESSIONS, WAY_WATCH
from server.live.link_watch import LinkWatch
from server.live.rates import Rates
from server.live.rooms import NoSuchNoteError, Rooms
from server.live.sessions import Sessions
from server.live.way_watch import WayWatch
from server.nodes.alone import Alone
from server.nodes.keys import NODES
from server.notes import card_news
from server.notes.card_news import FORGETS_CARDS
from server.opening import open_engine
from server.paper.page_counts import PAGE_COUNTS, page_counts
from server.paper.press import PRESS, Press
from server.paper.proofs import PROOFS, Proofs
from server.reading.readings import READINGS, Readings
from server.search.handlers.keys import INDEXER, SEARCH
from server.search.rules.indexer import Indexer, room_in
from server.search.rules.search import Search
from server.secrets.passwords import Passwords
from server.sending import stranded, waking
from server.sending.events import HOOKS
from server.sending.hooks import Caller
from server.sending.mailer import Mailer
from server.sending.outcome import Carrier
from server.sending.sender import SENDER, Sender
from server.storage import Engine
from server.storage.migrations import migrations
from server.storage.sendings import Kind
from server.text.words import DEFAULT_LANG
from server.visitors.device_watch import DEVICE_WATCH, EVERY_S, DeviceWatch
from server.visitors.team import TEAM

INSTANCE_KEY = web.AppKey("instance_key", InstanceKey)
_log = structlog.get_logger(__name__)

# For a mail that is on its way when the server stops: sent again, it would come twice.
_LAST_SENDING_S = 5
# Devices that another node closes are out within a second or two.
_OTHERS_EVERY_S = 1.0
# A node may end before the search index has its last rows.
_INDEXED_AGAIN_S = 600.0


async def _storage(app: web.Application) -> AsyncIterator[None]:
    config = app[CONFIG]
    with serving(config.data):
        remove_drafts(config)
        async with open_engine(config, max_bytes=config.max_disk or 0, is_node=True) as engine:
            app[ENGINE] = engine
            _tell_standbys(engine)
            prober = app[PROBER] = Prober(engine, config.data)
            try:
                yield
            finally:
                prober.close()


def _tell_standbys(engine: Engine) -> None:
    if engine.standbys:
        _log.info("what is saved is on a standby too", standbys=engine.standbys)
    elif engine.standbys is not None:
        _log.warning("no commit waits for a standby: a fail-over could lose what was saved last")


async def _nodes(app: web.Application) -> AsyncIterator[None]:
    config = app[CONFIG]
    if config.database is None:
        app[NODES] = Alone()
        yield
        return
    from server.nodes.plugged import Fenced, opened  # noqa: PLC0415 - psycopg is an optional package

    engine = app[ENGINE]
    if not isinstance(engine, Fenced):
        raise TypeError(f"expected an engine with a fence, got {type(engine).__name__}")
    node = opened(
        app,
        engine,
        config.database.full,
        url=config.node_url,
        schema=migrations()[-1].number,
        key=app[SEAL].of_nodes,
    )
    async with node:
        yield


async def _key(app: web.Application) -> AsyncIterator[None]:
    await app[INSTANCE_KEY].settle(app[ENGINE])
    yield


async def _team(app: web.Application) -> AsyncIterator[None]:
    if app[TEAM].is_closed:
        name = app[PAGES].words[DEFAULT_LANG]("team.library")
        await team_binder.prepare(app[ENGINE], name=name, at=now_ms())
    yield


async def _compaction(app: web.Application) -> AsyncIterator[None]:
    compactor = app[COMPACTOR] = Compactor(
        app[ENGINE], quiet_hour=app[CONFIG].quiet_hour, zone=app[CONFIG].timezone
    )
    async with running(lead(app[LEADER], compactor.run)):
        yield


async def _live(app: web.Application) -> AsyncIterator[None]:
    config = app[CONFIG]
    rates = Rates(messages=config.max_rate, size=config.max_message)
    async with Rooms.open(
        app[ENGINE],
        rates=rates,
        max_note=config.max_note,
        reopen=app[HOOKS].reopened,
        nodes=app[NODES],
    ) as rooms:
        app[ROOMS] = rooms
        app[TIMELINES] = Timelines(app[ENGINE])
        yield


async def _search(app: web.Application) -> AsyncIterator[None]:
    config = app[CONFIG]
    has_room = room_in(config.data, config.max_disk or 0)
    indexer = app[INDEXER] = Indexer(
        app[ENGINE],
        app[ROOMS],
        has_room=has_room,
        leader=app[LEADER],
        again_s=_INDEXED_AGAIN_S if config.node_url else None,
    )
    search = app[SEARCH] = Search(app[ENGINE])
    async with running(indexer.run()):
        yield
        search.close()
    await asyncio.to_thread(indexer.close)


async def _prune(app: web.Application) -> AsyncIterator[None]:
    days = app[CONFIG].history_days

    def pruned() -> None:
        app[TIMELINES].forget()
        app[READINGS].texts.forget()
        app[COMPACTOR].wake()

    daily = partial(prune_daily, app[ENGINE], app[SEAL], history_days=days, pruned=pruned)
    async with running(lead(app[LEADER], daily)):
        yield


async def _watch(app: web.Application) -> AsyncIterator[None]:
    watch = app[LINK_WATCH] = LinkWatch(
        app[ENGINE], app[ROOMS].guests.close_held, app[ROOMS].guests.ask_again
    )
    async with running(watch.run()):
        yield


async def _device_watch(app: web.Application) -> AsyncIterator[None]:
    every_s = _OTHERS_EVERY_S if app[CONFIG].node_url else EVERY_S
    watch = app[DEVICE_WATCH] = DeviceWatch(app[ENGINE], app[ROOMS], app[CONFIG], every_s=every_s)
    async with running(watch.run()):
        yield


async def _way_watch(app: web.Application) -> AsyncIterator[None]:
    watch = app[WAY_WATCH] = WayWatch(app[ENGINE], app[ROOMS], proof=app[TEAM].proof)
    async with running(watch.run()):
        yield


async def _sessions(app: web.Application) -> AsyncIterator[None]:
    sessions = app[SESSIONS] = Sessions(
        app[ROOMS], app[LINK_WATCH], app[CROWD], max_outbox=app[CONFIG].max_outbox
    )
    yield
    await sessions.close()


async def _press(app: web.Application) -> AsyncIterator[None]:
    press = app[PRESS] = Press()
    yield
    await press.close()


async def _readings(app: web.Application) -> AsyncIterator[None]:
    kept = app[READINGS] = Readings(app[ENGINE], app[PRESS], app[SEAL])
    yield
    await kept.close()


async def _proofs(app: web.Application) -> AsyncIterator[None]:
    proofs = app[PROOFS] = Proofs(app[PRESS], count=app[PAGE_COUNTS].measured)
    yield
    await proofs.close()


async def _page_counts(app: web.Application) -> AsyncIterator[None]:
    measuring = app[PAGE_COUNTS] = page_counts(app)
    app[FORGETS_CARDS].append(measuring.forget)
    card_news.listen(app)
    async with running(measuring.run()):
        yield
    await measuring.close()


async def _bindery(app: web.Application) -> AsyncIterator[None]:
    bindery = app[BINDERY] = Bindery()
    yield
    await bindery.close()


async def _errands(app: web.Application) -> AsyncIterator[None]:
    jobs = app[JOBS] = JobPool()
    yield
    await jobs.close()


async def _batches(app: web.Application) -> AsyncIterator[None]:
    batches = app[BATCHES] = Batches(app[ENGINE], app[JOBS], app[SEAL], app[CONFIG], app[TEAM].proof)
    if app[LEADER].is_only:
        await batches.begin_anew()
    async with running(batches.say_alive(), lead(app[LEADER], batches.stop_silent)):
        yield
    await batches.close()


async def _passwords(app: web.Application) -> AsyncIterator[None]:
    passwords = app[PASSWORDS] = Passwords()
    yield
    await asyncio.to_thread(passwords.close)


async def _title(app: web.Application, note: NoteId) -> str:
    """What a note is called now."""
    try:
        return title_of(await app[ROOMS].markdown(note))
    except NoSuchNoteError:
        return ""


async def _sender(app: web.Application) -> AsyncIterator[None]:
    smtp = app[CONFIG].smtp()
    carriers: dict[Kind, Carrier] = {}
    if smtp is not None and not app[CONFIG].is_mail_shut:
        carriers[Kind.MAIL] = Mailer(app[ENGINE], app[SEAL], smtp, app[PAGES].words)
    if app[CONFIG].webhook:
        title = partial(_title, app)
        carriers[Kind.HOOK] = Caller(
            app[ENGINE], app[CONFIG].webhook, app[PAGES].words, title, app[CONFIG].url
        )
    if why := app[CONFIG].why_no_mail:
        await stranded.tell(app[ENGINE], why)
    sender = app[SENDER] = Sender(app[ENGINE], app[SEAL], carriers)
    waking.listen(app)
    sending = asyncio.create_task(lead(app[LEADER], sender.run))
    yield
    sender.close()
    _, late = await asyncio.wait({sending}, timeout=_LAST_SENDING_S if app[LEADER].is_leading else 0)
    for task in late:
        task.cancel()
    await asyncio.gather(sending, return_exceptions=True)


async def say_goodbye(app: web.Application) -> None:
    """Before the requests in flight are waited for: open sockets are such requests."""
    app[NODES].say_goodbye()
    app[ROOMS].guests.say_goodbye()


# In this order they open; they close in the opposite one.
PARTS: Final = (
    _storage,
    _nodes,
    _key,
    _team,
    _compaction,
    _live,
    _search,
    _prune,
    _watch,
    _device_watch,
    _way_watch,
    _sessions,
    _press,
    _readings,
    _page_counts,
    _proofs,
    _bindery,
    _errands,
    _batches,
    _passwords,
    _sender,
)
