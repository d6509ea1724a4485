"""In whose name a mail speaks: nobody outside the team passes for the organisation, in whatever letters."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.app import create_app
from server.settings.config import Config
from server.settings.mail import MailSenders
from server.visitors.look_alikes import is_disguised, organisation_names, passes_for
from tests.conftest import Client, client_of
from tests.server.mail.mails import ANNA, SECRET, TEXT, renew_all, send, text_of
from tests.server.sending.mailbox import Mailbox
from tests.server.visitors.team import enter
from tests.server.visits import Made, make

HEADERS = {"Host": "notes.lyon.example", "Accept-Language": "fr"}
CITY = "Ville de Lyon"


@pytest.fixture
def city(mailing: Config) -> Config:
    return replace(mailing, url="https://notes.lyon.example", smtp_from=f"{CITY} <notes@lyon.example>")


async def called(
    client: Client, name: str, text: str = TEXT, cookie: Mapping[str, str] | None = None
) -> Made:
    made = await make(client, markdown=text, headers=dict(cookie) if cookie else None)
    answer = await client.put("/api/visitor", json={"name": name}, headers=made.cookie)
    assert answer.status == 200, await answer.text()
    return made


async def test_a_mail_says_who_writes_and_leads_answers_there(city: Config, box: Mailbox) -> None:
    async with client_of(create_app(city), headers=HEADERS) as client:
        made = await called(client, 'Léa "Roux" (via Google)')
        await send(client, made, ANNA, gives="read", subject="Pour midi", reply_to="lea@Example.ORG")
        _, message = await box.next()
        sender = message["From"].addresses[0]
        assert (sender.display_name, sender.addr_spec) == (
            "Léa Roux via Google (via Pochette)",
            "notes@lyon.example",
        )
        assert (message["Subject"], message["Reply-To"]) == ("Pour midi", "lea@example.org")
        assert "Votre réponse sera envoyée à lea@example.org." in text_of(message).replace("\n", " ")
        assert "Ce site n’a pas vérifié qui vous écrit." in text_of(message, "html")
        for wrong in ("lea", "lea@example.org\nBcc: b@example.org", ["lea@example.org"], 7):
            told = await send(client, made, ANNA, gives="read", reply_to=wrong, status=400)
            assert told["error"]["pointer"] == "/reply_to"
        await send(client, made, ANNA, gives="read")
        _, message = await box.next()
        assert message["Reply-To"] is None
        assert "ne reçoit pas les réponses" in text_of(message).replace("\n", " ")


@pytest.mark.parametrize(
    "name", [CITY, "Vi||e de Ly0n", "V.i.l.l.e de Lyon", "notes@lyon.example", "Pochette", "РОСНЕТТЕ"]
)
async def test_a_name_that_passes_for_the_organisation_is_not_said(
    city: Config, box: Mailbox, name: str
) -> None:
    async with client_of(create_app(city), headers=HEADERS) as client:
        made = await called(client, name, text="# VILLE DE LY0N : votre facture\n\nPayez.\n")
        await send(client, made, ANNA, gives="read")
        _, message = await box.next()
        assert message["From"].addresses[0].display_name == "Quelqu’un (via Pochette)"
        assert message["Subject"] == "Quelqu’un vous envoie un document"
        assert text_of(message).startswith("Quelqu’un vous envoie «")
        for subject in (
            "Ville de Lyon : mot de passe",
            "lyon.example : mot de passe",
            "V\u200bi\u200blle de Ly\u043en",
        ):
            told = await send(client, made, ANNA, gives="read", subject=subject, status=400)
            assert (told["error"]["code"], told["error"]["pointer"]) == ("mail_subject", "/subject")
        renewed = await renew_all(client, made)
        answer = await client.post(f"{renewed.edit}/mail/renewed", json={}, headers=made.cookie)
        assert answer.status == 201
        _, message = await box.next()
        assert message["Subject"] == "Quelqu’un vous envoie un document"
    assert box.is_empty


async def test_a_member_of_the_team_speaks_for_it(city: Config, team_config: Config, box: Mailbox) -> None:
    of_team = replace(city, mail_senders=MailSenders.TEAM, team_passphrase=team_config.team_passphrase)
    async with client_of(create_app(of_team), headers=HEADERS) as client:
        made = await called(client, "Marie Lyon", cookie=await enter(client))
        await send(client, made, ANNA, gives="read", subject="Ville de Lyon : le fret")
        _, message = await box.next()
        assert (message["From"], message["Subject"]) == (
            f"{CITY} <notes@lyon.example>",
            "Ville de Lyon : le fret",
        )
        assert "pas vérifié" not in text_of(message)


async def test_of_a_classified_note_the_headers_name_nobody(city: Config, box: Mailbox) -> None:
    async with client_of(create_app(city), headers=HEADERS) as client:
        made = await called(client, "Léa Roux", text=SECRET)
        await send(client, made, ANNA, gives="read", subject="Le plan")
        _, message = await box.next()
        assert (message["From"], message["Subject"]) == (f"{CITY} <notes@lyon.example>", "Pochette")


# What shows like each letter, or does not show at all.
LIKE = {
    "a": "aа@4",
    "e": "eе3é",
    "i": "iіl1|",
    "l": "lI1|",
    "o": "oо0ο",
    "n": "nńո",
    "y": "yуý",
    "d": "dԁ",
    "v": "vν",
    "p": "pрᴘ",
    "c": "cсç",
    "h": "hһʜ",
    "t": "tτ7ᴛ",
    "s": "sѕ5$",
    "r": "rŕ",
}
BETWEEN = ["", "", "", "", "\u200b", "\u00ad", "\u0301", "\u202e", "."]


@given(st.sampled_from([CITY, "Pochette", "lyon.example", "Direction des achats"]), st.data())
def test_no_disguise_hides_a_name(name: str, data: st.DataObject) -> None:
    signs = [
        data.draw(st.sampled_from(LIKE.get(sign.lower(), sign))) + data.draw(st.sampled_from(BETWEEN))
        for sign in name
    ]
    assert passes_for(f"{data.draw(st.sampled_from(['', 'Le ', 'M. ']))}{''.join(signs)} 69", [name])


def test_other_names_are_those_of_people(city: Config) -> None:
    names = organisation_names(replace(city, oidc_name="État"))
    assert {"Ville de Lyon", "lyon.example", "lyon", "notes.lyon.example", "État"} <= names
    assert not {"notes", "example", "Pochette", ""} & names
    for name in (
        "Anna Roux",
        "Lyonel Villedieu",
        "J. Dupont",
        "Дмитрий",
        "山田 タロウ",
        "Zoë Ødegård",
        "Étienne",
    ):
        assert not passes_for(name, {*names, "Pochette"}), name
        assert not is_disguised(name), name
    for name in ("anna@lyon.fr", "paypal.com", "PAYPAL.COM", "https://x", "Аnna Roux"):
        assert is_disguised(name), name
