"""Writing on a network that lets no websocket through: the same note, the same promises."""

import asyncio

import pytest

from tests.journeys.conftest import Invite
from tests.journeys.narrow import Manner, narrow
from tests.journeys.saving import both_claim_more, type_words
from tests.journeys.site import Site
from tests.journeys.writer import SAVED

LATER_MS = 20_000


@pytest.mark.first(1)
@pytest.mark.parametrize(
    "manner",
    [
        Manner.REFUSES,
        Manner.IGNORES,
        pytest.param(Manner.KEEPS, marks=pytest.mark.long),
        pytest.param(Manner.CUTS, marks=pytest.mark.long),
    ],
)
async def test_two_people_write_one_of_them_without_websockets(
    site: Site, invite: Invite, manner: Manner
) -> None:
    async with narrow(site.port, manner) as network:
        link = (await site.new_note("Début.\n", port=network.port))["edit"]
        claire = await invite(link, "Claire")
        assert network.upgrades > 0
        assert network.chosen_after_s < 5
        karim = await invite(link.replace(f":{network.port}", f":{site.port}"), "Karim")

        await claire.sees_state(SAVED, within=LATER_MS)
        await claire.put_caret("Début", after=True)
        await karim.put_caret("Début.", after=True)
        await asyncio.gather(claire.type(" du train", delay=10), karim.type(" Fin.", delay=10))
        for one in (claire, karim):
            await one.sees_text("Début du train. Fin.\n")
            await one.sees_state(SAVED)
        assert await site.markdown(link) == "Début du train. Fin.\n"
        await (
            karim.page.locator(".caret-name", has_text="Claire")
            .or_(karim.page.locator("#people", has_text="C"))
            .first.wait_for()
        )

        await claire.page.locator("#state[title='Réseau restreint']").wait_for(timeout=10_000)
        assert await karim.page.locator("#state").get_attribute("title") in {"", None}
        assert (network.polls > 0) == (manner is Manner.KEEPS)


@pytest.mark.whole
@pytest.mark.parametrize("manner", [Manner.KEEPS])
async def test_a_killed_server_loses_nothing_that_was_called_saved(
    own_site: Site, invite: Invite, manner: Manner
) -> None:
    async with narrow(own_site.port, manner) as network:
        link = (await own_site.new_note("Claire :\n\nKarim :\n", port=network.port))["edit"]
        claire = await invite(link, "Claire")
        karim = await invite(link.replace(f":{network.port}", f":{own_site.port}"), "Karim")
        await claire.put_caret("Claire :", after=True)
        await karim.put_caret("Karim :", after=True)
        await asyncio.gather(claire.watch_claims(), karim.watch_claims())

        over = asyncio.Event()
        typing = [
            asyncio.create_task(type_words(one, sign, over)) for one, sign in ((claire, "c"), (karim, "k"))
        ]
        for _ in range(2):
            await both_claim_more(claire, karim)
            claims = await claire.claims()
            await own_site.kill()
            await own_site.start()
            kept = await own_site.markdown(link)
            assert claims[-1].splitlines()[0] in kept
        over.set()
        words = [word for typed in await asyncio.gather(*typing) for word in typed]
        for one in (claire, karim):
            await one.sees_state(SAVED, within=LATER_MS)
        text = await claire.text()
        await karim.sees_text(text)
        assert await own_site.markdown(link) == text
        assert sorted(text.replace("Claire :", "").replace("Karim :", "").split()) == sorted(words)


async def test_where_websockets_get_through_again_they_are_used_again(site: Site, invite: Invite) -> None:
    async with narrow(site.port, Manner.YIELDS) as network:
        link = (await site.new_note("Début.\n", port=network.port))["edit"]
        claire = await invite(link, "Claire")
        assert (network.upgrades, network.sessions) == (2, 1)
        await claire.put_caret("Début", after=True)
        await claire.watch_claims()
        async with claire.page.expect_websocket(lambda one: "/sync/" in one.url) as probing:
            await claire.type(" de tout", delay=20)
        await (await probing.value).wait_for_event("close")
        await claire.type(" cela", delay=20)
        await claire.sees_state(SAVED)

        assert await site.markdown(link) == "Début de tout cela.\n"
        assert network.sockets == 2, "one to try, one to stay"
        assert network.sessions == 1
        assert await claire.page.locator("#state").get_attribute("title") in {"", None}


@pytest.mark.whole
async def test_a_link_that_is_closed_meanwhile_is_said_and_the_text_stays(
    own_site: Site, invite: Invite
) -> None:
    async with narrow(own_site.port, Manner.REFUSES) as network:
        link = (await own_site.new_note("Début.\n", port=network.port))["edit"]
        claire = await invite(link, "Claire")
        await claire.put_caret("Début", after=True)
        await claire.type(" de tout")
        await claire.sees_state(SAVED)
        assert network.sessions == 1

        await own_site.shell("links", link, "--renew")
        await claire.page.get_by_text("Tout ce que vous avez écrit est enregistré.").first.wait_for()
        await claire.type(" et plus rien")
        assert await claire.text() == "Début de tout.\n"
