"""A sign-in under way is sealed: for its device, for ten minutes, and letter by letter."""

from string import ascii_letters, digits

from server.ids import DeviceId
from server.secrets.tokens import Seal
from server.visitors.sign_in import LASTS_MS, coming_back, leaving

SEAL = Seal(bytes(32))
ANNE, THIEF = DeviceId("anne"), DeviceId("thief")


def test_it_comes_back_as_it_left_until_it_is_over() -> None:
    left = leaving(SEAL, ANNE, 1000)
    assert coming_back(SEAL, ANNE, left.state, 1000 + LASTS_MS - 1) == left
    assert coming_back(SEAL, ANNE, left.state, 1000 + LASTS_MS) is None
    assert coming_back(SEAL, THIEF, left.state, 1000) is None
    assert coming_back(Seal(bytes(31) + b"x"), ANNE, left.state, 1000) is None


def test_each_has_secrets_of_its_own_that_the_state_does_not_tell() -> None:
    several = [leaving(SEAL, ANNE, 1000) for _ in range(3)]
    told = {part for one in several for part in (one.state, one.nonce, one.verifier, one.challenge)}
    assert len(told) == 12
    assert {len(one.verifier) for one in several} == {43}, "RFC 7636 asks for 43 letters at least"
    assert several[0].verifier not in repr(several[0])


def test_no_other_letter_comes_back() -> None:
    left = leaving(SEAL, ANNE, 1000)
    for at, right in enumerate(left.state):
        for letter in {*ascii_letters, *digits, "-", "_", "=", "é", ""} - {right}:
            tampered = f"{left.state[:at]}{letter}{left.state[at + 1 :]}"
            assert coming_back(SEAL, ANNE, tampered, 1000) is None
    assert coming_back(SEAL, ANNE, f"{left.state}\n", 1000) is None
