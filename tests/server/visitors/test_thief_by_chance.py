"""Chains of gestures by chance before a telephone is declared stolen, and what a thief tries afterwards."""

import random
import re
from collections.abc import Awaitable, Callable

import pytest
from yarl import URL

from tests.conftest import Client
from tests.server.links.managing import recovery, visitors
from tests.server.links.sharing import share
from tests.server.pochettes import Pochette, add, make_folder
from tests.server.visitors.binder_thieves import Classeurs
from tests.server.visitors.pairs import code_of, joined
from tests.server.visitors.thieves import addresses, age, named, press, recover, recovery_code
from tests.server.visits import Made, cookie_of, make, visit

Cookie = dict[str, str]
SEEDS = [*range(4), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(4, 60))]
_GESTURES = 18
_SHOWS = {"/n/": "/note.md", "/p/": "/notes", "/c/": "/binder"}
_WORD = "mot-de-passe-de-la-ligue"


class World:
    """An owner's laptop and telephone; who has the telephone has accomplices, and knows every address."""

    def __init__(self, client: Client, seed: int) -> None:
        self.client, self.seed, self.chance = client, seed, random.Random(seed)
        self.notes: list[Made] = []
        self.folders: list[Pochette] = []
        self.known: set[str] = set()
        self.theirs: list[Cookie] = []
        self.prepared: set[str] = set()
        self.classeurs = Classeurs(client, self.chance, _WORD)

    async def begin(self) -> None:
        """Two notes, opened on both devices; the code was shown before there was a telephone.

        In every second world a note of a classeur is in the hands of an accomplice from the beginning.
        """
        self.laptop = await visit(self.client)
        self.code = await recovery_code(self.client, self.laptop)
        self.phone = await joined(self.client, self.laptop)
        self.theirs.append(self.phone)
        for _ in range(2):
            await self.begins_a_note()
        await self.begins_a_classeur()
        if self.seed % 2:
            await self.opens_a_lair()
            (inside,) = self.classeurs.notes
            wish = {"notes": [inside]}
            await self.client.post(f"{self.classeurs.lairs[0].base}/put", json=wish, headers=self.phone)

    async def begins_a_note(self) -> None:
        made = await make(self.client, headers=self._one(), markdown=f"# Note {len(self.notes)}\n\n{_WORD}\n")
        self.notes.append(made)
        self.known |= {made.edit, made.read}
        for cookie in (self.laptop, self.phone):
            await self.client.get(made.edit, headers=cookie)

    async def begins_a_pochette(self) -> None:
        made = self.chance.choice(self.notes)
        if not await self._is_open(made):
            return
        folder = await make_folder(self.client, headers=self._one(), title="Lundi")
        await self.client.get(folder.edit, headers=self.phone)
        await add(self.client, folder, made)
        self.folders.append(folder)
        self.known |= {folder.edit, folder.read}

    async def begins_a_classeur(self) -> None:
        await self.classeurs.begins(self._one())

    async def shares_a_classeur(self) -> None:
        came = await self.classeurs.shares(self.phone)
        if came is not None:
            self.theirs.append(came)

    async def hands_a_classeur_on(self) -> None:
        await self.classeurs.hands_on(self.theirs)

    async def opens_a_lair(self) -> None:
        self.theirs.append(await self.classeurs.opens_a_lair(self.phone))

    async def tidies(self) -> None:
        await self.classeurs.moves(self._note(), self._one(), into=self.classeurs.own)

    async def moves_away(self) -> None:
        lairs = self.classeurs.lairs
        await self.classeurs.moves(self._note(), self.chance.choice(self.theirs), into=lairs)

    async def prepares_on_one(self) -> None:
        user = await self.classeurs.prepares_on(self._note(), self.chance.choice(self.theirs))
        if user is not None:
            self.theirs.append(user)

    async def shares(self) -> None:
        made = self.chance.choice(self.notes)
        if not await self._is_open(made):
            return
        wish = {
            "role": self.chance.choice(["edit", "read", "comment"]),
            "label": self.chance.choice(["", "X"]),
        }
        self.known.add(URL((await share(self.client, made, **wish))["url"]).path)

    async def lets_somebody_in(self) -> None:
        path = self.chance.choice(sorted(self.known))
        came = await self.client.get(path)
        if came.status == 200 and "Set-Cookie" in came.headers:
            self.theirs.append(cookie_of(came))

    async def hands_on(self) -> None:
        made = self.chance.choice(self.notes)
        if not await self._is_open(made):
            return
        name = f"Complice {len(self.theirs)}"
        complice = await named(self.client, made.edit, name)
        self.theirs.append(complice)
        giver = self.chance.choice(self.theirs)
        page = await self.client.get(f"{made.edit}/manage", headers=giver)
        if page.status == 200 and name in await page.text():
            ids = await visitors(self.client, made, giver)
            data = {"visitor": ids[name]} | self.chance.choice([{"keep": "1"}, {}])
            await self.client.post(f"{made.edit}/manage/give", data=data, headers=giver)

    async def makes_a_recovery_link(self) -> None:
        made, maker = self.chance.choice(self.notes), self.chance.choice(self.theirs)
        if (await self.client.get(f"{made.edit}/manage", headers=maker)).status == 200:
            path = await recovery(self.client, made.edit, maker)
            self.prepared.add(path)
            if self.chance.random() < 0.5:
                user = await visit(self.client)
                self.theirs.append(user)
                await self.client.post(path, headers=user, allow_redirects=False)

    async def lets_a_device_in(self) -> None:
        self.theirs.append(await joined(self.client, self.phone))

    async def shows_a_code(self) -> None:
        self.prepared.add(await code_of(self.client, self.phone))

    async def makes_a_code(self) -> None:
        self.stolen_code = await recovery_code(self.client, self.phone)

    async def renews(self) -> None:
        made = self.chance.choice(self.notes)
        await self.client.post(f"{made.edit}/manage/renew", headers=self.phone, allow_redirects=False)
        for cookie in self.theirs:
            self.known |= set(await addresses(self.client, cookie))

    def gestures(self) -> list[Callable[[], Awaitable[None]]]:
        """What may happen before somebody notices."""
        return [
            *(self.begins_a_note, self.begins_a_pochette, self.shares, self.lets_somebody_in, self.hands_on),
            *(self.makes_a_recovery_link, self.lets_a_device_in, self.shows_a_code, self.makes_a_code),
            *(self.renews, self.begins_a_classeur, self.shares_a_classeur, self.hands_a_classeur_on),
            *(self.opens_a_lair, self.tidies, self.moves_away, self.moves_away, self.prepares_on_one),
        ]

    async def anything(self) -> None:
        """One gesture, whichever."""
        await self.chance.choice(self.gestures())()

    async def is_out(self, *, but: Cookie) -> None:
        """Nothing that the thieves have or know gives a word, an address or a right."""
        strangers = [*self.theirs, await visit(self.client)]
        for cookie in strangers:
            if cookie == but:
                continue
            assert await addresses(self.client, cookie) == []
            for path in sorted(self.known | self.classeurs.paths):
                for end in ("", "/manage", _SHOWS[path[:3]]):
                    answer = await self.client.get(f"{path}{end}", headers=cookie, allow_redirects=False)
                    assert answer.status in {401, 403, 404, 410}, (path, end, answer.status)
                    assert _WORD not in await answer.text()
            await self.classeurs.expect_out(cookie, self.ids)
        for path in self.prepared | self.classeurs.prepared:
            assert (await self.client.get(path, headers=await visit(self.client))).status in {404, 410}
        stolen = getattr(self, "stolen_code", None)
        if stolen is not None:
            assert await recover(self.client, stolen) is None

    async def is_whole(self, owner: Cookie) -> None:
        """The owner finds every note at home or in a classeur, with its words, and manages it."""
        texts = []
        for path in await addresses(self.client, owner):
            if path.startswith("/n/"):
                answer = await self.client.get(f"{path}/note.md", headers=owner)
                texts.append(await answer.text())
                assert (await self.client.get(f"{path}/manage", headers=owner)).status == 200
        texts += await self.classeurs.texts(owner)
        assert set(re.findall(r"# Note (\d+)", "".join(texts))) == {str(at) for at in range(len(self.notes))}
        assert all(_WORD in text for text in texts)
        await self.classeurs.expect_whole(owner, self.ids)

    async def _is_open(self, made: Made) -> bool:
        return (await self.client.get(made.edit)).status == 200

    @property
    def ids(self) -> list[str]:
        """Every note, in a classeur or not."""
        return [*(made.id for made in self.notes), *self.classeurs.notes]

    def _note(self) -> str:
        return self.chance.choice(self.ids)

    def _one(self) -> Cookie:
        return self.chance.choice([self.laptop, self.phone])


