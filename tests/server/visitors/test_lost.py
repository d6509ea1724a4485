"""After *Téléphone volé* nothing that the device could reach opens from it, and a thief who presses loses."""

import re

from server.settings.config import Config
from tests.conftest import Client
from tests.server.links.managing import recovery, visitors
from tests.server.links.sharing import share
from tests.server.live.editors import Editor
from tests.server.pochettes import add, make_folder
from tests.server.visitors.pairs import code_of, joined, listed
from tests.server.visitors.thieves import (
    addresses,
    age,
    code_in,
    manages,
    named,
    opens,
    path_in,
    press,
    recover,
    recovery_code,
)
from tests.server.visits import Made, cookie_of, make, visit
from tests.shell import place_of, pochette


async def owner(client: Client) -> tuple[Made, dict[str, str], dict[str, str]]:
    """A note, and the laptop and the telephone of who made it, on which it was opened."""
    return await joined_by_phone(client, await visit(client))


async def joined_by_phone(
    client: Client, laptop: dict[str, str]
) -> tuple[Made, dict[str, str], dict[str, str]]:
    """The same for a laptop that was here before."""
    made = await make(client, headers=laptop, markdown="# Agenda secret\n")
    phone = await joined(client, laptop)
    for cookie in (laptop, phone):
        assert (await client.get(made.edit, headers=cookie)).status == 200
    return made, laptop, phone


async def test_the_history_of_the_browser_opens_nothing_by_any_cookie(client: Client) -> None:
    made, laptop, phone = await owner(client)
    print_link = path_in(await share(client, made, role="print", label="Lens"))
    await press(client, laptop)
    for path in (made.edit, made.read, print_link):
        for cookie in (None, phone, await visit(client)):
            assert not await opens(client, path, cookie)
    editor = Editor()
    await editor.connect(client.session, str(client.make_url(f"/sync/{made.edit_token}")))
    assert (await editor.closed())[0] == 4401
    cleared = await client.get("/", headers=phone)
    assert cleared.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert await addresses(client, phone) == []
    (home,) = await addresses(client, laptop)
    assert home != made.edit
    assert await opens(client, home, laptop)


async def test_an_open_editor_of_the_telephone_hears_that_its_device_is_closed(client: Client) -> None:
    made, laptop, phone = await owner(client)
    sync = str(client.make_url(f"/sync/{made.edit_token}"))
    thief, colleague = Editor(), Editor()
    await thief.connect(client.session, sync, headers=phone)
    await colleague.connect(client.session, sync, headers=await named(client, made.edit, "Karim"))
    await thief.until(lambda: thief.is_saved)
    await colleague.until(lambda: colleague.is_saved)
    await press(client, laptop)
    assert (await thief.closed())[0] == 4405
    assert (await colleague.closed())[0] == 4403
    await thief.connect(client.session, sync, headers=phone)
    assert (await thief.closed())[0] == 4405, "and so does one that was away meanwhile"
    for cookie, clears in ((phone, True), (None, False)):
        answer = await client.get(made.edit, headers=cookie)
        assert answer.status == 404
        assert ("Clear-Site-Data" in answer.headers) is clears


async def test_an_accomplice_who_opened_the_address_before_has_nothing_either(client: Client) -> None:
    made, laptop, phone = await owner(client)
    folder = await make_folder(client, headers=phone, title="Lundi")
    await add(client, folder, made)
    nameless = cookie_of(await client.get(made.edit))
    namesake = await named(client, made.edit, "Inès")
    await client.put("/api/visitor", json={"name": "inès"}, headers=laptop)
    by_folder = cookie_of(await client.get(folder.read))
    await age(client, 3)
    young = await named(client, made.edit, "Karim")
    await press(client, laptop)
    for cookie in (nameless, namesake, by_folder, young):
        assert await addresses(client, cookie) == []
        for path in (made.edit, made.read, folder.read, folder.edit):
            assert not await opens(client, path, cookie)


