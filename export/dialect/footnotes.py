"""Footnotes, numbered in the order of their calls: at the page's foot on paper, at the end on screens.

On paper the text of a note moves to its first call, from where CSS floats it down; a note that calls another
note puts that one just after itself, for a float cannot hold a float.
"""

from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.dialect.lines import lines_of_all
from export.note.labels import labels

# On the token that opens a note at the end, its number; and on the one that opens them all.
NOTE, NOTES = "note", "notes"


@dataclass(slots=True)
class _Notes:
    texts: dict[int, list[Token]]
    numbers: dict[int, int] = field(default_factory=dict)
    calls: dict[int, int] = field(default_factory=dict)

    def number(self, call: Token) -> tuple[int, bool]:
        """The number of the called note, and whether this is its first call."""
        ident = call.meta["id"]
        first = ident not in self.numbers
        number = self.numbers.setdefault(ident, len(self.numbers) + 1)
        self.calls[ident] = self.calls.get(ident, 0) + 1
        return number, first


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("footnotes", _footnotes)


def _footnotes(state: StateCore) -> None:
    body, notes = _split(state.tokens)
    state.tokens = body
    if context(state).on_paper:
        for token in body:
            token.children = _at_foot(token.children or [], notes)
    else:
        word = labels(context(state).lang)
        _at_end(state, notes, word["notes"], word["back"], word["note"])


def _split(tokens: list[Token]) -> tuple[list[Token], _Notes]:
    body: list[Token] = []
    texts: dict[int, list[Token]] = {}
    into = body
    for token in tokens:
        if token.type == "footnote_open":
            into = texts.setdefault(token.meta["id"], [])
        elif token.type == "footnote_close":
            into = body
        elif token.type not in {"footnote_block_open", "footnote_block_close", "footnote_anchor"}:
            into.append(token)
    return body, _Notes(texts)


def _at_foot(children: list[Token], notes: _Notes) -> list[Token]:
    out: list[Token] = []
    for child in children:
        if child.type != "footnote_ref":
            out.append(child)
            continue
        waiting = [child]
        while waiting:
            call = waiting.pop(0)
            number, first = notes.number(call)
            if first:
                blocks = notes.texts.get(call.meta["id"], [])
                text = _one_line(blocks)
                waiting += [inner for inner in text if inner.type == "footnote_ref"]
                follows = bool(out) and out[-1].meta.get("call") is True
                said = [_again(inner, notes, waiting) for inner in text]
                out += _float(number, said, lines_of_all(blocks), follows=follows)
            elif call is child:
                out.append(_call_again(number))
    return out


def _float(number: int, text: list[Token], lines: dict[str, str], *, follows: bool) -> list[Token]:
    """`follows`: just after another call, so that 1 and 2 do not read as 12.

    The text is in no element of its own: WeasyPrint 70 takes each word of an inline box that begins a line
    for the beginning of that line, and cuts it where it is too long for what is left.
    """
    name = "fn next" if follows else "fn"
    opened = Token("span_open", "span", 1, attrs={"class": name, "id": f"note-{number}", **lines})
    return [opened, *text, Token("span_close", "span", -1, meta={"call": True})]


def _again(token: Token, notes: _Notes, waiting: list[Token]) -> Token:
    """A call inside a note is only its number: the one it had, or will have when its turn comes."""
    if token.type != "footnote_ref":
        return token
    ident = token.meta["id"]
    fresh = [call.meta["id"] for call in waiting if call.meta["id"] not in notes.numbers]
    coming = list(dict.fromkeys(fresh))
    number = notes.numbers.get(ident) or len(notes.numbers) + 1 + coming.index(ident)
    return _call_again(number)


def _call_again(number: int) -> Token:
    return Token("html_inline", "", 0, content=f'<a class="again" href="#note-{number}">{number}</a>')


def _one_line(tokens: list[Token]) -> list[Token]:
    """The blocks of a note as one run of text."""
    out: list[Token] = []
    for token in tokens:
        said = token.children if token.type == "inline" else None
        if token.type in {"fence", "code_block"}:
            said = [Token("code_inline", "code", 0, content=token.content.strip())]
        if said:
            out += [Token("text", "", 0, content=" ")] if out else []
            out += said
    return out


def _at_end(state: StateCore, notes: _Notes, title: str, back: str, word: str) -> None:
    _call(state.tokens, notes, word)
    end: list[Token] = []
    shown = 0
    while shown < len(notes.numbers):
        ident, number = list(notes.numbers.items())[shown]
        text = notes.texts.get(ident, [])
        _call(text, notes, word)
        arrow = _html(
            f'<a class="back" href="#call-{number}" aria-label="{escapeHtml(back)} ({number})">↩</a>'
        )
        opened = Token("html_block", "", 0, content=f'<li id="note-{number}">', meta={NOTE: number})
        end += [opened, *text, arrow, _html("</li>\n")]
        shown += 1
    if end:
        start = f'<section class="footnotes" aria-label="{escapeHtml(title)}">\n<ol>\n'
        state.tokens += [
            Token("html_block", "", 0, content=start, meta={NOTES: True}),
            *end,
            _html("</ol>\n</section>\n"),
        ]


def _call(tokens: list[Token], notes: _Notes, word: str) -> None:
    for token in tokens:
        for child in token.children or ():
            if child.type == "footnote_ref":
                number, first = notes.number(child)
                name = f' id="call-{number}"' if first else ""
                child.type = "html_inline"
                label = escapeHtml(f"{word} {number}")
                link = f'<a href="#note-{number}"{name} aria-label="{label}">{number}</a>'
                child.content = f'<sup class="call">{link}</sup>'


def _html(content: str) -> Token:
    return Token("html_block", "", 0, content=content)
