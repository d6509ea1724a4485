"""Ends of rights in a world, each with what its page has named before, and what is asked of it afterwards."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from crdt.roles import Role
from server.http.keys import ENGINE
from server.ids import LinkId
from server.storage.rights import links
from tests.server.carrying.taken import asked
from tests.server.withdrawing.worlds import JSON, LED, Person, World, of_link

_MAILED: Final = re.compile(r"(Un|\d+) liens? envoyés? par courriel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What somebody has: rights at own addresses, links that open, pochettes that show something."""

    rights: dict[str, Role]
    working: set[str]
    reads: set[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Whose right ends, at which own address, where the page is, and who looks at it."""

    person: Person
    target: str
    url: str
    by: dict[str, str]

    @property
    def is_given(self) -> bool:
        return "/given/" in self.url


async def held_by(world: World, people: Iterable[Person]) -> dict[str, Holdings]:
    return {
        one.name: Holdings(
            rights=await world.rights(one), working=await world.working(one), reads=await world.reads(one)
        )
        for one in people
    }


async def whose(world: World) -> Chosen | None:
    """Somebody whose right can be taken away, by who manages or by the maker of a link."""
    found: list[tuple[str, str, str, dict[str, str]]] = []
    for by in (world.manager, *(one.cookie for one in world.people)):
        for base in world.places:
            told = await world.facts(f"{base}/links", by)
            for link in told["links"] if told else ():
                found += [
                    (one["name"], base, f"{base}/links/{link['id']}/people/{one['visitor']}", by)
                    for one in link["people"] or ()
                    if one["may_remove"] and link["is_open"]
                ]
            for one in (told or {}).get("given", ()):
                on = next(path for path in world.places if path.endswith(one["target"]))
                found.append((one["name"], on, f"{base}/given/{one['visitor']}?of={one['target']}", by))
    if not found:
        return None
    name, target, url, by = world.random.choice(found)
    (person,) = [one for one in world.people if one.name == name]
    return Chosen(person=person, target=target, url=url, by=by)


async def right_ends(world: World) -> str:
    """Somebody is removed, or what they were given is taken away or lowered."""
    chosen = await whose(world)
    if chosen is None:
        return ""
    left = world.random.choice(("", "", "read", "comment")) if chosen.is_given else ""
    url = f"{chosen.url}&role={left}" if left else chosen.url
    told = await world.facts(url, chosen.by)
    assert told is not None
    others = [one for one in world.people if one is not chosen.person]
    before = await held_by(world, others)
    unopened = [(to, path) for to, path in world.mails if await world.get(path) == 200]
    scope = world.inside if chosen.target == world.base else [chosen.target]
    ids = set(await world.links(scope))
    if not await _press(world, chosen, told, left):
        return ""
    sent = dict([await world.arrived() for _ in range(told["mailed"])])
    assert sent.keys() == set(told["mailed_to"])
    story = f"{world.done}, {url}, {told}"
    await _has_what_was_named(world, chosen, told, scope, ids, story)
    await _nobody_else_is_cut_off(world, others, before, story, told)
    if not told["role"] and not told["others"] and not told["read_in"] and set(scope) == set(world.places):
        assert await world.reads(chosen.person) == set(), story
    for to, path in unopened:
        if await world.get(path) != 200 and path not in chosen.person.known:
            assert to in sent, f"{to} was cut off, {story}"
    for to, path in sent.items():
        assert await world.get(path) == 200, f"{to} cannot open it, {story}"
    assert world.box.is_empty, story
    return ("lowered" if left else "given") if chosen.is_given else "removed"


async def _press(world: World, chosen: Chosen, told: dict[str, Any], left: str) -> bool:
    path, _, target = chosen.url.partition("?of=")
    wish: dict[str, object] = {"told": told["told"], "seen": True}
    if target:
        path, wish = f"{path}/end", wish | {"of": target} | ({"role": left} if left else {})
    answer = await world.client.post(path, json=wish, headers=chosen.by | JSON)
    if left and answer.status == 400:
        return False  # it is no less than what they have
    assert answer.status == 200, await answer.text()
    return True


async def _has_what_was_named(
    world: World, chosen: Chosen, told: dict[str, Any], scope: list[str], ids: Collection[str], story: str
) -> None:
    gone = chosen.person
    rights = {place: role for place, role in (await world.rights(gone)).items() if place in scope}
    assert (rights[chosen.target].value if chosen.target in rights else "") == told["role"], story
    assert told["role"] or len(rights) == told["others"], f"{rights}, {story}"
    for path in (path for path in gone.known if any(of_link(path, id_) for id_ in ids)):
        place, role = await world.gives(path) or ("", Role.PRINT)
        assert not place or (place in rights and rights[place].allows(role)), f"{path} gives {role}, {story}"
        assert rights or not await _opens(world, path, gone), f"{path} opens, {story}"
    for base, code in gone.recoveries:
        if base in scope and rights.get(base) is not Role.MANAGE:
            assert (await world.client.get(code)).status == 410, f"{base} comes back, {story}"
    home = await (await world.client.get("/", headers=gone.cookie | LED)).text()
    assert not [place for place in scope if place not in rights and place in home], f"home, {story}"
    if not rights:
        await _has_nothing(world, gone, scope, story)


async def _has_nothing(world: World, gone: Person, scope: list[str], story: str) -> None:
    """No text, nothing to take along, no way from a sheet on paper."""
    for place in scope:
        for cookie in gone.cookies:
            assert (await world.client.get(f"{place}/note.md", headers=cookie)).status != 200, story
            assert (await asked(world.client, place, cookie)).status != 200, (
                f"{place} is taken along, {story}"
            )
    elsewhere = await world.rights(gone)
    for sheet in world.sheets if not elsewhere else ():
        page = await (await world.client.get(sheet, headers=gone.cookie | LED)).text()
        assert not [path for path in (*world.notes, *gone.known) if path in page], f"{sheet} leads, {story}"


async def _opens(world: World, path: str, person: Person) -> bool:
    """With their browsers, a password that they know, or none of these."""
    for cookie in (*person.cookies, {}):
        if await world.get(path, cookie) == 200:
            return True
    if path not in world.passwords:
        return False
    said = {"password": world.passwords[path]}
    answer = await world.client.post(
        f"{path}/password", data=said, headers=person.cookie, allow_redirects=False
    )
    return answer.status == 303


async def _nobody_else_is_cut_off(
    world: World,
    others: Iterable[Person],
    before: dict[str, Holdings],
    story: str,
    told: dict[str, Any],
) -> None:
    says = " ".join(told["says"])
    for one in others:
        was, now = before[one.name], (await held_by(world, [one]))[one.name]
        for place, role in was.rights.items():
            assert place in now.rights, f"{one.name} was cut off from {place}, {story}"
            assert now.rights[place].allows(role), f"{one.name} has less at {place}, {story}"
        assert now.working >= was.working, f"{one.name} lost {was.working - now.working}, {story}"
        lost = was.reads - now.reads
        assert not lost or "pochette" in says or "folder" in says, f"{one.name} lost a note, {story}"


async def link_ends(world: World) -> str:
    """A link is closed, lowered or renewed, or its time is over, with what was made through it."""
    found = [(base, link) for base in world.places for link in await world.listed(base) if link["is_open"]]
    base, link = world.random.choice(found)
    url, id_ = f"{base}/links/{link['id']}", LinkId(link["id"])
    before = await held_by(world, world.people)
    opened = {one["id"] for one in (await world.links()).values() if one["is_open"]}
    read = world.client.app[ENGINE].read
    through = {one.id for one in await read(partial(links.made_through, these=[id_])) if one.id in opened}
    story = f"{world.done}, {link['label']}"
    match world.random.choice(("close", "expire", "lower", "renew")):
        case "close":
            how, cut = "closed", await _close(world, url, id_, opened, story)
        case "expire":
            how, cut = "expired", await _expire(world, url, through | {id_}, opened)
        case "lower":
            how, cut = "less", await _lower(world, url, link, through)
        case _:
            how, cut = "renewed", await _renew(world, base, id_)
    for one in world.people:
        await _has_what_the_link_leaves(world, one, before[one.name], cut, how, story)
    return how if cut else ""


async def _has_what_the_link_leaves(
    world: World, one: Person, was: Holdings, cut: set[str], how: str, story: str
) -> None:
    """Nothing by the links that are cut, and all that they had by others."""
    now = (await held_by(world, [one]))[one.name]
    theirs = {way for way in one.ways if any(of_link(way, gone) for gone in cut)}
    lost = was.working - theirs - now.working
    assert not lost, f"{how}: {one.name} lost {lost}, {story}"
    if not theirs:
        for place, role in was.rights.items():
            assert place in now.rights, f"{how}: {one.name} was cut off from {place}, {story}"
            assert now.rights[place].allows(role), f"{how}: {one.name} has less, {story}"
    if how == "less":
        return
    has_others = set(one.ways) - theirs - set(world.places) or one.name.startswith("Q")
    if not has_others and Role.MANAGE not in was.rights.values():
        assert not now.rights, f"{how}: {one.name} has {now.rights}, {story}"
    for path in one.known:
        if how != "renewed" and any(of_link(path, gone) for gone in cut):
            assert not await _opens(world, path, one), f"{how}: {path} opens, {story}"


async def membership_ends(world: World) -> str:
    """A member is removed or leaves, and links by which they came are renewed on the page that follows."""
    found = [one for one in world.people if one.visitor]
    gone = world.random.choice(found)
    url = f"{world.base}/people/{gone.visitor}"
    page = await (await world.client.get(url, headers=world.manager)).text()
    if Role.MANAGE in (await world.rights(gone)).values():
        return ""  # who manages something there keeps the right to it nowhere else
    others = [one for one in world.people if one is not gone]
    before = await held_by(world, others)
    unopened = [(to, path) for to, path in world.mails if await world.get(path) == 200]
    ids = set(await world.links())
    is_removed = world.chance(0.6)
    if is_removed:
        assert (await world.client.post(url, headers=world.manager)).status == 200
        many = _MAILED.search(page)
        sent = [
            await world.arrived() for _ in range(int(many[1]) if many and many[1] != "Un" else bool(many))
        ]
        assert all(to in page for to, _ in sent)
    else:
        left = await world.client.post("/team/leave", headers=gone.cookie, allow_redirects=False)
        assert left.status == 303
        sent = []
    shown = await (await world.client.get(f"{url}/links", headers=world.manager)).text()
    keep = {"keep": re.findall(r'name="keep" value="([^"]+)"', shown)}
    await world.client.post(f"{url}/links", data=keep, headers=world.manager, allow_redirects=False)
    again = await world.client.post(f"{world.base}/mail/renewed", json={}, headers=world.manager | JSON)
    sent += [await world.arrived() for _ in (await again.json())["sendings"]]
    story = f"{world.done}, {gone.name}, {is_removed}, {page}"
    told = {"role": "", "others": 0, "read_in": 0, "says": [page]}
    chosen = Chosen(person=gone, target=world.base, url=url, by=world.manager)
    # A link to print remembers nobody: those of others stay.
    apart = {*dict(sent).values(), *world.printing}
    gone.known = {path: None for path in gone.known if path not in apart}
    await _has_what_was_named(world, chosen, told, world.inside, ids, story)
    await _nobody_else_is_cut_off(world, others, before, story, told)
    for to, path in unopened:
        if await world.get(path) != 200 and path not in gone.known:
            assert to in dict(sent), f"{to} was cut off, {story}"
    assert world.box.is_empty, story
    return "no member"


async def _close(world: World, url: str, id_: str, opened: set[str], story: str) -> set[str]:
    told = await world.facts(f"{url}/close", world.manager)
    assert told is not None
    also = [one["value"] for one in told["also"] if world.chance(0.5)]
    query = "&".join(f"also={one}" for one in also or [""])
    answer = await world.client.delete(f"{url}?{query}", headers=world.manager)
    assert answer.status == 200, await answer.text()
    left = {one["id"] for one in (await world.links()).values() if one["is_open"]}
    cut = opened - left
    assert id_ in cut, story
    assert len(cut) == 1 or also, story
    return cut


async def _expire(world: World, url: str, ends: set[LinkId], opened: set[str]) -> set[str]:
    at = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    answer = await world.client.put(url, json={"expires_at": at}, headers=world.manager)
    assert answer.status == 200, await answer.text()
    await world.pass_time(10 * 3600 * 1000)
    left = {one["id"] for one in (await world.links()).values() if one["is_open"]}
    assert not ends & left
    return opened - left


async def _lower(world: World, url: str, link: dict[str, Any], through: set[LinkId]) -> set[str]:
    if link["role"] not in ("edit", "comment"):
        return set()
    wish = {"role": world.random.choice(("read", "comment") if link["role"] == "edit" else ("read",))}
    answer = await world.client.put(url, json=wish, headers=world.manager)
    if answer.status == 409:
        return set()  # nobody could write any more
    assert answer.status == 200, await answer.text()
    cut = {link["id"], *through}
    now = await world.links()
    assert all(Role(wish["role"]).allows(Role(now[id_]["role"])) for id_ in cut)
    return cut


async def _renew(world: World, base: str, id_: str) -> set[str]:
    """Nobody is ticked: who manages goes on."""
    wish = {"link": id_}
    answer = await world.client.post(
        f"{base}/manage/renew", data=wish, headers=world.manager, allow_redirects=False
    )
    assert answer.status == 303, await answer.text()
    old = [path for one in world.people for path in one.known if of_link(path, id_)]
    assert not [path for path in old if await world.get(path) == 200], "without a cookie"
    return {id_}
