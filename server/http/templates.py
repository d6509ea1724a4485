"""Jinja templates, with texts in the browser's language and the bundles built by Vite."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from export.languages import language_of
from export.note import telephones
from server.clock import TeamClock
from server.errors import StartError
from server.text.directions import shown
from server.text.reading_time import reading_time
from server.text.words import DEFAULT_LANG, Lang, read_words

_PAGES = Path(__file__).parents[1] / "pages"
_STATIC = "/static/"
# Of a language that the build does not have.
_TEXTS = f"words/{DEFAULT_LANG}.js"
_STYLED_INSIDE = ("reader", "first-visit")
_RUN_INSIDE = ("first-visit",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The addresses of what one page loads."""

    script: str
    styles: tuple[str, ...]
    preloads: tuple[str, ...]


class Pages:
    """Renders the templates of one built front end."""

    def __init__(self, static: Path, clock: TeamClock) -> None:
        self.words = read_words(static / "words")
        self._manifest = _read_manifest(static / "manifest.json")
        self._templates = Environment(
            loader=FileSystemLoader(_PAGES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=shown,
        )
        self._templates.filters["json"] = _json
        self._templates.filters["team_day"] = lambda iso: clock.local(iso).date().isoformat()
        self._templates.filters["team_time"] = lambda iso: f"{clock.local(iso):%H:%M}"
        self._templates.filters["whole_numbers"] = whole_numbers
        self._templates.globals["reading_time"] = reading_time
        self._templates.globals["telephones"] = telephones.parts
        self._templates.globals["assets"] = self.bundle
        self._templates.globals["texts_of"] = self.texts
        self._templates.globals["style_of"] = {page: self._style(static, page) for page in _STYLED_INSIDE}.get
        self._templates.globals["script_of"] = {page: self._script(static, page) for page in _RUN_INSIDE}.get

    def render(self, template: str, *, lang: Lang, **context: object) -> str:
        language = language_of(lang)
        told = {"lang": lang, "tag": language.tag, "t": self.words[lang], "number": language.number}
        return self._templates.get_template(template).render(**told, **context)

    def bundle(self, page: str) -> Bundle:
        """What `home`, `editor` or `reader` needs: its script, styles, and the scripts that it imports."""
        name = f"src/pages/{page}.ts"
        chunks = list(dict.fromkeys(self._imports(name)))
        styles = dict.fromkeys(style for chunk in chunks for style in self._manifest[chunk].get("css", ()))
        return Bundle(
            script=_STATIC + self._manifest[name]["file"],
            styles=tuple(_STATIC + style for style in styles),
            preloads=tuple(_STATIC + self._manifest[chunk]["file"] for chunk in chunks if chunk != name),
        )

    def texts(self, lang: Lang) -> str:
        """The script of texts that runs before a page's own."""
        ours = f"words/{lang}.js"
        file: str = self._manifest[ours if ours in self._manifest else _TEXTS]["file"]
        return _STATIC + file

    def needed(self, pages: Iterable[str], lang: Lang) -> list[str]:
        """The files of these pages and of what they load later: scripts, styles, faces, one language.

        Pages that this build does not have are left out.
        """
        found: dict[str, None] = {}
        waiting = [name for page in pages if (name := f"src/pages/{page}.ts") in self._manifest]
        for name in waiting:
            chunk = self._manifest[name]
            found |= dict.fromkeys((chunk["file"], *chunk.get("css", ()), *chunk.get("assets", ())))
            more = (*chunk.get("imports", ()), *chunk.get("dynamicImports", ()))
            waiting += [one for one in more if one not in waiting]
        return [self.texts(lang), *(_STATIC + file for file in found)]

    def _style(self, static: Path, page: str) -> Markup:
        """The text of what a page is styled by, for a page that holds it."""
        files = [static / style.removeprefix(_STATIC) for style in self.bundle(page).styles]
        return Markup("".join(file.read_text("utf-8") for file in files))  # noqa: S704 - built by us

    def _script(self, static: Path, page: str) -> Markup:
        """The text of a script that imports none, for a page that holds it."""
        file = static / self.bundle(page).script.removeprefix(_STATIC)
        return Markup(file.read_text("utf-8"))  # noqa: S704 - built by us

    def _imports(self, name: str) -> Iterator[str]:
        for imported in self._manifest[name].get("imports", ()):
            yield from self._imports(imported)
        yield name


PAGES = web.AppKey("pages", Pages)


def _read_manifest(path: Path) -> Mapping[str, Mapping[str, Any]]:
    try:
        manifest: Mapping[str, Mapping[str, Any]] = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise StartError(f"The front end is not built: {path} is missing. Run `./dev` once.") from error
    return manifest


def _json(value: object) -> Markup:
    """JSON that is safe inside a script element."""
    return htmlsafe_json_dumps(value, dumps=lambda data, **_: json.dumps(data, ensure_ascii=False))


NONCE = web.RequestKey("nonce", str)


def whole_numbers(text: str) -> str:
    """A text whose numbers, with spaces between their thousands, stay on one line."""
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "\u00a0", text)
