"""What the documentation points at is there."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "docs" / "decisions"
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
MODULE = re.compile(r"`((?:crdt|export|server|tests|web|docs)/[\w./-]+)`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
LISTED = re.compile(r"^\| \[(\d{4})\]\(([^)]+)\) \| (.+?)(?:; replaces .*)? \|$", re.MULTILINE)


@cache
def pages() -> dict[Path, str]:
    """Each page with its text."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return {page: page.read_text("utf-8") for page in sorted(found)}


@cache
def prose(page: Path) -> str:
    """The text of a page without what stands in fences."""
    return FENCE.sub("", page.read_text("utf-8"))


@cache
def anchors(page: Path) -> frozenset[str]:
    """The headings as forges name them: lower case, hyphens for spaces, no punctuation."""
    headings = HEADING.findall(prose(page))
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)


@cache
def is_there(named: str) -> bool:
    """Whether a file or folder begins so: a module is named without its ending."""
    return any(ROOT.glob(f"{named.rstrip('/')}*"))


def lost_links(page: Path) -> list[str]:
    lost = []
    for link in LINK.findall(prose(page)):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    return lost


def told(wrong: list[str]) -> str:
    """All of it, a line each."""
    return "\n".join(["", *wrong])


def test_every_link_inside_the_documentation_leads_somewhere() -> None:
    assert len(pages()) > 100
    lost = [f"{page.relative_to(ROOT)}: {link}" for page in pages() for link in lost_links(page)]
    assert not lost, told(lost)


def test_every_file_that_the_documentation_names_is_there() -> None:
    lost = [
        f"{page.relative_to(ROOT)}: {name}"
        for page, text in pages().items()
        for name in MODULE.findall(text)
        if not is_there(name)
    ]
    assert not lost, told(lost)


def test_each_file_of_a_change_is_there_to_the_letter() -> None:
    named = MODULE.findall(pages()[ROOT / "docs" / "how-to" / "change.md"])
    assert len(named) > 50
    lost = [name for name in named if not (ROOT / name).exists()]
    assert not lost, told(lost)


def test_every_decision_is_listed_once_with_its_title() -> None:
    listed = LISTED.findall((DECISIONS / "README.md").read_text("utf-8"))
    wrong = []
    expected = []
    for page in sorted(DECISIONS.glob("[0-9]*.md")):
        number, _, title = page.read_text("utf-8").partition("\n")[0].removeprefix("# ").partition(". ")
        expected.append((number, page.name, title))
        if not page.name.startswith(f"{number}-"):
            wrong.append(f"{page.name} says that it is {number}")
        if (found := listed.count(expected[-1])) != 1:
            wrong.append(f"expected once, found {found} times: | [{number}]({page.name}) | {title} |")
    assert not wrong, told(wrong)
    assert listed == expected, "rows of decisions that are not there, or not in the order of their numbers"
    assert len({number for number, _, _ in expected}) == len(expected), "a number that two have"
