"""A note kept on a phone opens without a network, keeps what is typed, and merges only what may be merged."""

import time
from pathlib import Path

import pytest

from tests.journeys.conftest import Invite
from tests.journeys.offline import (
    NOTHING,
    PHONE,
    another_tab,
    find_network,
    keep,
    kept,
    lose_network,
    restore,
    typed_without_network,
    until_nothing_is_kept,
)
from tests.journeys.site import Site
from tests.journeys.wire import wire_to
from tests.journeys.writer import OFFLINE, SAVED

# One second is promised; a machine that runs other tests too may take another.
OPEN_SECONDS = 2.0


async def test_a_kept_note_opens_without_network_and_all_of_it_is_sent_later(
    site: Site, invite: Invite, axe: str
) -> None:
    async with wire_to(site.port) as wire:
        link = (await site.new_note("# Train\n\nDébut.\n", port=wire.port))["edit"]
        claire = await invite(link, "Claire", **PHONE)
        await claire.sees_state(SAVED)
        await claire.page.get_by_role("button", name="Autres actions").click()
        assert await claire.violations(axe) == []
        await claire.page.keyboard.press("Escape")
        await keep(claire)

        await lose_network(claire, wire)
        await claire.sees_state(OFFLINE)
        await claire.put_caret("Train", after=True)
        await claire.type(" du soir")
        await claire.put_caret("Début", after=True)
        await claire.type(" écrit dans un tunnel")
        await claire.page.get_by_text("2 modifications pas encore envoyées.").wait_for()
        await claire.page.get_by_text("Gardé sur cet appareil, tout sera envoyé automatiquement.").wait_for()
        assert not await claire.page.get_by_text("Gardez cette page ouverte").is_visible()

        async with another_tab(claire, "# Train du soir\nDébut écrit dans un tunnel.") as later:
            begun = time.perf_counter()
            await later.page.goto(f"{link}?view=edit", wait_until="commit")
            text = "# Train du soir\n\nDébut écrit dans un tunnel.\n"
            await later.page.locator(".cm-content").wait_for()
            await later.sees_text(text)
            shown = time.perf_counter() - begun
            print(f"shown without network after {1000 * shown:.0f} ms")  # noqa: T201 - a figure of the docs
            assert shown < OPEN_SECONDS
            await later.sees_state(OFFLINE)
            await later.page.get_by_text("2 modifications pas encore envoyées.").wait_for()
            await later.put_caret("tunnel", after=True)
            await later.type(", puis rouvert")

            await find_network(later, wire)
            text = "# Train du soir\n\nDébut écrit dans un tunnel, puis rouvert.\n"
            await later.sees_state(SAVED)
            assert await later.text() == text
            assert await site.markdown(link) == text
            assert not await later.page.locator("#banner").is_visible()

            await later.page.reload()
            await later.page.locator(".cm-content").wait_for()
            await later.sees_text(text)
            await later.sees_state(SAVED)
            assert await site.markdown(link) == text
            assert not await later.page.locator("#banner").is_visible()


async def test_a_server_that_says_nothing_is_waited_for_one_second(site: Site, invite: Invite) -> None:
    async with wire_to(site.port) as wire:
        link = (await site.new_note("Début.\n", port=wire.port))["edit"]
        claire = await invite(link, "Claire", **PHONE)
        await keep(claire)

        async with another_tab(claire) as later:
            wire.hold()
            begun = time.perf_counter()
            await later.page.goto(link, wait_until="commit")
            await later.page.locator(".cm-content").wait_for()
            await later.sees_text("Début.\n")
            assert time.perf_counter() - begun < OPEN_SECONDS + 1
            wire.release()


@pytest.mark.whole
async def test_a_copy_from_before_a_restore_is_shown_to_be_copied_and_never_merged(
    own_site: Site, invite: Invite, axe: str, tmp_path: Path
) -> None:
    async with wire_to(own_site.port) as wire:
        link = (await own_site.new_note("Début.\n", port=wire.port))["edit"]
        claire = await invite(link, "Claire", **PHONE)
        await claire.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await keep(claire)
        await own_site.shell("backup", str(tmp_path / "b.zip"))
        await lose_network(claire, wire)
        await claire.sees_state(OFFLINE)
        await claire.put_caret("Début", after=True)
        await claire.type(" jamais envoyé")
        await restore(own_site, tmp_path / "b.zip", tmp_path / "restored")

        async with another_tab(claire, "Début jamais envoyé.") as later:
            await later.page.goto(f"{link}?view=edit")
            await later.page.locator(".cm-content").wait_for()
            await later.sees_text("Début jamais envoyé.\n")
            await find_network(later, wire)
            await later.page.get_by_text("Le serveur est revenu à un état antérieur").wait_for()
            await later.page.get_by_text("Copiez ce qui n’est pas enregistré.").wait_for()

            await later.page.reload()
            dialog = later.page.get_by_role("dialog", name="Jamais envoyé")
            await dialog.wait_for()
            await later.page.locator(".cm-content").wait_for()
            await later.sees_text("Début.\n")
            assert await dialog.get_by_role("textbox").input_value() == "Début jamais envoyé."
            assert await later.violations(axe) == []
            await dialog.get_by_role("button", name="Copier").click()
            await dialog.get_by_role("button", name="Copié").wait_for()
            assert await later.page.evaluate("navigator.clipboard.readText()") == "Début jamais envoyé."
            await dialog.get_by_role("button", name="Effacer d’ici").click()
            await dialog.wait_for(state="hidden")

            await later.page.reload()
            await later.sees_state(SAVED)
            assert await later.text() == "Début.\n"
            assert await later.page.get_by_role("dialog").count() == 0
            assert await own_site.markdown(link) == "Début.\n"