async def test_colleagues_who_have_been_here_for_days_go_on_and_others_by_choice(client: Client) -> None:
    made, laptop, _ = await owner(client)
    claire = await named(client, made.edit, "Claire")
    await age(client, 3)
    karim = await named(client, made.read, "Karim")
    asked = await (await client.get("/devices/stolen", headers=laptop)).text()
    people = {
        name: ("checked" in marks, id_)
        for id_, marks, name in re.findall(r'name="keep" value="([^"]+)"([^>]*)><span><b>([^<]+)', asked)
    }
    assert people["Claire"][0]
    assert not people["Karim"][0]
    (phone_id,) = re.findall(r'name="device" value="([^"]+)" checked', asked)
    page = await press(client, laptop, asked="1", device=phone_id, keep=people["Karim"][1])
    assert "1 personne a perdu l’accès" in page or "1 person has lost access" in page
    assert await addresses(client, claire) == []
    (path,) = await addresses(client, karim)
    assert await opens(client, path, karim)


async def test_who_lost_access_is_named_with_the_new_address_of_each_link(client: Client) -> None:
    made, laptop, _ = await owner(client)
    await named(client, made.edit, "Claire")
    await named(client, made.read, "Karim")
    for _ in range(2):
        await client.get(made.read)
    page = await press(client, laptop | {"Accept-Language": "fr"})
    rows = re.findall(r"<li>\s*<p><b>(.*?)</b><small>(.*?) · ", page)
    assert [re.sub(r"<[^>]+>", "", people) for people, _ in rows] == ["Claire", "Karim, 2 personnes sans nom"]
    sent = re.findall(r'data-send="http://[^/]+(/n/[^"]+)"', page)
    assert len(sent) == 2
    assert not {made.edit, made.read} & set(sent)
    newcomer = await visit(client)
    assert [await opens(client, path, newcomer) for path in sent] == [True, True]


async def test_who_has_no_recovery_code_is_told_so_before_and_is_promised_none(client: Client) -> None:
    _, laptop, _ = await owner(client)
    french = laptop | {"Accept-Language": "fr"}
    asked = await (await client.get("/devices/stolen", headers=french)).text()
    assert "D’abord, votre code de secours" in asked
    assert "tout reprendre avec votre code" not in asked
    shown = await client.post("/devices/recovery-code", data={"then": "stolen"}, headers=french)
    assert 'href="/devices/stolen"' in await shown.text()
    asked = await (await client.get("/devices/stolen", headers=french)).text()
    assert "D’abord, votre code de secours" not in asked
    assert "tout reprendre avec votre code" in asked
    assert "votre code de secours permet de tout reprendre" in await press(client, french)


async def test_after_a_loss_without_a_code_the_page_says_that_there_is_none(client: Client) -> None:
    _, laptop, _ = await owner(client)
    page = await press(client, laptop | {"Accept-Language": "fr"})
    assert "vous n’en avez pas encore" in page
    assert "votre code de secours permet de tout reprendre" not in page


async def test_what_the_telephone_prepared_ends(client: Client) -> None:
    made, laptop, phone = await owner(client)
    before = await recovery(client, made.edit, laptop)
    ahead = await code_of(client, phone)
    by_phone = await recovery(client, made.edit, phone)
    await press(client, laptop)
    accomplice = await visit(client)
    assert (await client.get(ahead, headers=accomplice)).status == 410
    assert (await client.post(by_phone, headers=accomplice)).status == 410
    answer = await client.post(before, headers=laptop, allow_redirects=False)
    assert answer.status == 303, "the one that the telephone had replaced is good again"


async def test_a_right_that_was_handed_on_comes_back_along_the_whole_chain(client: Client) -> None:
    made, laptop, phone = await owner(client)
    first = await named(client, made.edit, "Complice")
    second = await named(client, made.edit, "Autre")
    third = await visit(client)
    ids = await visitors(client, made, phone)
    await client.post(f"{made.edit}/manage/give", data={"visitor": ids["Complice"]}, headers=phone)
    assert not await manages(client, made, laptop)
    ids = await visitors(client, made, first)
    await client.post(f"{made.edit}/manage/give", data={"visitor": ids["Autre"], "keep": "1"}, headers=first)
    by_link = await recovery(client, made.edit, second)
    assert (await client.post(by_link, headers=third, allow_redirects=False)).status == 303
    assert await manages(client, made, third)
    page = await press(client, laptop)
    assert "reprise" in page or "taken back" in page
    assert await manages(client, made, laptop)
    for cookie in (first, second, third):
        assert not await manages(client, made, cookie)


