"""What the page claims to be saved, on a network and a server that fail in every way."""

import asyncio
import itertools

import pytest
from playwright.async_api import Dialog

from tests.journeys.conftest import Invite
from tests.journeys.saving import both_claim_more, type_words
from tests.journeys.site import Site
from tests.journeys.wire import wire_to
from tests.journeys.writer import OFFLINE, SAVED, SAVING

LATE_MS = 3_900


async def test_what_two_people_type_apart_is_one_text_when_the_network_is_back(
    site: Site, invite: Invite
) -> None:
    async with wire_to(site.port) as wire:
        link = (await site.new_note("Début.\n", port=wire.port))["edit"]
        claire = await invite(link, "Claire")
        karim = await invite(link.replace(f":{wire.port}", f":{site.port}"), "Karim")
        await claire.put_caret("Début", after=True)
        await karim.put_caret("Début.", after=True)

        wire.cut()
        await claire.sees_state(OFFLINE)
        await asyncio.gather(claire.type(" dans le train", delay=10), karim.type(" Fin.", delay=10))
        await claire.page.get_by_text("1 modification pas encore envoyée.").wait_for()
        assert await claire.text() == "Début dans le train.\n"
        assert await karim.text() == "Début. Fin.\n"
        assert await claire.page.locator(".pend").inner_text() == " dans le train"
        wire.mend()

        await claire.sees_text("Début dans le train. Fin.\n")
        await karim.sees_text("Début dans le train. Fin.\n")
        await claire.sees_state(SAVED)
        assert not await claire.page.locator("#banner").is_visible()
        assert await claire.page.locator(".pend").count() == 0
        assert await site.markdown(link) == "Début dans le train. Fin.\n"


