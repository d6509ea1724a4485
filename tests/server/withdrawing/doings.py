"""What people do at a note or a classeur before somebody's right ends."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from yarl import URL

from tests.server.binders.team import member
from tests.server.carrying.taken import asked
from tests.server.visitors.pairs import linked
from tests.server.visits import cookie_of, visit
from tests.server.withdrawing.worlds import JSON, ROLES, Person, World

Doing = Callable[[World], Awaitable[None]]
_RECOVERY: Final = re.compile(r'value="[^"]*(/recover/[\w-]+)"')
_VISITOR: Final = re.compile(r'name="visitor" value="([^"]+)"')


async def step(world: World) -> None:
    """One thing that somebody does."""
    doing = world.random.choices([one for one, _ in DOINGS], [weight for _, weight in DOINGS])[0]
    world.done.append(doing.__name__)
    await doing(world)


async def _enters(world: World, person: Person, path: str) -> None:
    if path in world.passwords and await world.get(path, person.cookie) != 200:
        said = {"password": world.passwords[path]}
        await world.client.post(f"{path}/password", data=said, headers=person.cookie, allow_redirects=False)
    if await world.get(path, person.cookie) == 200:
        person.known[path] = None
        person.ways += [path, world.base if path[:3] == world.base[:3] else world.notes[0]]


async def comes(world: World) -> None:
    """A new person, or one who is there, by an address that somebody passed on or that a mail brought."""
    passed = world.shared + [path for one in world.people for path in one.known]
    path = world.random.choice(passed)
    if not world.people or world.chance(0.6):
        person = Person(f"P{len(world.people)}", [await visit(world.client)])
        await world.client.put("/api/visitor", json={"name": person.name}, headers=person.cookie)
        world.people.append(person)
    else:
        person = world.random.choice(world.people)
    await _enters(world, person, path)


async def joins(world: World) -> None:
    """A new member of the team."""
    if world.has_team:
        name = f"M{len(world.people)}"
        new = await member(world.client, name)
        world.people.append(Person(name, [new.cookie], ways=[world.base], visitor=new.visitor))


async def sees(world: World) -> None:
    if (person := world.somebody()) is None:
        return
    for base in dict.fromkeys([world.random.choice(person.ways), *world.places]):
        for one in await world.listed(base, person.cookie):
            if one["url"] and one["role"] != "print":
                person.known[URL(one["url"]).path] = None


async def makes(world: World) -> None:
    """At an address that they have, at an own one, or by a program without a cookie."""
    if (person := world.somebody()) is None:
        return
    base = world.random.choice([*person.ways, *world.places])
    by_program = world.chance(0.2)
    roles = [*ROLES, "print"] if base.startswith("/n/") else ROLES
    wish: dict[str, Any] = {"role": world.random.choice(roles), "label": f"{person.name} {len(world.done)}"}
    if world.chance(0.2):
        wish["expires_at"] = (datetime.now(UTC) + timedelta(hours=world.random.randint(1, 9))).isoformat()
    if wish["role"] != "print" and world.chance(0.1):
        wish["password"] = "sesame ouvre-toi"
    answer = await world.client.post(f"{base}/links", json=wish, headers={} if by_program else person.cookie)
    if answer.status == 201:
        path = URL((await answer.json())["url"]).path
        person.known[path] = None
        if wish["role"] == "print":
            world.printing.add(path)
        if "password" in wish:
            world.passwords[path] = wish["password"]


async def asks(world: World) -> None:
    base = world.random.choice(world.places)
    asking = await world.client.post(f"{base}/access", data={"name": "Q"}, allow_redirects=False)
    told = await world.facts(f"{base}/links", world.manager)
    if asking.status != 303 or not told or not told.get("requests"):
        return
    person = Person(f"Q{len(world.people)}", [cookie_of(asking)])
    wish = {"role": world.random.choice(ROLES)}
    url = f"{base}/requests/{told['requests'][-1]['id']}"
    assert (await world.client.post(url, json=wish, headers=world.manager)).status == 200
    await world.client.put("/api/visitor", json={"name": person.name}, headers=person.cookie)
    person.ways.append(base)
    world.people.append(person)


async def composes(world: World) -> None:
    """A pochette of theirs, with a note by its id or by an address that they know; others may read it."""
    if (person := world.somebody()) is None:
        return
    made = await world.client.post("/api/folders", json={"title": "À moi"}, headers=person.cookie)
    if made.status != 201:
        return  # where there is a team, its members alone begin something
    edit = URL((await made.json())["links"]["edit"]).path
    known = [path for path in person.known if path.startswith("/n/")]
    if known and world.chance(0.5):
        wish: dict[str, Any] = {"links": [f"http://x{world.random.choice(known)}"]}
    else:
        wish = {"notes": [world.random.choice(world.notes).removeprefix("/n/")]}
    added = await world.client.post(f"{edit}/notes", json=wish, headers=person.cookie)
    if added.status == 200:
        person.pochettes.append(edit)


async def lowers(world: World) -> None:
    """Who manages gives a link less, or an end."""
    found = [
        (base, one)
        for base in world.places
        for one in await world.listed(base)
        if one["may_close"] and one["role"] == "edit" and one["label"]
    ]
    if found and world.chance(0.4):
        base, one = world.random.choice(found)
        wish: dict[str, Any] = {"role": world.random.choice(("read", "comment"))}
        if world.chance(0.5):
            wish = {"expires_at": (datetime.now(UTC) + timedelta(hours=5)).isoformat()}
        url = f"{base}/links/{one['id']}"
        assert (await world.client.put(url, json=wish, headers=world.manager)).status in {200, 409}


async def lowers_what_was_given(world: World) -> None:
    found = await world.facts(f"{world.base}/links", world.manager)
    given = [one for one in found["given"] if one["role"] == "edit"] if found else []
    if given:
        one = world.random.choice(given)
        wish = {"of": one["target"], "role": world.random.choice(("read", "comment"))}
        url = f"{world.base}/given/{one['visitor']}"
        told = await world.facts(f"{url}?of={wish['of']}&role={wish['role']}", world.manager)
        done = await world.client.post(f"{url}/end", json=wish, headers=world.manager)
        assert done.status == 200, await done.text()
        for _ in range(told["mailed"] if told else 0):
            await world.arrived()


async def mails(world: World) -> None:
    """To somebody who is not here yet, or to a mailbox of their own."""
    if (person := world.somebody()) is None:
        return
    base = world.random.choice([*person.ways, *world.places])
    to = [person.mailbox] if world.chance(0.3) else []
    to += [f"m{len(world.mails)}-{at}@example.org" for at in range(world.random.randint(0, 2))]
    if not to:
        return
    wish = {"to": to, "gives": world.random.choice(("read", "edit"))}
    answer = await world.client.post(f"{base}/mail", json=wish, headers=person.cookie | JSON)
    if answer.status != 201:
        return
    for _ in to:
        await world.arrived()
    for address, path in world.mails[-len(to) :]:
        if address == person.mailbox:
            person.known[path] = None


async def opens_a_mail(world: World) -> None:
    """Whose mailbox it is; or, where it was sent on, somebody else."""
    if not world.mails:
        return
    to, path = world.random.choice(world.mails)
    person = next((one for one in world.people if one.mailbox == to), None)
    if person is None:
        person = Person(to.partition("@")[0], [await visit(world.client)])
        await world.client.put("/api/visitor", json={"name": person.name}, headers=person.cookie)
        world.people.append(person)
    if world.chance(0.2):
        person = world.random.choice(world.people)
    await _enters(world, person, path)


async def prints(world: World) -> None:
    """A sheet with a code."""
    if (person := world.somebody()) is None or world.sheets or not world.chance(0.3):
        return
    base = world.random.choice([*(path for path in person.ways if path.startswith("/n/")), *world.notes])
    answer = await world.client.post(f"{base}/editions", json={}, headers=person.cookie)
    if answer.status == 201:
        world.sheets.append(URL((await answer.json())["url"]).path)


async def takes_along(world: World) -> None:
    if (person := world.somebody()) is None:
        return
    base = world.random.choice([*person.ways, *world.places])
    if (await asked(world.client, base, person.cookie)).status == 200:
        person.taken.add(base)


async def hands_over(world: World) -> None:
    """Somebody manages too, makes a way back, and hands the right on or lays it down."""
    base = world.random.choice(world.places)
    page = await (await world.client.get(f"{base}/manage", headers=world.manager)).text()
    found = list(dict.fromkeys(_VISITOR.findall(page)))
    if not found:
        return
    first = world.random.choice(found)
    give = {"visitor": first, "keep": "1"}
    await world.client.post(f"{base}/manage/give", data=give, headers=world.manager, allow_redirects=False)
    for person in world.people:
        made = await world.client.post(f"{base}/manage/recovery", headers=person.cookie)
        if made.status == 200 and world.chance(0.7) and (code := _RECOVERY.search(await made.text())):
            person.recoveries.append((base, code[1]))
        others = [one for one in found if one != first]
        if made.status == 200 and others and world.chance(0.5):
            on = {"visitor": world.random.choice(others)}
            await world.client.post(
                f"{base}/manage/give", data=on, headers=person.cookie, allow_redirects=False
            )


async def links_a_device(world: World) -> None:
    person = world.somebody()
    if person is not None and len(person.cookies) == 1:
        phone = await visit(world.client)
        await linked(world.client, person.cookie, phone)
        person.cookies.append(phone)


async def moves_a_note(world: World) -> None:
    """Out of the classeur, or into it again."""
    if not world.is_binder or world.has_team:
        return
    note = world.random.choice(world.notes)
    is_loose = note in world.loose
    where = f"{world.base}/put" if is_loose else f"{world.base}/take-out"
    wish = {"notes": [note.removeprefix("/n/")]}
    moved = await world.client.post(where, json=wish, headers=world.manager | JSON)
    assert moved.status == 200, await moved.text()
    world.loose = world.loose - {note} if is_loose else world.loose | {note}


async def is_in_the_trash_for_a_while(world: World) -> None:
    note = world.random.choice(world.notes)
    away = await world.client.post(f"{note}/trash", headers=world.manager, allow_redirects=False)
    assert away.status == 303
    where = "/trash" if note in world.loose or not world.is_binder else f"{world.base}/trash"
    wish = {"note": note.removeprefix("/n/"), "do": "restore"}
    back = await world.client.post(where, data=wish, headers=world.manager, allow_redirects=False)
    assert back.status == 303, await back.text()


DOINGS: Final[tuple[tuple[Doing, float], ...]] = (
    *((joins, 1), (comes, 4), (sees, 1.5), (makes, 4), (asks, 1.5), (composes, 1), (lowers, 0.7)),
    *((lowers_what_was_given, 0.4), (mails, 1.2), (opens_a_mail, 1), (prints, 0.3)),
    *((takes_along, 0.7), (hands_over, 0.6), (links_a_device, 0.4), (moves_a_note, 0.4)),
    *((is_in_the_trash_for_a_while, 0.2),),
)
