"""Places whose rights have ended: renewed, in the trash, handed on, and those of a stolen device."""

from typing import Final

from tests.tools.record.door import Browser
from tests.tools.record.maker import PASSWORD, TEXT, Maker
from tests.tools.record.wishes import wishes_of
from tests.tools.record.world import Holder, Place

_ROLES: Final = ("read", "comment", "edit")


async def renewed(maker: Maker) -> None:
    """A note all of whose links were renewed, and a pochette of somebody else that shows it."""
    omar = await maker.somebody("Omar")
    note = await maker.note(omar, "note renewed", TEXT)
    holders = []
    pairs = []
    for role in _ROLES:
        link = await maker.link(omar, f"/n/{note}", f"renewed {role}", role=role)
        pairs.append((role, link, await maker.comes(f"R {role}", link.path)))
    reader = pairs[0][2]
    folder = await maker.pochette(reader, "pochette of another", "À moi")
    await reader.says(f"/p/{folder}/notes", {"links": [f"http://x{pairs[0][1].path}"]})
    item = (await reader.reads(f"/p/{folder}/notes")).json["notes"][0]["id"]
    await omar.sends(f"/n/{note}/manage/renew")
    for role, link, came in pairs:
        holders += [
            Holder(name=f"old link {role}, nobody", token=link.token, is_over=True),
            Holder(name=f"old link {role}, came", token=link.token, cookie=came.cookie, is_over=True),
            Holder(name=f"own address, came by old {role}", token=note, cookie=came.cookie),
            Holder(name=f"own address, bearer of old {role}", token=note, bearer=link.token),
        ]
    holders.append(Holder(name="own address, owner", token=note, cookie=omar.cookie))
    maker.world.places.extend(
        [
            Place(name="note renewed", kind="n", wishes=wishes_of("n", note, {}), holders=holders),
            Place(
                name="pochette of another",
                kind="p",
                parts={"item": maker.world.call(item, "item withdrawn")},
                wishes=wishes_of("p", folder, {}),
                holders=[Holder(name="own address, owner", token=folder, cookie=reader.cookie)],
            ),
        ]
    )


async def trashed(maker: Maker) -> None:
    """A note and a classeur in the trash."""
    tom = await maker.somebody("Tom")
    for kind, id_ in (
        ("n", await maker.note(tom, "note in trash", TEXT)),
        ("c", await maker.binder(tom, "classeur in trash", "Vieux")),
    ):
        holders = [
            Holder(name="own address, nobody", token=id_),
            Holder(name="own address, owner", token=id_, cookie=tom.cookie),
        ]
        for role, more in (("read", {}), ("edit", {}), ("edit", {"password": PASSWORD})):
            name = f"{role} with password" if more else role
            link = await maker.link(
                tom, f"/{kind}/{id_}", f"{maker.world.names[id_]} {name}", role=role, **more
            )
            holders += [
                Holder(name=f"link {name}, nobody", token=link.token),
                Holder(name=f"link {name}, owner", token=link.token, cookie=tom.cookie),
            ]
            if not more:
                came = await maker.comes(f"T {role} {kind}", link.path)
                holders += [
                    Holder(name=f"link {name}, came", token=link.token, cookie=came.cookie),
                    Holder(name=f"own address, came to {name}", token=id_, cookie=came.cookie),
                    Holder(name=f"own address, bearer of {name}", token=id_, bearer=link.token),
                ]
        if kind == "n":
            await tom.sends(f"/n/{id_}/trash")
        else:
            await tom.sends(f"/c/{id_}/delete", name="Vieux")
        name = maker.world.names[id_]
        maker.world.places.append(
            Place(name=name, kind=kind, wishes=wishes_of(kind, id_, {}), holders=holders)
        )


async def handed_on(maker: Maker) -> list[Browser]:
    """A note whose right to manage was given, handed on, and taken back, and a closed device."""
    first = await maker.somebody("Hugo")
    note = await maker.note(first, "note handed on", TEXT)
    base = f"/n/{note}"
    link = await maker.link(first, base, "handed on edit", role="edit")
    iris, jean = [await maker.comes(name, link.path) for name in ("Iris", "Jean")]
    of_iris = await maker.visitor(first, base, "Iris")
    await first.sends(f"{base}/manage/give", visitor=of_iris, keep="1")
    code = await maker.recovery(first, base, "recovery code used")
    back = await maker.somebody("Kim")
    await back.sends(f"/recover/{code}")
    of_jean = await maker.visitor(first, base, "Jean")
    await first.sends(f"{base}/manage/give", visitor=of_jean)
    second, _ = await maker.linked(iris, "Iris second")
    closed, device = await maker.linked(iris, "Iris closed")
    await iris.sends(f"/devices/{device}/close")
    people = {
        "gave and laid down": first,
        "was given, kept": iris,
        "was given, alone": jean,
        "recovered": back,
        "second device": second,
        "closed device": closed,
    }
    holders = [
        Holder(name=f"own address, {name}", token=note, cookie=one.cookie) for name, one in people.items()
    ]
    holders += [
        Holder(name=f"link edit, {name}", token=link.token, cookie=people[name].cookie)
        for name in ("gave and laid down", "closed device", "second device")
    ]
    wishes = wishes_of("n", note, {})
    maker.world.places.append(Place(name="note handed on", kind="n", wishes=wishes, holders=holders))
    return [back, second, closed]


async def stolen(maker: Maker) -> list[Browser]:
    """A note of somebody one of whose devices was declared stolen, with all that it could reach."""
    theo = await maker.somebody("Théo")
    note = await maker.note(theo, "note of the robbed", TEXT)
    base = f"/n/{note}"
    link = await maker.link(theo, base, "robbed edit", role="edit")
    came = await maker.comes("Uma", link.path)
    thief, device = await maker.linked(theo, "Théo stolen")
    await thief.opens(base)
    await theo.sends("/devices/recovery-code", 200)
    await theo.sends("/devices/stolen", 200, device=device)
    holders = [
        Holder(name="own address, robbed", token=note, cookie=theo.cookie),
        Holder(name="own address, stolen device", token=note, cookie=thief.cookie),
        Holder(name="own address, came by the old link", token=note, cookie=came.cookie),
        Holder(name="old link edit, stolen device", token=link.token, cookie=thief.cookie),
        Holder(name="old link edit, came", token=link.token, cookie=came.cookie),
        Holder(name="old link edit, nobody", token=link.token),
    ]
    wishes = wishes_of("n", note, {})
    maker.world.places.append(Place(name="note of the robbed", kind="n", wishes=wishes, holders=holders))
    return [theo, thief]
