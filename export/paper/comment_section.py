"""The comments behind a note on paper and on a page: each with its number, its passage, its author."""

import html

from export.dialect.context import Target
from export.note.brief import Brief
from export.note.comments import IN_TITLE, Comment, State, Thread
from export.note.labels import labels, moment
from export.note.typography import typeset

# A passage may be pages long: so much of it tells which it is.
_LONGEST_QUOTE = 320


def section(brief: Brief, target: Target) -> str:
    """HTML with headings from h2; nothing where there are no comments."""
    if not brief.threads:
        return ""
    say = labels(brief.lang)
    parts = [_heading(2, say["comments"], brief)]
    above = ""
    for number, thread in enumerate(brief.threads, 1):
        title = "" if thread.place is not None else say["comments-gone" if thread.quote else "comments-whole"]
        if title != above:
            parts.append(_heading(3, title, brief))
            above = title
        parts.append(_thread(thread, number, brief, target))
    return f'<section class="comments">\n{"".join(parts)}</section>\n'


def _heading(level: int, title: str, brief: Brief) -> str:
    said = _set(title, brief)
    return f'<h{level} data-label="{said}">{said}</h{level}>\n'


def _thread(thread: Thread, number: int, brief: Brief, target: Target) -> str:
    lines = "".join(_comment(one, brief) for one in thread.comments)
    if not thread.quote:
        return f'<div class="comment-thread">\n{lines}</div>\n'
    if thread.proposed:
        old, new = _set(thread.quote, brief), _set(thread.proposed, brief)
        passage = f'<p class="comment-change"><del>{old}</del> → <ins>{new}</ins></p>\n'
    else:
        quote = _set(_short(thread.quote), brief)
        passage = f'<blockquote class="comment-quote"><p>{quote}</p></blockquote>\n'
    head = _head(thread, number, brief, target)
    return f'<div class="comment-thread" id="comment-{number}">\n{head}{passage}{lines}</div>\n'


def _head(thread: Thread, number: int, brief: Brief, target: Target) -> str:
    say = labels(brief.lang)
    state = say[f"comment-{thread.state.value}"]
    kind = f"{say['proposes']} · " if thread.proposed else ""
    is_open = " open" if thread.state is State.OPEN else ""
    return (
        f'<p class="comment-head"><b class="comment-number">C{number}</b> '
        f'<span class="comment-state{is_open}">{_set(kind + state, brief)}</span>'
        f"{_place(thread, number, brief, target)}</p>\n"
    )


def _place(thread: Thread, number: int, brief: Brief, target: Target) -> str:
    if thread.place is None:
        return ""
    say = labels(brief.lang)
    where = f"#comment-call-{number}"
    if target is Target.SCREEN:
        return f' <a class="back" href="{where}" aria-label="{html.escape(say["back"])} (C{number})">↩</a>'
    if thread.place == IN_TITLE:
        return f' <span class="comment-place">{_set(say["comment-title"], brief)}</span>'
    return f' <a class="comment-place page" href="{where}">{say["comment-page"]}</a>'


def _comment(comment: Comment, brief: Brief) -> str:
    name = _set(comment.name or labels(brief.lang)["anonymous"], brief)
    when = html.escape(moment(comment.at, brief.lang))
    said = "<br>".join(_set(line, brief) for line in comment.text.split("\n"))
    words = f"<br>{said}" if said else ""
    return f'<p class="comment-said"><b>{name}</b> <span class="comment-when">{when}</span>{words}</p>\n'


def _short(quote: str) -> str:
    if len(quote) <= _LONGEST_QUOTE:
        return quote
    half = _LONGEST_QUOTE // 2
    return f"{quote[:half].rstrip()} […] {quote[-half:].lstrip()}"


def _set(text: str, brief: Brief) -> str:
    return html.escape(typeset(" ".join(text.split()), brief.lang))
