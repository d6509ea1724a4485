"""A note sent by mail from the share dialog and from its pages in print; the page says what became of it."""

from pathlib import Path

from playwright.async_api import expect

from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.managing import made_here
from tests.journeys.site import running
from tests.mail_settings import SETTINGS
from tests.server.sending.mailbox import opened


async def test_a_note_is_sent_from_a_desk_and_from_a_phone(
    open_page: OpenPage, axe: str, tmp_path: Path
) -> None:
    async with opened() as box:
        (tmp_path / "pochette.toml").write_text(SETTINGS.format(port=box.port))
        async with running(tmp_path / "data", "--config", str(tmp_path / "pochette.toml")) as site:
            desk, phone = await open_page(), await open_page(**PHONE)
            note = await made_here(desk, site)
            await desk.get_by_role("button", name="Partager").click()
            await desk.get_by_role("link", name="Envoyer par courriel").click()
            await desk.locator("[name=to]").fill("anna@example.org, bo@example.org")
            await desk.locator("[name=message]").fill("À lire ce soir.")
            await desk.get_by_label("Votre adresse").fill("lea@example.org")
            assert await flaws(desk, axe, *DESKS) == []
            box.answers["bo@example.org"] = ["550 5.1.1 no such user"]
            await desk.get_by_role("button", name="Envoyer").click()
            to, message = await box.next()
            assert (to, message["Reply-To"]) == ("anna@example.org", "lea@example.org")
            # The page looks again by itself.
            await expect(desk.locator(".sendings .progress")).to_have_text("1 envoyé sur 2, 1 refusé")
            await expect(desk.locator(".sendings .sent")).to_have_text("Envoyé")
            await expect(desk.locator(".sendings .refused")).to_have_text("Refusé")
            await expect(desk.locator(".why")).to_contain_text("Cette adresse n’existe pas.")
            assert await flaws(desk, axe, *DESKS) == []
            await desk.get_by_role("button", name="Réessayer").click()
            assert (await box.next())[0] == "bo@example.org"

            # Anna has enough of it, and thinks again.
            await phone.goto(message["List-Unsubscribe"].strip("<>"))
            assert await flaws(phone, axe, *PHONES, is_phone=True) == []
            await phone.get_by_role("button", name="Ne plus rien recevoir").tap()
            await expect(phone.get_by_role("heading")).to_have_text("C’est noté")
            assert await flaws(phone, axe, *PHONES, is_phone=True) == []
            await phone.get_by_role("button", name="Recevoir de nouveau").tap()
            await expect(phone.get_by_role("heading")).to_have_text("Ne plus recevoir de courriels\u202f?")

            await phone.goto(f"{note}/print")
            await phone.get_by_role("button", name="Envoyer par courriel").tap()
            await expect(phone.get_by_role("radio", name="PDF joint")).to_be_checked()
            await phone.locator("[name=to]").fill("anna@")
            await phone.get_by_role("button", name="Envoyer").tap()
            await expect(phone.get_by_role("alert")).to_contain_text("n’est pas une adresse")
            assert await flaws(phone, axe, *PHONES, is_phone=True) == []
            await phone.locator("[name=to]").fill("anna@example.org")
            await phone.get_by_role("button", name="Envoyer").tap()
            _, message = await box.next()
            assert [part.get_content_type() for part in message.iter_attachments()] == ["application/pdf"]