@pytest.mark.whole
async def test_the_browsers_word_that_it_is_offline_is_believed_at_once(site: Site, invite: Invite) -> None:
    link = (await site.new_note("Début.\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    await claire.put_caret("Début", after=True)
    await claire.sees_state(SAVED)

    await claire.page.context.set_offline(True)
    await claire.sees_state(OFFLINE, within=1_000)
    await claire.type(" sans réseau")
    await karim.put_caret("Début.", after=True)
    await karim.type(" Fin.")
    await claire.page.context.set_offline(False)

    await claire.sees_text("Début sans réseau. Fin.\n")
    await karim.sees_text("Début sans réseau. Fin.\n")
    await claire.sees_state(SAVED)


async def test_a_line_that_dies_in_silence_shows_within_three_seconds_of_typing(
    site: Site, invite: Invite
) -> None:
    async with wire_to(site.port) as wire:
        link = (await site.new_note("Début.\n", port=wire.port))["edit"]
        claire = await invite(link, "Claire")
        await claire.put_caret("Début", after=True)
        await claire.sees_state(SAVED)

        wire.hold()
        await claire.type(" dans le tunnel")
        assert await claire.state() == SAVING
        await claire.sees_state(OFFLINE, within=LATE_MS)
        await claire.type(", et encore")
        wire.release()

        await claire.sees_state(SAVED)
        assert await site.markdown(link) == "Début dans le tunnel, et encore.\n"


async def test_nothing_is_called_saved_between_the_two_halves_of_the_handshake(
    site: Site, invite: Invite
) -> None:
    async with wire_to(site.port) as wire:
        link = (await site.new_note("Début.\n", port=wire.port))["edit"]
        claire = await invite(link, "Claire")
        await claire.put_caret("Début", after=True)
        await claire.sees_state(SAVED)
        wire.cut()
        await claire.sees_state(OFFLINE)
        await claire.type(" avant")
        await claire.watch_claims()

        wire.hold_answers()
        wire.mend()
        await claire.sees_state(SAVING)
        await claire.type(" pendant")
        await claire.sees_state(OFFLINE, within=LATE_MS)
        assert await claire.claims() == []
        assert await site.markdown(link) == "Début.\n"
        wire.release()

        await claire.sees_state(SAVED)
        assert await site.markdown(link) == "Début avant pendant.\n"
        assert set(await claire.claims()) == {"Début avant pendant.\n"}


@pytest.mark.whole
async def test_a_killed_server_keeps_all_that_was_called_saved_and_doubles_nothing(
    own_site: Site, invite: Invite
) -> None:
    link = (await own_site.new_note("Claire :\n\nKarim :\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    await claire.put_caret("Claire :", after=True)
    await karim.put_caret("Karim :", after=True)
    await asyncio.gather(claire.watch_claims(), karim.watch_claims())

    over = asyncio.Event()
    typing = [asyncio.create_task(type_words(one, sign, over)) for one, sign in ((claire, "c"), (karim, "k"))]
    for _ in range(3):
        await both_claim_more(claire, karim)
        await own_site.kill()
        await own_site.start()
    over.set()
    words = list(itertools.chain.from_iterable(await asyncio.gather(*typing)))
    for one in (claire, karim):
        await one.sees_state(SAVED, within=20_000)
    text = await claire.text()
    await karim.sees_text(text)
    assert await own_site.markdown(link) == text
    assert sorted(text.replace("Claire :", "").replace("Karim :", "").split()) == sorted(words)

    over.clear()
    typing = [asyncio.create_task(type_words(one, sign, over)) for one, sign in ((claire, "d"), (karim, "l"))]
    await both_claim_more(claire, karim)
    await own_site.kill()
    over.set()
    await asyncio.gather(*typing)
    claims = await claire.claims() + await karim.claims()
    await asyncio.gather(claire.page.close(), karim.page.close())
    await own_site.start()
    kept = (await own_site.markdown(link)).splitlines()
    assert len(claims) >= 10
    for claim in claims:
        assert [line.startswith(said) for line, said in zip(kept, claim.splitlines(), strict=True)] == [
            True
        ] * 3


@pytest.mark.whole
async def test_access_that_is_withdrawn_leaves_the_text_and_a_way_to_copy_it(
    own_site: Site, invite: Invite
) -> None:
    async with wire_to(own_site.port) as wire:
        link = (await own_site.new_note("Début.\n", port=wire.port))["edit"]
        claire = await invite(link, "Claire")
        await claire.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await claire.put_caret("Début", after=True)
        wire.cut()
        await claire.sees_state(OFFLINE)
        await claire.type(" jamais envoyé")

        await own_site.shell("links", link, "--renew")
        wire.mend()
        await claire.sees_state("Enregistrement impossible")
        await claire.page.get_by_text("Ce lien n’existe pas, ou il a été fermé.").wait_for()
        await claire.page.get_by_role("button", name="Copier mes modifications").click()

        await claire.page.get_by_role("button", name="Copié").wait_for()
        assert await claire.page.evaluate("navigator.clipboard.readText()") == "Début jamais envoyé."
        await claire.type(" et plus rien")
        assert await claire.text() == "Début jamais envoyé.\n"


async def test_leaving_warns_only_when_something_is_unsaved(site: Site, invite: Invite) -> None:
    async with wire_to(site.port) as wire:
        link = (await site.new_note("Début.\n", port=wire.port))["edit"]
        claire = await invite(link, "Claire")
        warned: list[str] = []

        async def stay(dialog: Dialog) -> None:
            warned.append(dialog.type)
            await dialog.dismiss()

        claire.page.on("dialog", stay)
        await claire.put_caret("Début", after=True)
        await claire.type("!")
        await claire.sees_state(SAVED)
        wire.cut()
        await claire.sees_state(OFFLINE)
        await claire.type("?")
        async with claire.page.expect_event("dialog"):
            await claire.page.close(run_before_unload=True)
        assert warned == ["beforeunload"]

        wire.mend()
        await claire.sees_state(SAVED)
        async with claire.page.expect_event("close"):
            await claire.page.close(run_before_unload=True)
        assert warned == ["beforeunload"]
