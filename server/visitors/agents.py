"""Names of browsers, in words that their owner knows: Firefox sur Debian."""

import re
from typing import Final

from server.text.words import Words

# The first that fits: nearly everybody also says Chrome, Safari and Mozilla.
_BROWSERS: Final = (
    ("Edge", r"\bEdg(e|A|iOS)?/"),
    ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(Firefox|FxiOS)/"),
    ("Chrome", r"\b(Chrome|CriOS|Chromium)/"),
    ("Safari", r"\bSafari/"),
)
_SYSTEMS: Final = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMac OS X\b"),
    ("Linux", r"\bLinux\b"),
)


def named(user_agent: str) -> tuple[str, str]:
    """The browser and the system, '' where unknown."""
    return _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)


def called(t: Words, user_agent: str) -> str:
    """What a page calls a browser: "Firefox sur Linux", or that it is unknown."""
    browser, system = named(user_agent)
    if not browser or not system:
        return browser or system or t("devices.unknown")
    return t("devices.named", browser=browser, system=system)


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, sign in known if re.search(sign, user_agent)), "")
