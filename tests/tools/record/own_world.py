"""The world of an instance where everybody begins notes: places with all that may hold them."""

from collections.abc import Mapping
from typing import Final

from tests.tools.record import ends
from tests.tools.record.door import Browser
from tests.tools.record.instance import LATER_MS
from tests.tools.record.maker import TEXT, Maker
from tests.tools.record.people import Where, everybody
from tests.tools.record.wishes import PNG, wishes_of
from tests.tools.record.world import Holder, Place

_OF_NOTES: Final = ("read", "comment", "edit")
_OF_FOLDERS: Final = ("read", "edit")


async def own(maker: Maker) -> None:
    """Notes alone, in pochettes and in a classeur; devices that were linked, closed and stolen."""
    olga = await maker.somebody("Olga")
    note = await maker.note(olga, "note alone", TEXT)
    folder = await maker.pochette(olga, "pochette alone", "Lundi")
    binder = await maker.binder(olga, "classeur", "Programme")
    await olga.says(f"/p/{folder}/notes", {"notes": [note]})
    inside = await _into(maker, olga, binder, "note in classeur")
    archived = await _into(maker, olga, binder, "note in archive")
    of_binder = maker.world.call(
        (await olga.says(f"/c/{binder}/folders", {"title": "Mardi"}, 201)).json["folder"],
        "pochette in classeur",
    )
    await olga.says(f"/p/{of_binder}/notes", {"notes": [inside]})
    for name, kind, id_, roles in (
        ("note alone", "n", note, _OF_NOTES),
        ("pochette alone", "p", folder, _OF_FOLDERS),
        ("classeur", "c", binder, _OF_NOTES),
    ):
        await _shared(maker, Where(base=f"/{kind}/{id_}", id=id_, name=name, roles=roles, manager=olga))
    await olga.says(f"/c/{binder}/notes/archive", {"notes": [archived]})
    await _of_classeur(maker, olga, binder, {"n": (inside, archived), "p": (of_binder,)})
    await ends.renewed(maker)
    await ends.trashed(maker)
    back, second, closed = await ends.handed_on(maker)
    robbed, thief = await ends.stolen(maker)
    await maker.door.instance.pass_time(LATER_MS)
    browsers = {
        "owner": olga,
        "stranger": await maker.somebody(),
        "recovered": back,
        "second device": second,
        "closed device": closed,
        "robbed": robbed,
        "stolen device": thief,
    }
    await _below_no_link(maker, browsers, note)


async def _into(maker: Maker, by: Browser, binder: str, name: str) -> str:
    told = (await by.says(f"/c/{binder}/notes", {"markdown": TEXT}, 201)).json
    return maker.world.call(told["note"], name)


async def _shared(maker: Maker, where: Where) -> None:
    """A place with everybody, and one of everything that has a name of its own there."""
    holders = await everybody(maker, where)
    parts = await _parts(maker, where)
    kind = where.base[1]
    maker.world.places.append(
        Place(
            name=where.name, kind=kind, parts=parts, wishes=wishes_of(kind, where.id, parts), holders=holders
        )
    )


async def _parts(maker: Maker, where: Where) -> dict[str, str]:
    """The names in addresses below it."""
    told, by, base = await maker.links(where.manager, where.base), where.manager, where.base
    link = next(one for one in told["links"] if one["label"] == f"{where.name} read")
    parts = {
        "link": link["id"],
        "visitor": link["people"][0]["visitor"],
        "request": told["requests"][0]["id"],
        "edit link": next(one["id"] for one in told["links"] if one["label"] == f"{where.name} edit"),
    }
    sent = (await by.reads(f"{base}/mail")).json["sendings"]
    parts["sending"] = sent[0]["id"]
    if base[1] != "c":
        printed = (await by.says(f"{base}/editions", {}, 201)).json
        parts["edition url"] = printed["url"]
    if base[1] == "n":
        await by.says(f"{base}/versions", {"name": "Une"}, 201)
        parts["comment"] = (await by.says(f"{base}/comments", {"text": "Lu."}, 201)).json["id"]
        parts["thread"] = (await by.reads(f"{base}/comments")).json["threads"][0]["id"]
        headers = {"Content-Type": "image/png", **by.headers}
        picture = await maker.door.ask("POST", f"{base}/images", headers, PNG)
        parts["id"] = picture.json["address"].rpartition("/")[2]
    if base[1] == "p":
        parts["item"] = (await by.reads(f"{base}/notes")).json["notes"][0]["id"]
    if base[1] == "c":
        made = await by.says(f"{base}/lists", {"name": "Élus", "addresses": ["a@example.org"]}, 201)
        parts["list"] = made.json["id"]
        parts["note"] = next(id_ for id_, name in maker.world.names.items() if name == "note in classeur")
    for name, value in parts.items():
        maker.world.call(value, f"{where.name} {name}")
    return parts


async def _of_classeur(maker: Maker, olga: Browser, binder: str, held: Mapping[str, tuple[str, ...]]) -> None:
    """What is in the classeur, by who holds that."""
    base = f"/c/{binder}"
    holders = {"nobody": Browser(maker.door), "stranger": await maker.somebody(), "owner": olga}
    bearers = {}
    for role in _OF_NOTES:
        link = await maker.link(olga, base, f"to what is inside, {role}", role=role)
        holders[f"came to {role} in the classeur"] = await maker.comes(f"C {role}", link.path)
        bearers[f"bearer of {role} in the classeur"] = link.token
    for end in ("closed", "renewed"):
        link = await maker.link(olga, base, f"to what is inside, {end}", role="edit")
        holders[f"came by a link {end}"] = await maker.comes(f"C {end}", link.path)
        bearers[f"bearer of a link {end}"] = link.token
        if end == "closed":
            await olga.says(f"{base}/links/{link.id}", {}, method="DELETE")
        else:
            await olga.sends(f"{base}/manage/renew", link=link.id)
    names = {id_: maker.world.names[id_] for ids in held.values() for id_ in ids}
    for kind, ids in held.items():
        for id_ in ids:
            found = [
                Holder(name=f"own address, {name}", token=id_, cookie=one.cookie)
                for name, one in holders.items()
            ]
            found += [
                Holder(name=f"own address, {name}", token=id_, bearer=token)
                for name, token in bearers.items()
            ]
            maker.world.places.append(
                Place(name=names[id_], kind=kind, wishes=wishes_of(kind, id_, {}), holders=found)
            )


async def _below_no_link(maker: Maker, browsers: Mapping[str, Browser], note: str) -> None:
    """What is below no link, as each browser is answered there; codes that are still good."""
    owner = browsers["owner"]
    joining = (await owner.sends("/devices/code")).location.rpartition("/")[2]
    others = (await maker.devices(owner))[-1:]
    printed = next(place.parts["edition url"] for place in maker.world.places if "edition url" in place.parts)
    parts = {
        "code": maker.world.call(joining, "code shown"),
        "device": maker.world.call(others[0] if others else "x", "device of the owner"),
        "recovery": await maker.recovery(owner, f"/n/{note}", "recovery code"),
        "sheet": maker.world.call(printed.rpartition("/")[2], "code of a sheet"),
    }
    holders = [Holder(name="nobody")]
    holders += [Holder(name=name, cookie=one.cookie) for name, one in browsers.items()]
    maker.world.places.append(
        Place(name="below no link", kind="", parts=parts, wishes=wishes_of("", note, parts), holders=holders)
    )
