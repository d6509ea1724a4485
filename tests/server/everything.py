"""Something in every table of an instance, all of it by the door where there is one."""

from datetime import date
from functools import partial
from typing import Any

from yarl import URL

from server.http.keys import ENGINE
from server.ids import BinderId, DeviceId, NoteId, VisitorId
from server.storage import (
    Db,
    devices,
    losses,
    mail_days,
    mail_keys,
    mail_lists,
    members,
    recovery_codes,
    right_before,
    team,
    unsubscribed,
)
from server.storage.devices import Device
from server.storage.losses import Loss, LossId
from server.storage.mail_keys import KeyRow
from server.storage.mail_lists import MailList
from server.storage.rights import handovers, links
from server.storage.rights.handovers import Handover
from server.targets import NoteTarget
from tests.conftest import Client
from tests.server.live.editors import Editor
from tests.server.notes.images import add_image
from tests.server.visits import make


async def use_everything(client: Client) -> None:
    """Something in every table, all of it by the door."""
    made = await make(client, markdown="---\ntheme: Santé\n---\n# Note\n\nUn secret bien gardé.\n")
    other = await make(client, markdown="# Autre\n\nRien.\n", headers=made.cookie)
    await client.get(f"{made.edit}?view=read", headers=made.cookie)
    assert (await client.get(f"{made.edit}/carry", headers=made.cookie)).status == 200
    await add_image(client, made)
    anna = Editor()
    await anna.connect(client.session, str(client.make_url(f"/sync/{made.edit_token}")))
    await anna.until(lambda: anna.is_saved)
    await anna.type("Et Anna.")
    await anna.until(lambda: anna.is_saved)
    asked: list[tuple[str, dict[str, Any]]] = [
        (f"{made.edit}/versions", {"name": "Avant relecture"}),
        (f"{made.edit}/links", {"role": "print", "recipient": "Mme Diallo", "label": "Pour le train"}),
        (f"{made.edit}/links", {"role": "read", "password": "bolu-miretu-4821"}),
        (f"{made.edit}/editions", {"recipient": "M. Roux"}),
        (f"{made.edit}/comments", {"text": "À relire avant midi."}),
        (f"{made.edit}/comments", {"text": "À relire avant lundi"}),
        (f"{made.edit}/erasures", {"text": "secret bien"}),
    ]
    for path, wish in asked:
        answer = await client.post(path, json=wish, headers=made.cookie)
        assert answer.status == 201, await answer.text()
    assert (await client.post(f"{made.edit}/manage/recovery", headers=made.cookie)).status == 200
    answer = await client.post("/api/folders", json={"title": "Lundi"}, headers=made.cookie)
    folder = await answer.json()
    where = folder["links"]["edit"].partition("/p/")[2]
    for note in (made, other):
        answer = await client.post(f"/p/{where}/notes", json={"notes": [note.id]}, headers=made.cookie)
        assert answer.status == 200, await answer.text()
    assert (await client.get(f"/p/{where}", headers=made.cookie)).status == 200
    answer = await client.post("/api/binders", json={"name": "Programme"}, headers=made.cookie)
    told = await answer.json()
    binder, binder_id = URL(told["links"]["edit"]).path, told["binder"]
    assert (await client.get(binder, headers=made.cookie)).status == 200
    answer = await client.post(f"{binder}/put", json={"notes": [other.id]}, headers=made.cookie)
    assert answer.status == 200, await answer.text()
    home = f"/c/{binder_id}"
    answer = await client.post(f"{home}/access", data={"name": "Léa"}, allow_redirects=False)
    assert answer.status == 303, await answer.text()
    answer = await client.post(f"{home}/asking", json={}, headers=made.cookie)
    assert answer.status == 200, await answer.text()
    seen = await (await client.get(f"{home}/links", headers=made.cookie)).json()
    (link,) = seen["links"]
    karim = await client.post(f"{binder}/arrival", data={"name": "Karim"})
    assert karim.status == 200, await karim.text()
    links_told = (await (await client.get(f"{home}/links", headers=made.cookie)).json())["links"]
    (person,) = (one for one in links_told[0]["people"] if one["name"] == "Karim")
    known = f"{home}/links/{link['id']}/people/{person['visitor']}/recognised"
    assert (await client.post(known, headers=made.cookie)).status == 200
    of = BinderId(binder_id)
    people = MailList(id="list", binder=of, name="Élus", changed_at=1, addresses=("a@b.fr",))
    await client.app[ENGINE].write(partial(mail_lists.insert, one=people))
    key = KeyRow("diallo@example.org", "ab12", b"key", 1)
    await client.app[ENGINE].write(partial(mail_keys.put, key=key))
    await client.app[ENGINE].write(partial(_of_team, note=made.id))


def _of_team(db: Db, *, note: str) -> None:
    """What an instance with a team keeps besides."""
    ((device, visitor),) = db.execute("SELECT id, visitor FROM devices LIMIT 1")
    members.let_in(db, device, proof="asked", at=1)
    members.become(db, device, visitor, "somebody", at=1)
    members.change_passphrase(db, "asked", "hash", 1)
    mail_days.count(db, date(2017, 3, 14), 12)
    unsubscribed.put(db, b"hash", 1)
    team.share(db, NoteId(note))
    db.execute("INSERT INTO seen_for_me (visitor, at) VALUES (?, 1)", (visitor,))
    _fill_losses(db, DeviceId(device), VisitorId(visitor), NoteId(note))


def _fill_losses(db: Db, device: DeviceId, visitor: VisitorId, note: NoteId) -> None:
    """What a device that was declared stolen leaves behind."""
    other = DeviceId("other")
    stranger = Device(id=other, visitor=VisitorId("stranger"), name=None, colour=1, seen_at=1)
    devices.insert(db, stranger, b"hash", "agent")
    recovery_codes.insert(db, b"code", visitor, device, 1)
    loss = Loss(id=LossId("loss"), visitor=visitor, by_device=other, at=1, final_at=2)
    losses.insert(db, loss, [device])
    (link, *_) = links.of_target(db, NoteTarget(note))
    right_before.remember(db, link.id, device, b"network", 1)
    db.execute("INSERT INTO lost_openings (loss, device, link) VALUES ('loss', ?, ?)", (device, link.id))
    db.execute(
        "INSERT INTO loss_notices (loss, link, generation, name, since) VALUES ('loss', ?, 1, 'x', 1)",
        (link.id,),
    )
    given = Handover(target=NoteTarget(note), from_device=device, to_device=other, was_kept=True)
    handovers.insert(db, given, 1)
