"""The world of a team: members, one who was removed, strangers, and the classeur of the team."""

import re
from typing import Final

from tests.tools.record.door import Browser
from tests.tools.record.instance import LATER_MS
from tests.tools.record.maker import TEXT, Maker
from tests.tools.record.wishes import wishes_of
from tests.tools.record.world import Holder, Place

_PASSPHRASE: Final = "le pont neuf à minuit"
SETTINGS: Final = (
    'team_passphrase = "$argon2id$v=19$m=65536,t=3,p=4'
    '$swId5N370kL4YmC+KofTPg$HqEzOCribkeVw3ZbkMiMzGdqQVigkudMkrhnC0hQP78"\n'
)
_BINDER: Final = re.compile(r'href="/c/([\w-]{22})"')
_MEMBER: Final = re.compile(r"/people/([\w-]{8,})")


async def team(maker: Maker) -> None:
    """The first who comes in manages the classeur of the team."""
    boss = await _member(maker, "Boss")
    found = _BINDER.search((await boss.opens("/")).text)
    assert found is not None
    binder = maker.world.call(found[1], "classeur of the team")
    base = f"/c/{binder}"
    told = (await boss.says(f"{base}/notes", {"markdown": TEXT}, 201)).json
    note = maker.world.call(told["note"], "note of the team")
    told = (await boss.says(f"{base}/folders", {"title": "Lundi"}, 201)).json
    folder = maker.world.call(told["folder"], "pochette of the team")
    link = await maker.link(boss, f"/n/{note}", "team note edit", role="edit")
    of_binder = await maker.link(boss, base, "team classeur comment", role="comment")
    mina, lost = await _member(maker, "Mina"), await _member(maker, "Lola")
    people = _MEMBER.findall((await boss.opens(f"{base}/people")).text)
    ids = [maker.world.call(one, f"member {at}") for at, one in enumerate(dict.fromkeys(people))]
    gone = await _visitor(boss, base, ids, "Lola")
    await boss.sends(f"{base}/people/{gone}", 200)
    guest = await maker.comes("Guest", link.path)
    second = await maker.comes("Other guest", of_binder.path)
    holders = {
        "nobody": Browser(maker.door),
        "stranger": await maker.somebody(),
        "who manages": boss,
        "member": mina,
        "removed member": lost,
        "came by a link of the note": guest,
        "came by a link of the classeur": second,
    }
    await maker.door.instance.pass_time(LATER_MS)
    for kind, id_, token in (("c", binder, of_binder.token), ("n", note, link.token), ("p", folder, "")):
        parts = {"member": next(one for one in ids if one != gone), "note": note}
        found_here = [
            Holder(name=f"own address, {name}", token=id_, cookie=one.cookie) for name, one in holders.items()
        ]
        found_here.append(Holder(name="own address, program", token=id_, bearer=of_binder.token))
        if token:
            found_here += [
                Holder(name=f"link, {name}", token=token, cookie=one.cookie) for name, one in holders.items()
            ]
        maker.world.places.append(
            Place(
                name=maker.world.names[id_],
                kind=kind,
                parts=parts,
                wishes=wishes_of(kind, id_, parts),
                holders=found_here,
            )
        )
    below = [Holder(name=name, cookie=one.cookie) for name, one in holders.items()]
    maker.world.places.append(
        Place(name="below no link, team", kind="", wishes=wishes_of("", note, {}), holders=below)
    )


async def _member(maker: Maker, name: str) -> Browser:
    browser = await maker.somebody(name)
    await browser.sends("/team", passphrase=_PASSPHRASE)
    return browser


async def _visitor(boss: Browser, base: str, ids: list[str], name: str) -> str:
    """The member whose page of removal names somebody."""
    for one in ids:
        answer = await boss.door.ask("GET", f"{base}/people/{one}", boss.headers)
        if answer.status == 200 and name in answer.text:
            return one
    raise LookupError(name)
