"""Holders of a place: everybody who came by each kind of link, and what became of these links."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.tools.record.door import Browser
from tests.tools.record.maker import PASSWORD, Link, Maker, soon
from tests.tools.record.world import Holder

# What becomes of a link after somebody has come by it.
ENDS: Final = {
    "read": ("expired", "renewed"),
    "edit": ("expired", "closed", "renewed", "locked", "lowered", "removed"),
}
NOWHERE: Final = "A" * 22
NO_LINK: Final = "A" * 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place that its manager shares: its own address, its id, what it is called, the rights that it has."""

    base: str
    id: str
    name: str
    roles: Sequence[str]
    manager: Browser


async def everybody(maker: Maker, where: Where) -> list[Holder]:
    """By each way and in each state of it."""
    found = [
        Holder(name="own address, nobody", token=where.id),
        Holder(name="own address, stranger", token=where.id, cookie=(await maker.somebody()).cookie),
        Holder(name="own address, owner", token=where.id, cookie=where.manager.cookie),
        Holder(
            name="unknown place, stranger",
            token=NOWHERE,
            cookie=(await maker.somebody()).cookie,
            is_over=True,
        ),
        Holder(name="unknown link, nobody", token=NO_LINK, is_over=True),
    ]
    for role in where.roles:
        found += [one async for one in _open(maker, where, role)]
    for role in ("read", "edit"):
        found += [one async for one in _with_password(maker, where, role)]
        for end in ENDS[role]:
            found += [one async for one in _ended(maker, where, role, end)]
    if where.base.startswith("/n/") or where.base.startswith("/p/"):
        found += [one async for one in _to_print(maker, where)]
    found += [one async for one in _mailed(maker, where)]
    found += [one async for one in _asking(maker, where)]
    return found


async def _open(maker: Maker, where: Where, role: str) -> AsyncIterator[Holder]:
    link = await _link(maker, where, f"{role}", role=role)
    came = await maker.comes(f"P {role} {where.name}", link.path)
    stranger = await maker.somebody()
    yield Holder(name=f"link {role}, nobody", token=link.token)
    yield Holder(name=f"link {role}, stranger", token=link.token, cookie=stranger.cookie)
    yield Holder(name=f"link {role}, came", token=link.token, cookie=came.cookie)
    yield Holder(name=f"link {role}, owner", token=link.token, cookie=where.manager.cookie)
    yield Holder(name=f"link {role}, program", token=link.token, bearer=link.token)
    yield Holder(name=f"own address, came to {role}", token=where.id, cookie=came.cookie)
    yield Holder(name=f"own address, bearer of {role}", token=where.id, bearer=link.token)


async def _with_password(maker: Maker, where: Where, role: str) -> AsyncIterator[Holder]:
    link = await _link(maker, where, f"{role} password", role=role, password=PASSWORD)
    stranger = await maker.somebody()
    said = await maker.somebody(f"P said {role} {where.name}")
    await said.sends(f"{link.path}/password", password=PASSWORD)
    await said.opens(link.path)
    name = f"link {role} with password"
    yield Holder(name=f"{name}, nobody", token=link.token, password=PASSWORD)
    yield Holder(name=f"{name}, wrong one", token=link.token, cookie=stranger.cookie, password=PASSWORD[::-1])
    yield Holder(name=f"{name}, said", token=link.token, cookie=said.cookie, password=PASSWORD)
    yield Holder(name=f"{name}, owner", token=link.token, cookie=where.manager.cookie, password=PASSWORD)
    yield Holder(name=f"{name}, program", token=link.token, bearer=link.token)
    yield Holder(name=f"own address, said it to {role}", token=where.id, cookie=said.cookie)
    yield Holder(name=f"own address, bearer of {role} with password", token=where.id, bearer=link.token)


