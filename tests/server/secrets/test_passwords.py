"""Hashes of passwords: argon2id, two at a time, in a queue with an end."""

import asyncio
from collections.abc import Iterator

import pytest

from server.errors import BusyError, TooOftenError
from server.ids import DeviceId, LinkId
from server.jobs.asker import Asker
from server.secrets.guesses import Guesser
from server.secrets.passwords import AT_ONCE, MOST_WAITING_OF_ONE, Passwords

LINK = LinkId("AAAAAAAAAAA")
A = Asker(who="a")


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    passwords = Passwords()
    yield passwords
    passwords.close()


async def said(passwords: Passwords, word: str, kept: str, *, device: str = "d") -> bool:
    asker = Asker(who=device, networks=("192.0.2.7",))
    return await passwords.is_right(word, kept, Guesser(link=LINK, device=DeviceId(device), asker=asker))


async def test_what_is_kept_is_argon2id_with_a_salt_of_its_own(passwords: Passwords) -> None:
    first, second = [await passwords.hashed("bolu-miretu", A) for _ in range(2)]
    assert first.startswith("$argon2id$v=19$m=32768,t=3,p=1$")
    assert first != second
    assert await said(passwords, "bolu-miretu", first)
    assert not await said(passwords, "bolu-miretU", first)


async def test_it_is_the_same_however_it_is_typed_or_pasted(passwords: Passwords) -> None:
    kept = await passwords.hashed("e\u0301te\u0301 2017", A)
    assert await said(passwords, " été 2017\n", kept)
    assert not await said(passwords, "ete 2017", kept)
    assert not await said(passwords, "\ud800", kept)
    assert not await said(passwords, "été 2017", "x"), "what is no hash is nobody's"


async def test_what_waits_has_an_end(passwords: Passwords) -> None:
    done = await asyncio.gather(
        *(passwords.hashed("bolu-miretu", A) for _ in range(20)), return_exceptions=True
    )
    refused = [one for one in done if isinstance(one, BusyError)]
    assert len(done) - len(refused) == AT_ONCE + MOST_WAITING_OF_ONE
    assert {error.code for error in refused} == {"password_busy"}


async def test_who_answers_wrongly_too_often_waits_and_colleagues_need_not(passwords: Passwords) -> None:
    kept = await passwords.hashed("bolu-miretu", A)
    for _ in range(5):
        assert not await said(passwords, "x", kept)
    with pytest.raises(TooOftenError) as refused:
        await said(passwords, "bolu-miretu", kept)
    assert refused.value.retry_s is not None
    assert 50 < refused.value.retry_s <= 60
    for number in range(30):
        assert await said(passwords, "bolu-miretu", kept, device=f"colleague {number}")


async def test_a_room_that_opens_a_link_at_once_is_let_in(passwords: Passwords) -> None:
    kept = await passwords.hashed("bolu-miretu", A)
    people = [said(passwords, "bolu-miretu", kept, device=f"person {number}") for number in range(40)]
    assert all(await asyncio.gather(*people))


async def test_many_at_once_are_no_more_than_many(passwords: Passwords) -> None:
    kept = await passwords.hashed("bolu-miretu", A)
    done = await asyncio.gather(*(said(passwords, "x", kept) for _ in range(30)), return_exceptions=True)
    assert done.count(False) == 5
    assert sum(isinstance(one, TooOftenError) for one in done) == 25
