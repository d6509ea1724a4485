"""A view inside another app says in which browser to print; browsers, and robots, are told nothing."""

import pytest

from tests.conftest import Client
from tests.server.visits import make

KIT = "(KHTML, like Gecko)"
IPHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 {KIT} Mobile/15E148"
ANDROID = f"Mozilla/5.0 (Linux; Android 15; Pixel 8; wv) AppleWebKit/537.36 {KIT} Chrome/126.0.0.0 Mobile"


@pytest.mark.first(2)
@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (f"{IPHONE} Instagram 340.0.3.27.94 (iPhone14,5; iOS 18_5; fr_FR)", ("Instagram", "Safari")),
        (f"{ANDROID} [FB_IAB/FB4A;FBAV/470.0.0.0.1;]", ("Facebook", "Chrome")),
        (f"{ANDROID} Telegram-Android/11.2.3", ("Telegram", "Chrome")),
        (f"{IPHONE} Version/18.5 Safari/604.1", None),
        (ANDROID, None),
        ("facebookexternalhit/1.1", None),
        ("TelegramBot (like TwitterBot)", None),
        ("WhatsApp/2.24.1 A", None),
    ],
)
async def test_a_view_inside_an_app_says_in_which_browser_to_print(
    client: Client, agent: str, told: tuple[str, str] | None
) -> None:
    made = await make(client, markdown="# Gares\n\nUn mot.")
    answer = await client.get(made.read, headers={"User-Agent": agent, "Accept-Language": "fr"})
    text = await answer.text()
    assert "Un mot." in text
    assert ('<aside class="in-app">' in text) is (told is not None)
    if told:
        assert f"Ouvert dans {told[0]}." in text
        assert f"ouvrez-la dans {told[1]}" in text
