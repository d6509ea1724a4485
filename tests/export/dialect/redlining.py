"""Two versions of a note by chance, and what a page with marks says of both."""

import random
import re
from collections.abc import Callable
from html.parser import HTMLParser

_WORDS = re.split(
    r"\s",
    "la le région plan commune l'État aujourd'hui 580 640 M€ 12 9,4 % 1er 2024 été œuvre, tests. (oui) x² – "
    "; : ! **gras** *mot **fort** ici* `code x` [lien](https://exemple.fr) [part](#partie) ~~barré~~ « dit » "
    '"cité" ![Plan](image/abcdefgh) <b> & \\* ^[note] [mort](#nulle-part)',
)  # fmt: skip
_DROPPED = {"vh", "said", "head", "call", "back", "box", "page-break"}
_VOID = {"br", "hr", "img", "rect"}
# What an element may stand in, and what a paragraph may not hold.
_IN = {"li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}, "td": {"tr"}, "th": {"tr"}, "tr": {"thead", "tbody"}}
_ONLY = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd"}, "tr": {"td", "th"}, "thead": {"tr"}, "tbody": {"tr"}}
_BLOCKS = {"p", "ul", "ol", "dl", "div", "table", "pre", "blockquote", "h2", "h3", "figure", "section"}


class Chance:
    """Writes a note, and the next version of it."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def pair(self) -> tuple[str, str]:
        blocks = [self._block() for _ in range(self._random.randint(1, 14))]
        calls = "".join(f"\n\n[^{n}]: {self._flow()}" for n in range(3))
        changed = self._changed(blocks)
        others = calls if self._random.random() < 0.7 else f"\n\n[^1]: {self._flow()}"
        return "# T\n\n" + "\n\n".join(blocks) + calls, "# T\n\n" + "\n\n".join(changed) + others

    def _flow(self, most: int = 8) -> str:
        said = [self._random.choice(_WORDS) for _ in range(self._random.randint(1, most))]
        if self._random.random() < 0.15:
            said.insert(self._random.randrange(len(said) + 1), f"appel[^{self._random.randint(0, 2)}]")
        return " ".join(said)

    def _row(self) -> str:
        cells = (self._flow(2) if self._random.random() < 0.8 else "" for _ in range(3))
        return f"| {' | '.join(cells)} |"

    def _block(self) -> str:
        flow, some = self._flow, self._random.randint(1, 3)
        box = self._random.choice(["retenir", f"retenir Titre {flow(2)}", "chiffres"])
        places: list[Callable[[], str]] = [
            lambda: flow(20),
            lambda: flow(20),
            lambda: f"## {flow(4)}",
            lambda: "\n".join(f"- {flow()}" for _ in range(some)),
            lambda: "\n".join(f"{n}. {flow()}\n   - {flow(3)}" for n in range(1, some + 1)),
            lambda: "\n\n".join(f"- {flow()}\n\n  {flow(3)}" for _ in range(some)),
            lambda: "\n".join(f"- [{self._random.choice(' x')}] {flow()}" for _ in range(some)),
            lambda: f"> {flow()}\n>\n> - {flow(3)}",
            lambda: f"::: {box}\n{self._block()}\n:::",
            lambda: (
                "\n".join([self._row(), "|---|:-:|--:|", *(self._row() for _ in range(some))])
                + self._caption()
            ),
            lambda: f"{flow(3)}\n: {flow()}\n\n  {flow(3)}\n\n{flow(2)}\n: {flow()}",
            lambda: f"```graphique {flow(3)}\n{flow(2)};12\nb;{some}\n{flow(3)}\n```",
            lambda: f"```\n{flow()}\n\n{flow()}\n```",
            lambda: f"    {flow()}",
            lambda: self._random.choice(["---", "\\newpage"]),
        ]
        return self._random.choice(places)()

    def _caption(self) -> str:
        return f"\n\nTable: {self._flow(4)}" if self._random.random() < 0.5 else ""

    def _changed(self, blocks: list[str]) -> list[str]:
        out = list(blocks)
        for _ in range(self._random.randint(0, 3)):
            at = self._random.randrange(len(out)) if out else 0
            match self._random.randrange(7):
                case 0:
                    out.insert(at, self._block())
                case 1 if out:
                    del out[at]
                case 2 if out:
                    out.append(out.pop(at))
                case 3 if out:
                    lines = out[at].split("\n")
                    line = self._random.randrange(len(lines))
                    if self._random.random() < 0.5:
                        del lines[line]
                    else:
                        lines.insert(line, lines[line])
                    out[at] = "\n".join(lines)
                case _ if out:
                    words = out[at].split(" ")
                    word = self._random.randrange(len(words))
                    words[word : word + self._random.randint(0, 2)] = self._flow(3).split(" ")[
                        : self._random.randint(0, 3)
                    ]
                    out[at] = " ".join(words)
                case _:
                    pass
        return out


class Said(HTMLParser):
    """The letters of a page, with what came and without what went, or the other way round."""

    def __init__(self, html: str, *, before: bool = False) -> None:
        super().__init__()
        self._left_out = "ins" if before else "del"
        self._open: list[tuple[str, bool]] = []
        self._said: list[str] = []
        self._box = set[str]()
        self.feed(html)
        self.close()
        assert self._open == [], "every element has an end"

    @property
    def letters(self) -> str:
        return "".join(re.findall(r"[^\W_]|[%€&<>²]", "".join(self._said)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        names = set((facts.get("class") or "").split())
        if tag == "p" and "callout-title" in names and "unnamed" in self._box:
            names.add("vh")
        if tag == "div" and "callout" in names:
            self._box = names
        if tag == "img" and self._counts:
            self._said.append(f"[Image : {facts['alt']}]")
        around = self._open[-1][0] if self._open else ""
        assert around in _IN.get(tag, {around}), f"{tag} in {around}"
        assert tag in _ONLY.get(around, {tag}), f"{tag} in {around}"
        assert tag not in _BLOCKS or not any(outside in {"p", "h2", "h3"} for outside, _ in self._open), tag
        if tag not in _VOID:
            is_mark = tag == self._left_out and "ch" in names
            self._open.append((tag, is_mark or bool(names & _DROPPED)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A bar of a chart: it holds nothing."""

    @property
    def _counts(self) -> bool:
        return not any(left_out for _, left_out in self._open)

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self._open.pop()
        assert opened == tag, f"{opened} ends with {tag}"

    def handle_data(self, data: str) -> None:
        if self._counts:
            self._said.append(data)


def unmarked(html: str) -> str:
    """A page with marks as it is without them, but for spaces."""
    html = re.sub(r'<span class="(?:vh|said)">(?:ajouté|retiré|déplacé)[^<]*</span>', "", html)
    html = re.sub(r'<p class="passage head".*?</p>\n', "", html)
    html = re.sub(r'<tr><td colspan="\d+"><span class="gone" data-ch.*?</span></td></tr>\n', "", html)
    html = re.sub(
        r'<(p|li|dd|span) class="gone" data-ch="\d+"><del class="ch(?: moved)?">[^<]*</del></\1>', "", html
    )
    html = re.sub(r'<del class="ch(?: swap| moved)?">[^<]*</del>', "", html)
    html = re.sub(
        r'<div class="passage" data-ch="\d+"><ins class="ch(?: moved)?">(.*?)</ins></div>',
        r"\1",
        html,
        flags=re.DOTALL,
    )
    html = re.sub(r'<span class="passage" data-ch="\d+">', "<passage>", html)
    html = re.sub(r'<ins class="ch(?: moved)?">|</ins>', "", html)
    return re.sub(r"\s+", "", _without_passages(html))


def _without_passages(html: str) -> str:
    """The end of a span belongs to the last one that is open."""
    out: list[str] = []
    begun: list[bool] = []
    for piece in re.split(r"(<passage>|<span[^>]*>|</span>)", html):
        if piece == "<passage>":
            begun.append(True)
            continue
        if piece.startswith("<span"):
            begun.append(False)
        elif piece == "</span>" and begun.pop():
            continue
        out.append(piece)
    return "".join(out)
