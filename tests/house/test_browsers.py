"""Scripts, styles and pages take for granted only what the oldest browser that we name has."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
FILES = sorted(
    path
    for folder, ends in (
        (WEB / "src", {".ts", ".css"}),
        (WEB / "worker", {".ts"}),
        (ROOT / "server/pages", {".html"}),
    )
    for path in folder.rglob("*")
    if path.suffix in ends and not path.stem.endswith((".test", ".testing"))
)
# What came to the last of the engines after spring 2024, or has not come; https://web-platform-dx.github.io/web-features.
YOUNGER = {
    "anchor positioning": r"\banchor-name\b|\bposition-(?:anchor|area|try)|\banchor\(",
    "@starting-style, allow-discrete": r"@starting-style|allow-discrete|transition-behavior",
    "interpolate-size, calc-size()": r"interpolate-size|calc-size\(",
    "@scope, @function, if()": r"@scope\b|@function\b|:\s*if\(",
    "relative colours": r"\b(?:rgb|hsl|oklch|oklab|lch|lab|color)\(\s*from\b",
    "timelines of scrolling": r"animation-timeline|scroll-timeline|view-timeline",
    "view transitions": r"startViewTransition|view-transition|@view-transition",
    "::highlight()": r"::highlight\(|CSS\.highlights|new Highlight\(",
    "closedby, commands": r"\bclosedby\b|closedBy\b|\bcommandfor\b|(?<![\w-])command=|requestClose\(",
    "popover=hint": r"popover=[\"']?hint",
    "plaintext-only": r"plaintext-only",
    "sets and iterators": r"Iterator\.(?:from|concat)|\.(?:isSubsetOf|isSupersetOf|symmetricDifference)\(",
    "Promise.try, RegExp.escape": r"Promise\.try\(|RegExp\.escape\(",
    "base64 of bytes": r"\.(?:toBase64|setFromBase64)\(|\bfromBase64\(",
    "scheduler": r"\bscheduler\.(?:yield|postTask)\b",
    "requestIdleCallback, unasked": r"(?<!window\.)requestIdleCallback|requestIdleCallback\(",
    "URLPattern": r"\bURLPattern\b",
    "moveBefore, setHTML": r"\.moveBefore\(|\.setHTML\(",
    "navigation, cookieStore": r"(?<![\w.#])navigation\.\w+\(|\bcookieStore\b",
    "EditContext": r"\bEditContext\b",
    "caretPositionFromPoint, unasked": r"caretPositionFromPoint(?!\?\.)",
    "scrollend": r"[\"']scrollend[\"']|\bonscrollend\b",
    "CompressionStream of brotli": r"CompressionStream\([\"']br",
    "IntlDuration": r"Intl\.DurationFormat",
}
# Functions of the language that the compiler knows: all of them are in the browsers below.
LANGUAGE = "ES2024"


@pytest.mark.parametrize("what", YOUNGER)
def test_nothing_asks_for_a_younger_browser(what: str) -> None:
    young = re.compile(YOUNGER[what])
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in FILES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if young.search(line)
    ]
    assert found == []


def test_the_build_and_the_reference_name_the_same_browsers() -> None:
    targets = dict(
        re.findall(r'"(chrome|firefox|safari)([\d.]+)"', (WEB / "vite.config.ts").read_text("utf-8"))
    )
    told = (ROOT / "docs/reference/browsers.md").read_text("utf-8")
    assert f"Chromium {targets['chrome']}" in told
    assert f"| Firefox {targets['firefox']}," in told
    assert f"| Safari {targets['safari']} " in told
    assert json.loads((WEB / "tsconfig.json").read_text("utf-8"))["compilerOptions"]["lib"][0] == LANGUAGE