async def test_devices_that_the_telephone_let_in_go_with_it(client: Client) -> None:
    _, laptop, phone = await owner(client)
    await joined(client, phone)
    asked = await (await client.get("/devices/stolen", headers=laptop)).text()
    ids = re.findall(r'name="device" value="([^"]+)"', asked)
    assert len(ids) == 2
    await press(client, laptop, asked="1", device=ids[1])
    assert len(await listed(client, laptop)) == 1


async def test_nobody_destroys_anything_while_it_can_be_taken_back(client: Client) -> None:
    made, laptop, _ = await owner(client)
    claire = await named(client, made.edit, "Claire")
    ids = await visitors(client, made, laptop)
    await client.post(
        f"{made.edit}/manage/give", data={"visitor": ids["Claire"], "keep": "1"}, headers=laptop
    )
    await age(client, 3)
    await press(client, laptop)
    for cookie in (laptop, claire):
        (path,) = await addresses(client, cookie)
        for answer in (
            await client.post(f"{path}/erasures", json={"text": "Agenda"}, headers=cookie),
            await client.post(f"{path}/manage/give", data={"visitor": ids["Claire"]}, headers=cookie),
            await client.post(f"{path}/manage/recovery", headers=cookie),
        ):
            assert answer.status == 409
        answer = await client.post(f"{path}/trash", json={}, headers=cookie)
        assert answer.status == 200
        answer = await client.post("/trash", json={"note": made.id, "do": "purge"}, headers=cookie)
        assert answer.status == 409
        await client.post("/trash", json={"note": made.id, "do": "restore"}, headers=cookie)
    await age(client, 3)
    (path,) = await addresses(client, laptop)
    answer = await client.post(f"{path}/erasures", json={"text": "Agenda"}, headers=laptop)
    assert answer.status == 201, "it is final by now"


async def test_a_thief_who_presses_first_gains_nothing_and_loses(client: Client, config: Config) -> None:
    laptop = await visit(client)
    code = await recovery_code(client, laptop)
    made, laptop, phone = await joined_by_phone(client, laptop)
    await press(client, phone)
    assert not await opens(client, made.edit, laptop)
    cleared = await client.get("/", headers=laptop)
    assert "Clear-Site-Data" in cleared.headers
    (path,) = await addresses(client, phone)
    refused = await client.post(f"{path}/erasures", json={"text": "Agenda"}, headers=phone)
    assert refused.status == 409
    later = await recovery_code(client, phone)
    ahead = await joined(client, phone)

    library = await recover(client, code.lower().replace("-", " "))
    assert library is not None
    assert not await opens(client, path, phone)
    for cookie in (phone, ahead):
        assert await addresses(client, cookie) == []
        assert "Clear-Site-Data" in (await client.get("/", headers=cookie)).headers
    for cookie in (library, laptop):
        (mine,) = await addresses(client, cookie)
        assert (await client.get(f"{mine}/manage", headers=cookie)).status == 200
    assert await recover(client, later) is None, "a code that the thief made takes nothing back"
    assert await recover(client, code) is None, "it is good once"
    _, told, _ = await pochette("audit", *place_of(config))
    done = [row.split()[2] for row in told.splitlines()[:-1]]
    assert "devices-stolen" in done
    assert "theft-taken-back" in done
    assert code not in told


async def test_a_thief_who_shows_a_new_code_before_its_owner_presses_takes_nothing_back(
    client: Client,
) -> None:
    _, laptop, phone = await owner(client)
    code = await recovery_code(client, laptop)
    await age(client, 10)
    by_thief = await recovery_code(client, phone)
    await press(client, laptop)
    assert await recover(client, by_thief) is None
    assert await recover(client, code) is not None, "the one before is good again"


async def test_a_code_works_without_a_theft_and_on_the_device_that_pressed(client: Client) -> None:
    made, laptop, _ = await owner(client)
    code = await recovery_code(client, laptop)
    new = await visit(client)
    answer = await client.post("/recovery", headers=new, data={"code": code})
    assert answer.status == 200
    assert await manages(client, made, new)
    assert await opens(client, made.edit, laptop), "nothing was pending, nothing ended"
    code = code_in(await answer.text())
    await age(client, 10)
    await press(client, laptop)
    again = await recover(client, code, laptop)
    assert again is not None
    assert again != laptop, "it has another cookie: the one that pressed is closed"
    assert "Clear-Site-Data" in (await client.get("/", headers=laptop)).headers
    assert await manages(client, made, again)


