"""Browsers that hold a classeur, a note or a pochette in each way and state, with what that should give."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from crdt.roles import Role
from server.ids import BinderId, NoteId
from server.storage import Db, binders
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target
from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.states import PASSWORD
from tests.server.visitors.team import enter
from tests.server.visits import make, visit

OF_BINDERS = (Role.READ, Role.COMMENT, Role.EDIT)
STATES = ("open", "lowered", "raised", "closed", "renewed", "expired", "locked", "unlocked", "removed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A note, a pochette or a classeur by its own address, and how it stands there."""

    target: Target
    state: str

    @property
    def is_inside(self) -> bool:
        return self.state in {"inside", "archived"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A browser, by which way it came, what became of that, and the right that it has in the classeur."""

    way: str
    state: str
    cookie: dict[str, str]
    role: Role | None

    def may(self, place: Place, need: Role) -> bool:
        """Whether something may be done there."""
        if self.role is None or not place.is_inside:
            return False
        if place.state == "archived" and need is not Role.MANAGE:
            return Role.READ.allows(need)
        return self.role.allows(need)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A classeur with what is in it and beside it, and everybody who came."""

    team: Team
    places: list[Place]
    holders: list[Holder]


async def held(client: Client, write: Any) -> Held:
    """One classeur; notes in it, in its archive, in the trash, moved out; a pochette; and other people's."""
    maker = await enter(client)
    team = await began(client, cookie=maker)
    holders = [Holder(way="maker", state="open", cookie=team.cookie, role=Role.MANAGE)]
    holders += [await _by_link(client, team, write, role, state) for role in OF_BINDERS for state in STATES]
    holders += [await _member(client, write, "open"), await _member(client, write, "over")]
    holders += [
        Holder(way="stranger", state="cookie", cookie=await visit(client), role=None),
        Holder(way="stranger", state="none", cookie={}, role=None),
        await _of_another(client, write),
    ]
    await write(partial(_make_team, binder=BinderId(team.binder)))
    places = [Place(target=BinderTarget(BinderId(team.binder)), state="inside")]
    for state in ("inside", "archived", "trashed", "outside"):
        note = NoteId(await team.note(f"# {state}"))
        await write(partial(_becomes, note=note, state=state))
        places.append(Place(target=NoteTarget(note), state=state))
    places += [
        Place(target=await _folder(client, team, write, state), state=state)
        for state in ("inside", "outside")
    ]
    foreign = await make(client, markdown="# D'ailleurs", headers=await enter(client))
    await write(partial(_becomes, note=NoteId(foreign.id), state="outside"))
    places += [
        Place(target=NoteTarget(NoteId(foreign.id)), state="foreign"),
        *(
            Place(target=kind("A" * 22), state="unknown")
            for kind in (NoteTarget.of, FolderTarget.of, BinderTarget.of)
        ),
    ]
    return Held(team=team, places=places, holders=holders)


async def _by_link(client: Client, team: Team, write: Any, role: Role, state: str) -> Holder:
    other = {"lowered": Role.EDIT, "raised": Role.READ}.get(state, role)
    path, id_ = await team.link(other.value, **({"password": PASSWORD} if state == "unlocked" else {}))
    if state == "unlocked":
        cookie = await visit(client)
        assert (
            await client.post(f"{path}/password", json={"password": PASSWORD}, headers=cookie)
        ).status == 200
        await comes_by(client, path, cookie=cookie)
    else:
        cookie = await comes_by(client, path)
    at = f"{team.base}/links/{id_}"
    match state:
        case "lowered" | "raised":
            assert (await client.put(at, json={"role": role.value}, headers=team.cookie)).status == 200
        case "closed":
            assert (await client.delete(at, headers=team.cookie)).status == 200
        case "locked":
            answer = await client.put(at, json={"password": PASSWORD}, headers=team.cookie)
            assert answer.status == 200
        case "renewed":
            form = {"link": id_}
            answer = await client.post(f"{team.base}/manage/renew", data=form, headers=team.cookie)
            assert answer.status == 200, await answer.text()
        case "expired":
            await write(lambda db: db.execute("UPDATE links SET expires_at = 1 WHERE id = ?", (id_,)))
        case "removed":
            await write(partial(_close_device, link=id_))
        case _:
            pass
    right = role if state in {"open", "lowered", "raised", "unlocked"} else None
    return Holder(way=f"link to {role}", state=state, cookie=cookie, role=right)


async def _member(client: Client, write: Any, state: str) -> Holder:
    cookie = await enter(client)
    if state == "over":
        await write(_leaves)
    return Holder(way="member", state=state, cookie=cookie, role=Role.EDIT if state == "open" else None)


async def _of_another(client: Client, write: Any) -> Holder:
    """Somebody who manages a classeur of their own, and is no member any more."""
    other = await began(client, "Débats", cookie=await enter(client))
    await write(_leaves)
    return Holder(way="other binder", state="open", cookie=other.cookie, role=None)


def _leaves(db: Db) -> None:
    """The last one who has come in."""
    db.execute("UPDATE members SET since = 1 WHERE since = (SELECT max(since) FROM members)")


async def _folder(client: Client, team: Team, write: Any, state: str) -> FolderTarget:
    answer = await client.post("/api/folders", json={"title": state}, headers=await enter(client))
    id_ = (await answer.json())["folder"]
    if state == "inside":
        await write(lambda db: binders.put_folder(db, id_, BinderId(team.binder)))
    return FolderTarget.of(id_)


def _make_team(db: Db, *, binder: BinderId) -> None:
    db.execute("UPDATE binders SET is_team = 0")
    db.execute("UPDATE binders SET is_team = 1 WHERE id = ?", (binder,))


def _close_device(db: Db, *, link: str) -> None:
    db.execute(
        "UPDATE devices SET closed_at = 1 WHERE id IN (SELECT device FROM openings WHERE link = ?)",
        (link,),
    )


def _becomes(db: Db, *, note: NoteId, state: str) -> None:
    match state:
        case "archived":
            db.execute("UPDATE notes SET archived_at = 1 WHERE id = ?", (note,))
        case "trashed":
            db.execute("UPDATE notes SET trashed_at = 1 WHERE id = ?", (note,))
        case "outside":
            binders.put_note(db, note, None)
            db.execute("DELETE FROM grants WHERE target = ?", (note,))
        case _:
            pass