async def _ended(maker: Maker, where: Where, role: str, end: str) -> AsyncIterator[Holder]:
    """By a link of which something has become."""
    more: dict[str, Any] = {"expires_at": soon()} if end == "expired" else {}
    link = await _link(maker, where, f"{role} {end}", role=role, **more)
    came = await maker.comes(f"P {end} {role} {where.name}", link.path)
    await _becomes(maker, where, link, end)
    name, is_over = f"link {role} {end}", end != "lowered"
    yield Holder(name=f"{name}, nobody", token=link.token, is_over=is_over)
    yield Holder(name=f"{name}, came", token=link.token, cookie=came.cookie, is_over=is_over)
    yield Holder(name=f"{name}, owner", token=link.token, cookie=where.manager.cookie)
    yield Holder(
        name=f"own address, came to {role} {end}", token=where.id, cookie=came.cookie, is_over=is_over
    )
    yield Holder(
        name=f"own address, bearer of {role} {end}", token=where.id, bearer=link.token, is_over=is_over
    )


async def _becomes(maker: Maker, where: Where, link: Link, end: str) -> None:
    at = f"{where.base}/links/{link.id}"
    match end:
        case "closed":
            await where.manager.says(at, {}, method="DELETE")
        case "renewed":
            await where.manager.sends(f"{where.base}/manage/renew", link=link.id)
        case "locked":
            await where.manager.says(at, {"password": PASSWORD}, method="PUT")
        case "lowered":
            await where.manager.says(at, {"role": "read"}, method="PUT")
        case "removed":
            told = await maker.links(where.manager, where.base)
            (people,) = (one["people"] for one in told["links"] if one["id"] == link.id)
            await where.manager.says(f"{at}/people/{people[0]['visitor']}", {})
        case _:
            pass


async def _to_print(maker: Maker, where: Where) -> AsyncIterator[Holder]:
    """Links to print: one as often as one likes, one once, and one that is spent."""
    for name, more in (
        ("print", {}),
        ("print once", {"max_openings": 1}),
        ("print spent", {"max_openings": 1}),
    ):
        link = await _link(maker, where, name, role="print", **more)
        stranger = await maker.somebody()
        if name != "print once":
            await stranger.sends(link.path)
        yield Holder(name=f"link {name}, nobody", token=link.token)
        yield Holder(name=f"link {name}, stranger", token=link.token, cookie=stranger.cookie)
        yield Holder(name=f"link {name}, owner", token=link.token, cookie=where.manager.cookie)
        yield Holder(name=f"own address, stranger to {name}", token=where.id, cookie=stranger.cookie)


async def _mailed(maker: Maker, where: Where) -> AsyncIterator[Holder]:
    path = await maker.mailed(where.manager, where.base, gives="read")
    token = maker.world.call(path.rpartition("/")[2], f"{where.name} mailed link")
    came = await maker.comes(f"P mailed {where.name}", path)
    yield Holder(name="mailed link, nobody", token=token)
    yield Holder(name="mailed link, came", token=token, cookie=came.cookie)
    yield Holder(name="own address, came by mail", token=where.id, cookie=came.cookie)


async def _asking(maker: Maker, where: Where) -> AsyncIterator[Holder]:
    """Who asked for access: given it, given and lost again, or waiting."""
    for state in ("given", "ended", "waiting"):
        asker = await maker.somebody(f"P {state} {where.name}")
        await asker.sends(f"{where.base}/access", name=f"P {state} {where.name}")
        told = await maker.links(where.manager, where.base)
        (request,) = told["requests"]
        if state != "waiting":
            await where.manager.says(f"{where.base}/requests/{request['id']}", {"role": "edit"})
        if state == "ended":
            told = await maker.links(where.manager, where.base)
            given = next(one for one in told["given"] if one["name"] == f"P ended {where.name}")
            await where.manager.says(f"{where.base}/given/{given['visitor']}/end", {"of": given["target"]})
        yield Holder(name=f"own address, asked, {state}", token=where.id, cookie=asker.cookie)


async def _link(maker: Maker, where: Where, name: str, **wish: Any) -> Link:
    return await maker.link(where.manager, where.base, f"{where.name} {name}", **wish)
