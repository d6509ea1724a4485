"""Browsers inside other apps, by their user agent: some neither print nor keep a cookie or a file."""

import re
from dataclasses import dataclass
from typing import Final

from aiohttp import hdrs, web

# The names that these apps write into their user agents.
_APPS: Final = (
    (re.compile(r"\bInstagram\b"), "Instagram"),
    (re.compile(r"\bFB(?:AN|AV|_IAB)\b"), "Facebook"),
    (re.compile(r"\bLinkedInApp\b"), "LinkedIn"),
    (re.compile(r"\bTwitter for\b|\bTwitterAndroid\b"), "X"),
    (re.compile(r"\bSnapchat\b"), "Snapchat"),
    (re.compile(r"\bTelegram-Android\b"), "Telegram"),
    (re.compile(r"\bMicroMessenger\b"), "WeChat"),
)
_APPLE: Final = re.compile(r"\b(?:iPhone|iPad|iPod)\b")


@dataclass(frozen=True, slots=True)
class InApp:
    """The app whose view it is, and the browser to open instead."""

    app: str
    browser: str


def in_app(request: web.Request) -> InApp | None:
    """None for a browser of its own, and for what only fetches."""
    agent = request.headers.get(hdrs.USER_AGENT, "")
    app = next((name for sign, name in _APPS if sign.search(agent)), None)
    if app is None or "Mozilla/" not in agent:
        return None
    return InApp(app, "Safari" if _APPLE.search(agent) else "Chrome")
