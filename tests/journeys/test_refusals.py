"""What the page does when the server says no: a full disk, a lesser right, a client id of somebody else."""

from tests.journeys.conftest import OpenPage
from tests.journeys.events import event, listen_in
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, Writer

BANNER_MS = 1_000

# Yjs draws the name of a document, its client id, and another one when it sees that taken: 33 numbers.
LOADED_DICE = """() => {
  const honest = crypto.getRandomValues.bind(crypto)
  let left = 40
  crypto.getRandomValues = into =>
    into instanceof Uint32Array && left-- > 0 ? into.fill(12345) : honest(into)
}"""


async def test_a_full_disk_is_told_within_a_second_and_typing_goes_on(
    site: Site, open_page: OpenPage
) -> None:
    link = (await site.new_note("Début.\n"))["edit"]
    page = await open_page()
    routes = await listen_in(page)
    claire = Writer(page, "Claire")
    await claire.open(link)
    await claire.sees_state(SAVED)

    routes[-1].send(event('{"event":"disk","writable":false}'))

    await claire.sees_state("Enregistrement impossible : gardez cette page ouverte", within=BANNER_MS)
    await page.get_by_text("Le serveur ne peut rien enregistrer en ce moment.").wait_for(timeout=BANNER_MS)
    await claire.put_caret("Début", after=True)
    await claire.type(" encore")
    assert await claire.text() == "Début encore.\n"
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Télécharger le texte").click()
    assert (await (await download.value).path()).read_text() == "Début encore.\n"
    await routes[-1].close(code=4503, reason="reloading")
    await claire.sees_state(SAVED)


async def test_a_link_that_is_closed_loses_nothing_that_was_saved_and_the_page_claims_no_right(
    site: Site, open_page: OpenPage
) -> None:
    link = (await site.new_note("Début.\n"))["edit"]
    page = await open_page()
    routes = await listen_in(page)
    claire = Writer(page, "Claire")
    await claire.open(link)
    await claire.sees_state(SAVED)
    await page.locator(".foot").get_by_text("peut écrire").wait_for()

    await routes[-1].close(code=4403, reason="access-withdrawn")

    await page.get_by_text("Votre accès à cette note a été retiré.").wait_for()
    await page.get_by_text("Tout ce que vous avez écrit est enregistré.").first.wait_for()
    await claire.sees_state(SAVED)
    assert await page.get_by_text("Non enregistré").count() == 0
    assert not await page.locator(".foot").get_by_text("peut écrire").is_visible()


async def test_a_narrow_phone_never_reads_a_refusal_as_saving(site: Site, open_page: OpenPage) -> None:
    link = (await site.new_note("Début.\n"))["edit"]
    page = await open_page(viewport={"width": 320, "height": 640})
    routes = await listen_in(page)
    claire = Writer(page, "Claire")
    await claire.open(link)

    await routes[-1].close(code=4403, reason="access-withdrawn")

    await page.get_by_text("Votre accès à cette note a été retiré.").wait_for()
    await page.locator("#state").get_by_text("Enregistré", exact=True).locator("visible=true").wait_for()
    assert not await page.get_by_text("Enregistrement…").locator("visible=true").count()
    assert not await page.get_by_role("toolbar", name="Mise en forme").is_visible()


async def test_a_right_that_shrinks_makes_the_page_read_only(site: Site, open_page: OpenPage) -> None:
    link = (await site.new_note("Début.\n"))["edit"]
    page = await open_page()
    routes = await listen_in(page)
    claire = Writer(page, "Claire")
    await claire.open(link)
    await claire.sees_state(SAVED)

    routes[-1].send(event('{"event":"role","role":"read"}'))

    await page.locator(".read-only").wait_for()
    assert not await page.get_by_role("toolbar", name="Mise en forme").is_visible()
    await claire.put_caret("Début", after=True)
    await claire.type(" encore")
    assert await claire.text() == "Début.\n"


async def test_the_second_owner_of_a_client_id_types_on_in_a_fresh_document(
    site: Site, open_page: OpenPage
) -> None:
    link = (await site.new_note("un deux\n"))["edit"]
    pages = [await open_page(), await open_page()]
    writers = []
    for page, name in zip(pages, ("Claire", "Karim"), strict=True):
        await page.add_init_script(f"({LOADED_DICE})()")
        writers.append(Writer(page, name))
    claire, karim = writers
    await claire.open(link)
    await claire.put_caret("un", after=True)
    await claire.type(" Claire")
    await claire.sees_state(SAVED)

    connections: list[str] = []
    pages[1].on("websocket", lambda socket: connections.append(socket.url))
    # What knows places in the document before has to forget them: comments are there.
    async with pages[1].expect_response("**/comments"):
        await karim.open(link)
    await karim.put_caret("deux", after=True)
    await karim.type(" Karim")

    await karim.sees_state(SAVED)
    await karim.sees_text("un Claire deux Karim\n")
    await claire.sees_text("un Claire deux Karim\n")
    assert await site.markdown(link) == "un Claire deux Karim\n"
    assert len(connections) == 2
