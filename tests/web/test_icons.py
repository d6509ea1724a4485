"""The drawings of the interface are Lucide's, and a script draws only what its page carries."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "server" / "pages"
LUCIDE = ROOT / "web" / "node_modules" / "lucide-static" / "icons"
_DRAWN = dict(
    re.findall(r"""^    "([\w-]+)": '(.*)',$""", (PAGES / "icons.html").read_text("utf-8"), re.MULTILINE)
)


def test_there_are_drawings() -> None:
    assert len(_DRAWN) > 30


@pytest.mark.skipif(not LUCIDE.is_dir(), reason="the packages of the front end are not here")
@pytest.mark.parametrize("name", _DRAWN)
def test_a_drawing_is_the_one_of_the_package(name: str) -> None:
    svg = (LUCIDE / f"{name}.svg").read_text("utf-8")
    assert [*shapes(_DRAWN[name])] == [*shapes(svg.partition("<svg")[2].partition(">")[2])]


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.name)
def test_a_template_draws_only_what_there_is(path: Path) -> None:
    asked = re.findall(r"""\bicon\(\s*["']([\w-]+)["']""", path.read_text("utf-8"))
    assert set(asked) <= _DRAWN.keys()


def test_the_share_dialog_draws_only_what_its_sprite_carries() -> None:
    carried = re.search(r"sprite\((\"[^)]*)\) \}\}\n\{%- endmacro", (PAGES / "icons.html").read_text("utf-8"))
    assert carried is not None
    share = ROOT / "web" / "src" / "share"
    source = "".join((share / f"{name}.ts").read_text("utf-8") for name in ("share", "channels"))
    asked = re.findall(r"""icon\("([\w-]+)"\)|icon: "([\w-]+)\"""", source)
    assert {one or other for one, other in asked} <= set(re.findall(r'"([\w-]+)"', carried[1]))


def shapes(svg: str) -> list[str]:
    """The elements, each without the space that only lays the file out."""
    return [re.sub(r"\s*/$", "", shape) for shape in re.findall(r"<(\w[^>]*)>", svg)]