@pytest.mark.first(2)
@pytest.mark.parametrize("seed", SEEDS)
async def test_the_owner_presses(client: Client, seed: int) -> None:
    world = World(client, seed)
    await world.begin()
    for _ in range(_GESTURES):
        await world.anything()
    await press(client, world.laptop)
    await world.is_out(but=world.laptop)
    await world.is_whole(world.laptop)
    await age(client, 4)
    await world.is_out(but=world.laptop)


@pytest.mark.first(2)
@pytest.mark.parametrize("seed", SEEDS)
async def test_the_thief_presses_first(client: Client, seed: int) -> None:
    world = World(client, seed)
    await world.begin()
    for _ in range(_GESTURES // 2):
        await world.anything()
    await press(client, world.phone)
    for path in await addresses(client, world.phone):
        world.known.add(path)
        await client.post(f"{path}/erasures", json={"text": _WORD}, headers=world.phone)
        await client.post(f"{path}/trash", json={}, headers=world.phone)
    for note in world.ids:
        await client.post("/trash", json={"note": note, "do": "purge"}, headers=world.phone)
        await client.post("/trash", json={"note": note, "do": "restore"}, headers=world.phone)
    await world.makes_a_code()
    await world.lets_a_device_in()
    owner = await recover(client, world.code)
    assert owner is not None
    await world.is_out(but=owner)
    await world.is_whole(owner)
    await world.is_whole(world.laptop)
