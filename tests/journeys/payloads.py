"""Texts that want to run as a script or fetch something: so many ways, each in so many places of a text.

`{run}` is what would tell that it ran, `{away}` an address that nobody may ask.
"""

from collections.abc import Callable, Iterator
from html import escape
from typing import Final
from urllib.parse import quote

RUN: Final = "top.ran(1)"

WAYS: Final = (
    "<script>{run}</script>",
    "<script src={away}></script>",
    "<script type=module>{run}</script>",
    "<img src=x onerror={run}>",
    "<img src={away}>",
    "<img/src=x/onerror={run}//",
    "<image href=x onerror={run}>",
    "<img srcset='{away} 2x' src=x>",
    "<svg onload={run}>",
    "<svg><script>{run}</script></svg>",
    "<svg><a xlink:href=javascript:{run}><text>x</text></a></svg>",
    "<svg><animate onbegin={run} attributeName=x dur=1s>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload={run}>#x'/></svg>",
    "<svg><image href={away} /></svg>",
    "<svg><foreignObject><img src=x onerror={run}></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror={run}>",
    "<math href=javascript:{run}>x</math>",
    "<body onload={run}>",
    "<iframe src=javascript:{run}></iframe>",
    "<iframe srcdoc='<script>{run}</script>'></iframe>",
    "<iframe src={away}></iframe>",
    "<object data=javascript:{run}></object>",
    "<object data={away}></object>",
    "<embed src={away}>",
    "<a href=javascript:{run}>x</a>",
    "<a href='java\tscript:{run}'>x</a>",
    "<a href='&#106;avascript:{run}'>x</a>",
    "<form action=javascript:{run}><input type=submit autofocus></form>",
    "<form action={away}><button>x</button></form>",
    "<input autofocus onfocus={run}>",
    "<select autofocus onfocus={run}><option>x</select>",
    "<textarea autofocus onfocus={run}></textarea>",
    "<button formaction=javascript:{run}>x</button>",
    "<details open ontoggle={run}>x</details>",
    "<dialog open oncancel={run}>x</dialog>",
    "<video><source onerror={run}></video>",
    "<audio src=x onerror={run}></audio>",
    "<video poster={away}></video>",
    "<marquee onstart={run}>x</marquee>",
    "<x onpointerenter={run} tabindex=1 onfocus={run}>x</x>",
    "<link rel=stylesheet href={away}>",
    "<link rel=prefetch href={away}>",
    "<style>@import '{away}';</style>",
    '<div style="background:url({away})">x</div>',
    "<table background={away}><tr><td>x</td></tr></table>",
    "<base href={away}>",
    "<meta http-equiv=refresh content='0;url={away}'>",
    "<template><script>{run}</script></template>",
    "<noscript><p title='</noscript><img src=x onerror={run}>'>",
    '"><img src=x onerror={run}>',
    "'><svg onload={run}>",
    '" onmouseover="{run}" x="',
    "' onfocus='{run}' autofocus x='",
    "</title><script>{run}</script>",
    "</textarea><script>{run}</script>",
    "</style><script>{run}</script>",
    "</script><script>{run}</script>",
    "<!--<script>",
    "--><script>{run}</script>",
    "]]><script>{run}</script>",
    "<scr<script>ipt>{run}</scr</script>ipt>",
    "\\u003cscript\\u003e{run}\\u003c/script\\u003e",
    '";{run};//',
    "'-{run}-'",
    "`-{run}-`",
    "${{{run}}}",
    "{{{{constructor.constructor('{run}')()}}}}",
    "javascript:{run}",
    "JaVaScRiPt:{run}//",
    "data:text/html,<script>{run}</script>",
    "vbscript:{run}",
)  # fmt: skip

PLACES: Final[tuple[Callable[[str], str], ...]] = (
    lambda way: way,
    lambda way: f"[a]({way})",
    lambda way: f"[a](<{way}>)",
    lambda way: f"[{way}](https://example.org)",
    lambda way: f'[a](https://example.org "{way}")',
    lambda way: f"![{way}](image/x)",
    lambda way: f"![a]({way})",
    lambda way: f"<{way}>",
    lambda way: f"## {way}",
    lambda way: f"**{way}** `{way}`",
    lambda way: f"| {way} | b |\n|---|---|\n| c | {way} |",
    lambda way: f"> {way}\n>\n> - [ ] {way}",
    lambda way: f"```{way}\n{way}\n```",
    lambda way: f"```graphique {way}\n{way};3\n```",
    lambda way: f"::: retenir {way}\n{way}\n:::",
    lambda way: f"m^[{way}]",
    escape,
    lambda way: way.upper(),
    lambda way: way.replace(" ", "\n"),
    lambda way: way.replace("<", "<\x0c"),
)


def payloads(away: str, *, every: int) -> Iterator[str]:
    """Each way in one of `every` places: all of them in the end, and never the same ones for two ways."""
    for number, way in enumerate(WAYS):
        filled = way.format(run=RUN, away=away)
        for at, place in enumerate(PLACES):
            if (number + at) % every == 0:
                yield place(filled)


LINES: Final[tuple[Callable[[str], str], ...]] = (
    lambda way: way,
    lambda way: way.upper(),
    lambda way: f'"{way}',
    lambda way: f"'>{way}",
    lambda way: f"\\'{way}",
    lambda way: f"</b>{way}",
    lambda way: f"{way}<!--",
    lambda way: f"--!>{way}",
    escape,
    quote,
    lambda way: f"&#34;{way}",
    lambda way: f"{{{{{way}}}}}",
    lambda way: way.replace("<", "<<"),
    lambda way: way.replace(" ", "/"),
    lambda way: f"\u202e{way}",
)


def lines(away: str, *, every: int, most: int = 120) -> list[str]:
    """The same as names, titles and labels may be: without line ends and control characters, not longer."""
    found = []
    for number, way in enumerate(WAYS):
        filled = "".join(sign for sign in way.format(run=RUN, away=away) if sign.isprintable())
        for at, wrap in enumerate(LINES):
            if (number + at) % every == 0 and len(wrap(filled)) <= most:
                found.append(wrap(filled))
    return found