async def test_a_suspended_browser_keeps_its_cookie_and_comes_back_by_the_code(client: Client) -> None:
    laptop = await visit(client)
    code = await recovery_code(client, laptop)
    made, laptop, phone = await joined_by_phone(client, laptop)
    await press(client, phone)
    for path in ("/", "/devices", "/recovery"):
        answer = await client.get(path, headers=laptop)
        assert "Set-Cookie" not in answer.headers
        assert "Agenda" not in await answer.text()
    assert await recover(client, "AAAAA-AAAAA-AAAAA-AAAAA", laptop) is None
    assert await recover(client, code, laptop) == laptop
    assert await manages(client, made, laptop)
    assert "Set-Cookie" not in (await client.get("/", headers=phone)).headers
    await age(client, 4)
    final = await client.get("/", headers=phone)
    assert "Set-Cookie" in final.headers, "once it is final it is any browser"


async def test_a_suspended_browser_is_told_so_and_led_to_the_recovery_code(client: Client) -> None:
    _, laptop, phone = await owner(client)
    await press(client, phone)
    for path in ("/", "/devices", "/devices/stolen"):
        answer = await client.get(path, headers=laptop | {"Accept-Language": "fr"})
        text = await answer.text()
        assert answer.status == 403
        assert "Cet appareil a été déclaré volé" in text
        assert 'href="/recovery"' in text
    await age(client, 4)
    assert (await client.get("/", headers=laptop)).status == 200, "once it is final it is any browser"


async def test_a_code_with_a_wrong_letter_is_shown_again_to_be_corrected(client: Client) -> None:
    answer = await client.post("/recovery", headers=await visit(client), data={"code": "k7qzm <2rvxc>"})
    assert answer.status == 410
    assert 'value="k7qzm &lt;2rvxc&gt;"' in await answer.text()


async def test_taking_back_leaves_out_who_was_let_in_lately_by_the_device_that_pressed(
    client: Client,
) -> None:
    laptop = await visit(client)
    code = await recovery_code(client, laptop)
    made, laptop, phone = await joined_by_phone(client, laptop)
    earlier = await joined(client, phone)
    await age(client, 10)
    second = await joined(client, phone)
    await press(client, phone)
    assert await recover(client, code, laptop) == laptop
    for cookie in (laptop, earlier):
        assert await manages(client, made, cookie)
    for cookie in (phone, second):
        assert not await manages(client, made, cookie)


async def test_managers_of_others_are_told_once_a_day_and_renew_one_link(client: Client) -> None:
    theirs = await make(client, markdown="# Budget\n")
    await client.get(theirs.edit, headers=theirs.cookie)
    label = path_in(await share(client, theirs, role="edit", label="Région"))
    laptop = await visit(client)
    await client.put("/api/visitor", json={"name": "Inès"}, headers=laptop)
    phone = await joined(client, laptop)
    await client.get(label, headers=phone)
    page = await press(client, laptop)
    assert "la personne qui le gère est prévenue" in page or "the person who manages it is told" in page
    home = await (await client.get("/", headers=theirs.cookie)).text()
    assert "Inès" in home
    assert "Région" in home
    tablet = await joined(client, laptop)
    await client.get(theirs.read, headers=tablet)
    page = await press(client, laptop)
    assert "prévenue" not in page
    assert "is told" not in page
    manage = await (await client.get(f"{theirs.edit}/manage", headers=theirs.cookie)).text()
    assert "Région" in manage


async def test_a_robot_that_looks_does_nothing_and_a_stranger_has_nothing_to_close(client: Client) -> None:
    _, laptop, phone = await owner(client)
    for cookie in (laptop, phone, None):
        assert (await client.get("/devices/stolen", headers=cookie)).status == 200
        assert (await client.get("/recovery", headers=cookie)).status == 200
    assert len(await listed(client, laptop)) == 2
    stranger = await visit(client)
    assert (await client.post("/devices/stolen", headers=stranger)).status == 400
    assert await recover(client, "AAAAA-AAAAA-AAAAA-AAAAA") is None
