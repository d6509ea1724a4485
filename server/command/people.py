"""`pochette people` lists the members of the team, names who manages its classeur, and removes somebody."""

import json
from functools import partial
from typing import Any, Final

from crdt.roles import Role
from export.languages.folding import fold_line
from server.clock import as_datetime, now_ms
from server.command.database import expect_database, shared
from server.errors import StartError
from server.http.audit_rows import write
from server.ids import VisitorId
from server.links.rules.instance_key import seal_for
from server.secrets.tokens import Seal
from server.settings.config import Config
from server.storage import Db, Engine, binders, members, team
from server.storage.audit import Deed
from server.storage.rights import grants
from server.storage.team import LeftOut, Person
from server.targets import BinderTarget
from server.visitors import leaving
from server.visitors.leaving import NewPassphrase
from server.visitors.team import proof_of
from server.visitors.team_passphrase import hash_of, new_passphrase

_NO_BINDER: Final = "The team has no classeur yet: start the server once."


async def people(
    config: Config, action: str, name: str | None, *, stop: bool = False, as_json: bool = False
) -> list[str]:
    """Do an action, also while the server runs. Raises StartError, and then changes nothing."""
    expect_database(config)
    if not (config.team_passphrase or config.oidc_issuer):
        raise StartError("This instance has no team: set team_passphrase or oidc_issuer.")
    if (name is None) != (action == "list"):
        raise StartError("Give a name to manage, remove and readmit, and none to list.")
    if (stop and action != "manage") or (as_json and action != "list"):
        raise StartError("--stop goes with manage, and --json with list.")
    async with shared(config) as engine:
        seal = await seal_for(engine, config)
        proof = proof_of(config, seal)
        every = await engine.read(partial(team.people, proof=proof, now=now_ms()))
        if name is None:
            out = await engine.read(team.left_out)
            return _json(every, out) if as_json else _lines(every, out)
        person = _one(every, name)
        match action:
            case "manage":
                return await _manage(engine, seal, person, stop=stop)
            case "remove":
                return await _remove(engine, seal, person, config, proof)
            case _:
                return await _readmit(engine, seal, person)


def _one(every: list[Person], name: str) -> Person:
    """The person with an id, or with a name that nobody else has. Raises StartError."""
    found = [one for one in every if one.visitor == name]
    found = found or [one for one in every if one.name and fold_line(one.name) == fold_line(name)]
    if not found:
        raise StartError(f"Nobody in the team is called {name}: see pochette people.")
    if len(found) > 1:
        ids = ", ".join(one.visitor for one in found)
        raise StartError(f"{len(found)} people are called {name}: give the id of one of them, {ids}.")
    return found[0]


async def _manage(engine: Engine, seal: Seal, person: Person, *, stop: bool) -> list[str]:
    await engine.write(partial(_grant, person=person, stop=stop))
    await write(engine, seal, _deed("manage-ended" if stop else "manage-given", person))
    if stop:
        return [f"{_called(person)} does not manage the team's classeur any more."]
    return [f"{_called(person)} manages the team's classeur."]


def _grant(db: Db, *, person: Person, stop: bool) -> None:
    binder = binders.of_team(db)
    if binder is None:
        raise StartError(_NO_BINDER)
    if stop:
        grants.take_back(db, leaving.leaver(db, person.visitor).devices, BinderTarget(binder.id))
    elif not person.browsers:
        raise StartError(f"{_called(person)} is no member at the moment: they have to come in first.")
    else:
        grants.grant(db, person.browsers[0].id, BinderTarget(binder.id), Role.MANAGE)


async def _remove(engine: Engine, seal: Seal, person: Person, config: Config, proof: str) -> list[str]:
    said = new_passphrase() if config.team_passphrase else ""
    new = NewPassphrase(proof=proof, hash=hash_of(said)) if said else None
    await engine.write(partial(leaving.remove, visitor=person.visitor, new=new, at=now_ms()))
    await write(engine, seal, _deed("member-removed", person))
    told = [f"{_called(person)} is no member any more."]
    if said:
        told += [
            f"The team's passphrase is now: {said}",
            "It is shown here only. Members who stay have nothing to do.",
        ]
    else:
        told.append(f"Signing in is refused to them, until: pochette people readmit {person.visitor}")
    told.append(
        "What they know by its address still opens: renew it at the team's classeur, below “L’équipe”."
    )
    if person.manages and not await engine.read(_is_managed):
        told.append("Nobody manages the team's classeur now: pochette people manage NAME")
    return told


async def _readmit(engine: Engine, seal: Seal, person: Person) -> list[str]:
    if not person.is_removed:
        raise StartError(f"{_called(person)} is not refused: who has the passphrase comes in by it.")
    await engine.write(partial(_let_again, visitor=person.visitor))
    await write(engine, seal, _deed("member-readmitted", person))
    return [f"{_called(person)} may sign in again."]


def _let_again(db: Db, *, visitor: VisitorId) -> None:
    members.remove(db, members.persons(db, visitor), None)


def _is_managed(db: Db) -> bool:
    binder = binders.of_team(db)
    return binder is not None and bool(team.managers(db, binder.id))


def _deed(what: str, person: Person) -> Deed:
    return Deed(at=now_ms(), what=what, subject="", details={"member": person.visitor})


def _called(person: Person) -> str:
    return person.name or person.visitor


def _lines(every: list[Person], out: list[LeftOut]) -> list[str]:
    told = [_line(one) for one in every] or ["Nobody has come in yet."]
    if out:
        told.append(f"{len(out)} notes with a classification are not in the team's classeur:")
        told += [f"  {one.note}  {one.classification}" for one in out]
    return told


def _line(person: Person) -> str:
    name = person.name or "(no name)"
    if person.browsers:
        since = min(one.since for one in person.browsers)
        seen = max(one.seen_at for one in person.browsers)
        by = "by sign-in" if person.is_named else "by passphrase"
        state = f"since {_day(since)}  seen {_day(seen)}  {by}  devices {len(person.browsers)}"
    else:
        state = "removed" if person.is_removed else "no member any more"
    return f"{person.visitor}  {name}  {state}{'  manages' if person.manages else ''}"


def _json(every: list[Person], out: list[LeftOut]) -> list[str]:
    told = {
        "people": [_facts(one) for one in every],
        "left_out": [{"note": one.note, "classification": one.classification} for one in out],
    }
    return [json.dumps(told, ensure_ascii=False, indent=2)]


def _facts(person: Person) -> dict[str, Any]:
    return {
        "id": person.visitor,
        "name": person.name,
        "is_member": person.is_member,
        "by": "sign-in" if person.is_named else "passphrase",
        "is_removed": person.is_removed,
        "manages": person.manages,
        "devices": [
            {
                "id": one.id,
                "agent": one.agent,
                "since": as_datetime(one.since).isoformat(),
                "seen": as_datetime(one.seen_at).isoformat(),
            }
            for one in person.browsers
        ],
    }


def _day(at: int) -> str:
    return as_datetime(at).date().isoformat()
