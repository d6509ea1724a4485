"""Signs that keyboards have not: typed as in Word, with a step of undo of their own."""

import pytest

from tests.journeys.conftest import Invite
from tests.journeys.site import Site

TYPED = [
    ("Fin...", "Fin…"),
    ("Un mot -- un autre", "Un mot – un autre"),
    ("Un mot-- un autre", "Un mot– un autre"),
    ("• un point", "- un point"),
    ("– un tiret", "- un tiret"),
    # What looks like it, and is not.
    ("./dev test --all", "./dev test --all"),
    ("Il y a .... là", "Il y a …. là"),
    ("Avec `a -- b` et", "Avec `a -- b` et"),
    ("Voir • ceci", "Voir • ceci"),
]


@pytest.mark.parametrize(("typed", "said"), TYPED)
async def test_a_sign_is_typed_as_in_word(site: Site, invite: Invite, typed: str, said: str) -> None:
    claire = await invite((await site.new_note("# Gares\n\n"))["edit"], "Claire")
    await claire.page.keyboard.press("Control+End")
    await claire.type(typed)
    await claire.sees(said)


async def test_one_undo_gives_back_what_was_typed(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("# Gares\n\n"))["edit"], "Claire")
    await claire.page.keyboard.press("Control+End")
    await claire.type("Fin...")
    await claire.sees("Fin…")
    await claire.page.keyboard.press("Control+z")
    await claire.sees("Fin...")
    await claire.type(" ici")
    await claire.sees("Fin... ici")