@pytest.mark.whole
async def test_a_closed_link_shows_what_was_never_sent_and_then_leaves_nothing(
    own_site: Site, invite: Invite, axe: str
) -> None:
    async with wire_to(own_site.port) as wire:
        link, claire = await typed_without_network(own_site, invite, wire)
        await own_site.shell("links", link, "--renew")

        async with another_tab(claire, "Début jamais envoyé.") as later:
            await find_network(later, wire)
            await later.page.goto(f"{link}?view=edit")
            await later.page.get_by_role("heading", name="Lien introuvable").wait_for()
            dialog = later.page.get_by_role("dialog", name="Jamais envoyé")
            assert await dialog.get_by_role("textbox").input_value() == "Début jamais envoyé."
            assert await later.violations(axe) == []
            await dialog.get_by_role("button", name="Copier").click()
            await dialog.get_by_role("button", name="Copié").wait_for()
            await dialog.get_by_role("button", name="Effacer d’ici").click()
            await until_nothing_is_kept(later.page)


@pytest.mark.whole
async def test_access_withdrawn_while_the_page_is_open_clears_the_copy_once_it_is_copied(
    own_site: Site, invite: Invite
) -> None:
    async with wire_to(own_site.port) as wire:
        link, claire = await typed_without_network(own_site, invite, wire)
        await own_site.shell("links", link, "--renew")

        await find_network(claire, wire)
        await claire.page.get_by_text("Ce lien n’existe pas, ou il a été fermé.").wait_for()
        assert (await kept(claire.page))["databases"] == 1
        await claire.page.get_by_role("button", name="Copier").click()
        await claire.page.get_by_role("button", name="Copié").wait_for()

        await until_nothing_is_kept(claire.page)
        assert await claire.text() == "Début jamais envoyé.\n"


async def test_switching_it_off_leaves_nothing_on_the_device(site: Site, invite: Invite) -> None:
    link = (await site.new_note("Début.\n"))["edit"]
    claire = await invite(link, "Claire")
    assert await kept(claire.page) == NOTHING
    await keep(claire)
    assert await kept(claire.page) == {"caches": 1, "databases": 1, "lines": 1}

    await claire.page.get_by_role("button", name="Autres actions").click()
    await claire.page.get_by_role("switch", name="Garder sur cet appareil").click()
    await until_nothing_is_kept(claire.page)
    assert (
        await claire.page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    )


async def test_a_page_without_encryption_says_why_it_keeps_nothing(site: Site, invite: Invite) -> None:
    link = (await site.new_note("Début.\n"))["edit"]
    claire = await invite(link, "Claire")
    context = claire.page.context
    await context.add_init_script("Object.defineProperty(window, 'isSecureContext', { get: () => false })")
    await claire.page.reload()

    await claire.page.get_by_role("button", name="Autres actions").click()
    assert await claire.page.get_by_role("switch", name="Garder sur cet appareil").is_disabled()
    await claire.page.get_by_text("Impossible ici : cette adresse n’est pas chiffrée (http).").wait_for()


async def test_a_copy_is_not_taken_up_by_somebody_else_with_the_same_link(site: Site, invite: Invite) -> None:
    async with wire_to(site.port) as wire:
        link = (await site.new_note("Début.\n", port=wire.port))["edit"]
        claire = await invite(link, "Claire", **PHONE)
        await keep(claire)
        await lose_network(claire, wire)
        await claire.sees_state(OFFLINE)
        await claire.put_caret("Début", after=True)
        await claire.type(" de Claire")

        async with another_tab(claire, "Début de Claire.") as later:
            await later.page.context.clear_cookies()
            await find_network(later, wire)
            await later.page.goto(f"{link}?view=edit")
            await later.page.get_by_role("dialog", name="Jamais envoyé").wait_for()
            await later.page.locator(".cm-content").wait_for()
            await later.sees_text("Début.\n")
            await later.sees_state(SAVED)
            assert await site.markdown(link) == "Début.\n"
