"""`pochette doctor`: checks that this machine has what an installation needs; names what to do."""

import asyncio
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from export.errors import ExportError
from export.note.brief import read_brief
from export.office.pandoc import has_pandoc
from export.paper.faces_read import faces_in, foreign_in
from export.paper.scripts import SAMPLES
from export.patches import left_out
from export.process.layers import Layers
from export.process.probe import probe
from export.process.worker import Worker
from server.clock import offset_name
from server.command.database import shared
from server.command.min_versions import check_floors
from server.command.reach import beyond
from server.errors import StartError
from server.gate.probing import Disk, write_file
from server.links.rules.instance_key import InstanceKey
from server.sending import stranded
from server.settings.config import NO_MAIL, Config
from server.settings.mail import MailSenders
from server.storage import instance_keys, sendings

# Printed, and their faces read back.
_FIGURES: Final = "0123"
_ADVICE: Final = {
    "files": "a child could read and write files of the server's user",
    "network": "a child could reach the network",
    "processes": "a child could reach other processes of the server's user",
    "kernel": "a child could use every system call",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. What is `optional` may be missing."""

    name: str
    is_well: bool
    said: str
    optional: bool = False


def examine(config: Config) -> list[Finding]:
    """Look at everything; takes some seconds."""
    looks: Sequence[Callable[[Config], Finding]] = (
        _packages,
        _sandbox,
        _disk,
        _clock,
        look_at_mail,
        look_at_reach,
        _print,
        _scripts,
        _office,
    )
    of_server = (look_at_database,) if config.database is not None else ()
    return [look(config) for look in (*looks, *of_server, look_at_key)]


def is_well(findings: Sequence[Finding]) -> bool:
    """Whether nothing is missing but what may be."""
    return all(one.is_well or one.optional for one in findings)


def told(findings: Sequence[Finding], *, as_json: bool) -> list[str]:
    """The findings as lines, or as one line of JSON."""
    if as_json:
        listed = [asdict(one) for one in findings]
        return [json.dumps({"is_well": is_well(findings), "findings": listed})]
    return [f"{_mark(one):7} {one.name:8} {one.said}" for one in findings]


def _mark(finding: Finding) -> str:
    if finding.is_well:
        return "ok"
    return "without" if finding.optional else "MISSING"


def _packages(_: Config) -> Finding:
    try:
        check_floors()
    except StartError as error:
        return Finding(name="packages", is_well=False, said=str(error))
    return Finding(name="packages", is_well=True, said="all are installed, and new enough")


def _sandbox(_: Config) -> Finding:
    layers = probe()
    return Finding(name="sandbox", is_well=not layers.open, said=_layers(layers))


def _layers(layers: Layers) -> str:
    if not layers.open:
        return str(layers)
    said = "; ".join(_ADVICE[name] for name in layers.open)
    where = "" if sys.platform == "linux" else " There is a sandbox on Linux alone."
    return f"{layers}: {said}. See the page on installing, “The sandbox”.{where}"


def _disk(config: Config) -> Finding:
    folder = _there(config.data)
    disk, free = write_file(folder), shutil.disk_usage(folder).free
    said = f"{folder} takes writes; {free >> 20} MB are free" if disk is Disk.OK else f"{folder} is {disk}"
    return Finding(name="disk", is_well=disk is Disk.OK, said=said)


def look_at_database(config: Config) -> Finding:
    """A database of PostgreSQL: whether it answers, is safe, and is of this program."""
    try:
        standbys = asyncio.run(_standbys_of(config))
    except StartError as error:
        return Finding(name="database", is_well=False, said=str(error))
    waits = f"waits for a standby ({standbys})" if standbys else "waits for no standby"
    return Finding(name="database", is_well=True, said=f"{config.database} answers; a commit {waits}")


async def _standbys_of(config: Config) -> str | None:
    async with shared(config) as engine:
        return engine.standbys


def look_at_key(config: Config) -> Finding:
    """Whether the key of the instance is the one that the database was begun with."""
    if config.database is None and not config.database_file.exists():
        return Finding(name="key", is_well=True, said=f"{config.data} has no notes yet: the server makes one")
    try:
        said = asyncio.run(_why_no_key(config))
    except StartError as error:
        return Finding(name="key", is_well=False, said=str(error))
    said_of = said or f"{config.instance_key} is that of the notes; keep a copy elsewhere"
    return Finding(name="key", is_well=not said, said=said_of)


async def _why_no_key(config: Config) -> str:
    async with shared(config) as engine:
        return InstanceKey(config).why_not(await engine.read(instance_keys.begun))


def _clock(config: Config) -> Finding:
    at = config.clock.now()
    said = f"the time of the team is {at:%H:%M} ({config.timezone}, {offset_name(at)})"
    return Finding(name="clock", is_well=True, said=said)


def look_at_mail(config: Config) -> Finding:
    """Whether mail may leave, and who sends it."""
    waiting = stranded.said(_waiting(config)) if config.why_no_mail else ""
    if config.is_mail_shut or waiting:
        return Finding(
            name="mail", is_well=False, said="; ".join(filter(None, (config.why_no_mail, waiting)))
        )
    try:
        smtp = config.smtp()
    except StartError as error:
        return Finding(name="mail", is_well=False, said=str(error))
    if smtp is None:
        return Finding(name="mail", is_well=True, said=NO_MAIL, optional=True)
    team_only = config.has_team and config.mail_senders is MailSenders.TEAM
    who = "members of the team" if team_only else "whoever may make links"
    where = f" to {', '.join(sorted(config.mail_domains))}" if config.mail_domains else ""
    said = f"{who} may send{where}, {config.mails_a_day} mails a day in all"
    return Finding(name="mail", is_well=True, said=said)


def _waiting(config: Config) -> int:
    """How many mails wait; 0 where there is no database yet, or one that cannot be read."""

    async def count() -> int:
        async with shared(config) as engine:
            return await engine.read(sendings.waiting_by_mail)

    try:
        return asyncio.run(count())
    except StartError:
        return 0


def look_at_reach(config: Config) -> Finding:
    """What the server has to reach, and a unit that reaches this machine alone would shut off."""
    if not (hosts := beyond(config)):
        return Finding(name="reach", is_well=True, said="no setting names another machine")
    said = (
        f"{', '.join(hosts)}: with the unit of systemd that comes along each needs IPAddressAllow=, as does"
        " a server of names elsewhere. See the page on installing, “Other machines”"
    )
    return Finding(name="reach", is_well=True, said=said)


def _there(folder: Path) -> Path:
    """The folder of the data, or the one that it would be made in."""
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.is_dir())


def _print(config: Config) -> Finding:
    """Whether the print engine starts, and sets figures in our faces rather than in one of the machine."""
    note = read_brief(f"# {_FIGURES}\n\n{_FIGURES} **{_FIGURES}**\n", printed_at=config.clock.now())
    worker = Worker()
    try:
        pdf = worker.pdf(note)
    except ExportError as error:
        return Finding(name="print", is_well=False, said=str(error))
    finally:
        worker.close()
    set_in = f"{_FIGURES}: {', '.join(sorted(faces_in(pdf, _FIGURES)))}"
    if others := sorted({face for _, face in foreign_in(pdf)}):
        said = f"{set_in}; {', '.join(others)}, of this machine, stands where our faces should"
        return Finding(name="print", is_well=False, said=said)
    unread = left_out()
    more = f"; without the patches for {', '.join(unread)}, see docs/upstream" if unread else ""
    return Finding(name="print", is_well=True, said=f"the print engine starts; {set_in}{more}")


def _scripts(config: Config) -> Finding:
    """Which scripts print with the faces of this machine."""
    note = f"# Scripts\n\n{' '.join(SAMPLES.values())}\n"
    worker = Worker()
    try:
        count, _, _ = worker.located_pdf(read_brief(note, printed_at=config.clock.now()))
    except ExportError as error:
        return Finding(name="scripts", is_well=False, said=str(error), optional=True)
    finally:
        worker.close()
    missing = [name for name, sign in SAMPLES.items() if sign in count.without_face]
    printed = [name for name in SAMPLES if name not in missing]
    said = f"print {', '.join(['Latin, Greek, Cyrillic', *printed])}"
    if missing:
        said += f"; boxes for {', '.join(missing)}: pip install 'pochette[fonts]'"
    return Finding(name="scripts", is_well=not missing, said=said, optional=True)


def _office(_: Config) -> Finding:
    if has_pandoc():
        return Finding(name="office", is_well=True, said="pandoc is there", optional=True)
    said = "no pandoc: Word, Writer and e-book files are neither read nor written"
    return Finding(name="office", is_well=False, said=said, optional=True)
