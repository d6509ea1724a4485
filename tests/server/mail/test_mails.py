"""A note or a pochette by mail: from the wish at the door to what a server of mail has received."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from yarl import URL

from server.app import create_app
from server.command import backup
from server.sending.sender import SENDER
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.database import database
from tests.server.links.sharing import listed
from tests.server.mail.mails import ANNA, SECRET, TEXT, is_print_of, pdf_of, send, sendings, text_of, until
from tests.server.pochettes import add, make_folder, words
from tests.server.sending.mailbox import Mailbox
from tests.server.visits import make


async def test_each_address_gets_a_mail_and_a_link_to_print_of_its_own(poster: Client, box: Mailbox) -> None:
    made = await make(poster, markdown=TEXT)
    assert (await poster.put("/api/visitor", json={"name": "Léa Roux"}, headers=made.cookie)).status == 200
    told = await send(poster, made, ANNA, "Bo@Example.ORG", message="Bonjour,\n\nà lire <avant> midi.")
    assert [one["state"] for one in told["sendings"]] == ["waiting", "waiting"]
    came = dict([await box.next(), await box.next()])
    assert came.keys() == {ANNA, "Bo@example.org"}
    addresses = set()
    for message in came.values():
        assert message["Subject"] == "Le fret ferroviaire"
        assert message["Auto-Submitted"] == "auto-generated"
        assert (message["From"], message["Date"].datetime is not None) == (
            '"Léa Roux (via Pochette)" <notes@example.org>',
            True,
        )
        text = text_of(message)
        assert text.replace("\u202f", " ").startswith(
            "Léa Roux vous envoie « Le fret ferroviaire ».\n\nBonjour,\n\nà lire <avant> midi."
        )
        assert "à lire &lt;avant&gt; midi." in text_of(message, "html")
        assert "Douze trains" not in text
        addresses.update(re.findall(r"https://notes\.example\.org(/n/\S+)", text))
    assert len(addresses) == 2
    for path in addresses:
        door = await poster.get(path)
        assert (door.status, "fret" in await door.text()) == (200, False)
    labels = {one["label"]: one["role"] for one in await listed(poster, made)}
    assert (labels[ANNA], labels["Bo@example.org"]) == ("print", "print")
    await until(poster, made, "sent")


async def test_the_pdf_that_comes_is_the_edition(poster: Client, box: Mailbox) -> None:
    made = await make(poster, markdown=TEXT)
    wish: dict[str, Any] = {"recipient": "L. Benali", "copy": "3", "lang": "en", "subject": "Pour midi"}
    await send(poster, made, ANNA, gives="pdf", **wish)
    _, message = await box.next()
    assert message["Subject"] == "Pour midi"
    name, pdf = pdf_of(message)
    assert name == "Le fret ferroviaire.pdf"
    assert "sends you “Le fret ferroviaire”." in text_of(message)
    printed = await poster.get(f"{made.edit}/edition/1.pdf", headers=made.cookie)
    assert await is_print_of(pdf, printed)
    assert "L. Benali" in await words(pdf)
    assert message["Content-Language"] == "en"


@pytest.mark.sqlite("a backup is restored into an empty database alone")
async def test_a_restored_instance_sends_nothing_again(
    poster: Client, mailing: Config, box: Mailbox, tmp_path: Path
) -> None:
    box.close()
    made = await make(poster, markdown=TEXT)
    await send(poster, made, ANNA, message="Une phrase.")
    await until(poster, made, "waiting", "répond pas")
    await backup.back_up(mailing, tmp_path / "b.zip")
    restored = replace(mailing, data=tmp_path / "restored")
    await backup.restore(restored, tmp_path / "b.zip")
    with database(restored) as rows:
        assert list(rows.execute("SELECT count(*) FROM sendings")) == [(0,)]


async def test_a_note_in_the_trash_does_not_leave(poster: Client, mailing: Config, box: Mailbox) -> None:
    made = await make(poster, markdown=TEXT)
    box.answers[ANNA] = ["451 later"]
    await send(poster, made, ANNA, gives="read")
    await until(poster, made, "waiting", "attendre")
    assert (await poster.post(f"{made.edit}/trash", headers=made.cookie)).status == 200
    with database(mailing) as rows:
        rows.execute("UPDATE sendings SET due_at = 0")
        poster.app[SENDER].wake()
        while list(rows.execute("SELECT state, why FROM sendings")) != [("refused", "trash")]:
            await poster.get("/health")
    assert box.is_empty


async def test_a_pochette_leaves_as_a_link_or_bound(poster: Client, box: Mailbox) -> None:
    made = await make(poster, markdown=TEXT)
    folder = await make_folder(poster, title="Lundi", headers=made.cookie)
    await add(poster, folder, made)
    for gives in ("read", "pdf"):
        wish = {"to": ANNA, "gives": gives}
        answer = await poster.post(f"{folder.edit}/mail", json=wish, headers=folder.cookie)
        assert answer.status == 201, await answer.text()
    _, linked = await box.next()
    (path,) = re.findall(r"https://notes\.example\.org(/p/\S+)", text_of(linked))
    assert "Le fret" in await (await poster.get(path)).text()
    _, bound = await box.next()
    assert (bound["Subject"], "Douze trains" in await words(pdf_of(bound)[1])) == ("Lundi", True)


async def test_a_classified_note_tells_no_title_and_leaves_as_no_plain_pdf(
    poster: Client, box: Mailbox
) -> None:
    made = await make(poster, markdown=SECRET)
    told = await send(poster, made, ANNA, gives="pdf", status=400)
    assert ANNA in told["error"]["message"]
    assert await sendings(poster, made) == []
    await send(poster, made, ANNA, subject="Le plan secret")
    _, message = await box.next()
    assert message["Subject"] == "Pochette"
    assert "secret" not in message.as_string()


async def test_nothing_is_lost_while_the_server_of_mail_is_away(
    poster: Client, mailing: Config, box: Mailbox
) -> None:
    box.close()
    made = await make(poster, markdown=TEXT)
    await send(poster, made, ANNA, message="Bonjour")
    one = await until(poster, made, "waiting", "ne répond pas")
    assert (one["may_retry"], one["next_at"] is not None) == (True, True)
    page = await (await poster.get(f"{made.edit}/mail", headers=made.cookie)).text()
    assert all(word in page for word in ("En attente", "ne répond pas", "Réessayer", "Nouvel essai à"))
    await poster.close()
    await box.open()
    async with client_of(create_app(mailing), headers={"Host": "notes.example.org"}) as other:
        again = await other.post(f"{made.edit}/mail/{one['id']}", headers=made.cookie)
        assert again.status == 200, await again.text()
        to, message = await box.next()
        assert (to, "Bonjour" in text_of(message)) == (ANNA, True)
        assert message["Message-ID"].startswith(f"<{one['id']}.")
        await until(other, made, "sent")
        with database(mailing) as rows:
            assert list(rows.execute("SELECT content FROM sendings")) == [(None,)]
        assert (await other.post(f"{made.edit}/mail/{one['id']}", headers=made.cookie)).status == 409


REFUSALS = [
    ("550 5.1.1 <anna@example.org>: no such user", "Cette adresse n’existe pas."),
    ("552 5.2.2 mailbox full", "La boîte du destinataire est pleine."),
    ("550 5.7.1 spam", "Le serveur du destinataire a rejeté ce courriel."),
    ("521 no mail here", "Le serveur de messagerie l’a refusé."),
]


async def test_a_refusal_is_told_in_words_and_can_be_tried_again(poster: Client, box: Mailbox) -> None:
    made = await make(poster, markdown=TEXT)
    for answer, why in REFUSALS:
        box.answers[ANNA] = [answer]
        await send(poster, made, ANNA, gives="read")
        one = await until(poster, made, "refused")
        assert (one["why"], one["answer"]) == (why, answer)
        assert (await poster.post(f"{made.edit}/mail/{one['id']}", headers=made.cookie)).status == 200
        assert (await box.next())[0] == ANNA


async def test_a_link_that_was_closed_meanwhile_does_not_leave(poster: Client, box: Mailbox) -> None:
    made = await make(poster, markdown=TEXT)
    box.answers[ANNA] = ["451 later"]
    await send(poster, made, ANNA, gives="edit")
    one = await until(poster, made, "waiting", "attendre")
    link = next(link for link in await listed(poster, made) if link["label"] == ANNA)
    assert (await poster.delete(f"{made.edit}/links/{link['id']}", headers=made.cookie)).status == 200
    await poster.post(f"{made.edit}/mail/{one['id']}", headers=made.cookie)
    await until(poster, made, "refused", "fermé")


async def test_a_pdf_that_waits_stays_once_its_note_is_classified_or_a_passage_erased(
    poster: Client, box: Mailbox
) -> None:
    made = await make(poster, markdown="# Note\n\nLe mot de passe est bolumire, gardez-le.\n")
    box.answers[ANNA] = ["451 4.7.1 later", "451 later"]
    await send(poster, made, ANNA, gives="pdf")
    one = await until(poster, made, "waiting", "attendre")
    assert one["answer"] == "451 4.7.1 later"
    change = {"classification": "Diffusion restreinte"}
    assert (await poster.put(f"{made.edit}/card", json=change, headers=made.cookie)).status == 200
    assert (await poster.post(f"{made.edit}/mail/{one['id']}", headers=made.cookie)).status == 200
    await until(poster, made, "refused", "chiffré")
    await send(poster, made, ANNA, gives="read", message="Voici bolumire.")
    await until(poster, made, "waiting", "attendre")
    answer = await poster.post(f"{made.edit}/erasures", json={"text": "bolumire"}, headers=made.cookie)
    assert answer.status == 201, await answer.text()
    found = {one["gives"]: one for one in await sendings(poster, made)}
    assert ("effacé" in found["pdf"]["why"], found["pdf"]["may_retry"]) == (True, False)
    await poster.post(f"{made.edit}/mail/{found['read']['id']}", headers=made.cookie)
    _, message = await box.next()
    assert "Voici ." in text_of(message)
    assert box.is_empty


async def test_the_page_works_without_script_and_keeps_what_was_typed(
    poster: Client, mailing: Config, box: Mailbox
) -> None:
    made = await make(poster, markdown=TEXT)
    ours = {**made.cookie, "Origin": "https://notes.example.org"}
    page = await (await poster.get(f"{made.edit}/mail?gives=pdf&format=large", headers=ours)).text()
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert fields["format"] == "large"
    assert 'value="pdf" checked' in page
    said = {**fields, "to": "anna@", "gives": "read", "message": "Bonjour & merci", "lang": "fr"}
    refused = await poster.post(f"{made.edit}/mail", data=said, headers=ours)
    text = await refused.text()
    assert refused.status == 400
    assert "n’est pas une adresse" in text
    assert ">Bonjour &amp; merci</textarea>" in text
    assert ">anna@</textarea>" in text
    for _ in range(2):  # a button that is pressed twice sends once
        done = await poster.post(f"{made.edit}/mail", data={**said, "to": ANNA}, headers=ours)
        text = await done.text()
        assert URL(str(done.url)).query["done"] == "sent"
    assert "Le courriel est en route." in text
    assert (await box.next())[0] == ANNA
    await until(poster, made, "sent")
    assert len(await sendings(poster, made)) == 1
    with database(mailing) as rows:
        assert list(rows.execute("SELECT count(*) FROM audit WHERE what = 'mailed'")) == [(1,)]


async def test_the_log_and_the_audit_log_name_no_address(
    poster: Client, mailing: Config, box: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    made = await make(poster, markdown=TEXT)
    box.answers["bo@example.org"] = ["550 5.1.1 no bo@example.org"]
    await send(poster, made, ANNA, "bo@example.org", message="Voici.")
    _, message = await box.next()
    while any(one["state"] == "waiting" for one in await sendings(poster, made)):
        pass
    (token,) = re.findall(r"/n/(\S{32})", text_of(message))
    with database(mailing) as rows:
        audit = list(rows.execute("SELECT what, details FROM audit WHERE what LIKE 'mail%' ORDER BY seq"))
        everything = "\n".join(str(row) for row in rows.execute("SELECT * FROM sendings"))
    (asked, *ended) = [what for what, _ in audit]
    assert (asked, sorted(ended)) == ("mailed", ["mail-refused", "mail-sent"])
    told = caplog.text + str(audit)
    assert not [word for word in (ANNA, "bo@", "Voici", token) if word in told]
    assert token not in everything
