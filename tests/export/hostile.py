"""Texts that want to hang, fill, trick or break whoever prints them, by name.

`{http}` and `{file}` stand for the addresses of a canary: a server on loopback, and a file with a secret.
"""

from collections.abc import Mapping

_ROW = "| " + " | ".join("cellule" for _ in range(10)) + " |\n"
_RULE = "|" + "---|" * 10 + "\n"
_SVG = "<svg><g id='a'><use href='#a'/><use href='#a'/></g></svg>"

KILLERS: Mapping[str, str] = {
    "a table of a hundred thousand cells": _ROW + _RULE + _ROW * 10_000,
    "a table of forty wide columns": "|"
    + "mot |" * 40
    + "\n|"
    + "-|" * 40
    + "\n"
    + ("|" + "anticonstitutionnel |" * 40 + "\n") * 70,
    "two thousand footnotes": "m[^0] "
    + "".join(f"m[^{n}] " for n in range(2_000))
    + "".join(f"\n\n[^{n}]: n" for n in range(2_000)),
    "a footnote of twenty pages": "m[^a]\n\n[^a]: " + "mot " * 12_000,
    "footnotes that call each other": "m[^a]\n\n[^a]: a[^b]\n\n[^b]: b[^a] [^b] [^c]\n\n[^c]: c[^c]",
    "inline footnotes in each other": "m" + "^[a" * 300 + "]" * 300,
    "two hundred long footnotes": " ".join(f"mot[^{n}]" for n in range(200))
    + "".join(f"\n\n[^{n}]: {'x y ' * 300}" for n in range(200)),
    "a paragraph of a million characters": "mot " * 250_000,
    "a word of nineteen thousand letters": "é" * 19_000,
    "paragraphs of twenty thousand characters": "\n\n".join("mot " * 4_990 for _ in range(14)),
    "open bold": "**a " * 1_500,
    "open bold without spaces": "**a" * 1_500,
    "stars": "*" * 19_000,
    "stars and underscores": "*a_ " * 4_900,
    "nested emphasis": "*a **b " * 2_000 + "c** d*" * 2_000,
    "backticks of all lengths": " ".join("`" * n for n in range(1, 190)),
    "open brackets": "[" * 19_000,
    "open links": "[a](<b" * 3_000,
    "open images": "![" * 9_000,
    "reference definitions": "".join(f"[a{n}]: https://example.org/{n}\n" for n in range(4_000))
    + "[a1] " * 2_000,
    "quotations in quotations": ">" * 5_000 + " mot",
    "lists in lists": "".join(f"{'  ' * n}- mot\n" for n in range(400)),
    "boxes in boxes": "".join(f"{':' * (3 + n)} retenir\n" for n in range(400, 0, -1)) + "mot\n",
    "a box that never ends": "::: retenir\n" + "- mot\n" * 4_000,
    "thousands of rules": "---\n\n" * 4_900,
    "thousands of headings": "".join(f"{'#' * (1 + n % 6)} Titre {n}\n\n" for n in range(2_400)),
    "a heading of nineteen thousand characters": "## " + "mot " * 4_700 + "\n\nTexte.",
    "a title of nineteen thousand characters": "# " + "mot " * 4_700 + "\n\nTexte.",
    "thousands of tasks": "- [ ] mot\n" * 2_000,
    "thousands of definitions": "mot\n: sens\n\n" * 1_200,
    "thousands of line breaks": "a\n" * 9_000,
    "only line feeds": "\n" * 290_000,
    "only tabs": "\t" * 290_000 + "a",
    "colspan": '<table><tr><td colspan="100000000" rowspan="100000000">x</td></tr></table>',
    "drawings that use themselves": _SVG * 2_000,
    "images by the thousand": "![a](image/abcdefgh)\n\n" * 2_000,
    "images as data": "\n\n".join(f"![a](data:image/png;base64,{'A' * 1_400})" for _ in range(200)),
    "charts by the hundred": "```graphique T\na;1\nb;2\n```\n\n" * 400,
    "a chart with absurd numbers": "```graphique T\na;1e308\nb;0.0000001e-300\nc;-5\nd;nan\ne;inf\nf;"
    + "9" * 5_000
    + "\n```",
    "a chart with one long label": "```graphique " + "titre " * 900 + "\n" + "mot " * 3_000 + ";4\nb;5\n```",
    "a chart of a thousand bars": "```graphique T\n" + "".join(f"a{n};{n}\n" for n in range(1_000)) + "```",
    "code of ten thousand lines": "```\n" + "x = 1\n" * 9_000 + "```",
    "a code line of a hundred thousand letters": "```\n" + "x" * 100_000 + "\n```",
    "paragraph and line separators": "a\u2029b\u2028c\x85d" * 2_000,
    "null bytes and controls": "".join(map(chr, range(32))) * 300 + "\x7f\x80\x9f\ufffe\uffff",
    "half characters": "\ud800 \udfff &#xD800; &#x2029; &#0; &#x1F600;",
    "writing from right to left": "\u202e\u2066\u2067\u202b" * 3_000 + " العربية שלום \u2069\u202c" * 200,
    "marks on marks": "e" + "\u0301" * 9_000,
    "emoji in families": "👨‍👩‍👧‍👦🏳️‍🌈🇫🇷1️⃣" * 900,
    "characters of no width": "\u200b\u200d\ufeff\u2060" * 4_500,
    "a card of references": "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\ntitre: T\n---\nTexte.",
    "a card as deep as it is long": "---\ntitre: " + "[" * 3_900 + "]" * 3_900 + "\n---\nTexte.",
    "a card of many colons": "---\ntitre: " + "a: " * 2_600 + "\n---\nTexte.",
    "a card that never ends": "---\ntitre: T\n" + "a: b\n" * 60_000,
    "a card of one line": "---\ntitre: " + "mot " * 1_900 + "\n---\nTexte.",
    "a card with tags": "---\ntitre: !!python/object/apply:os.system ['true']\n---\nTexte.",
}

TRICKS: Mapping[str, str] = {
    "pictures from elsewhere": "![a]({http}) ![b]({file}) ![c](/etc/passwd) ![d](//127.0.0.1/x) ![e](qr.svg)",
    "picture tags": '<img src="{http}"><img src="{file}" srcset="{http} 2x"><object data="{file}"></object>',
    "frames and scripts": '<iframe src="{file}"></iframe><script src="{http}"></script><embed src="{file}">',
    "style sheets": '<link rel=stylesheet href="{http}"><style>@import url({http}); p {{ a: url({file}) }}',
    "attachments": '<link rel="attachment" href="{file}"><a rel="attachment" href="{file}">a</a>',
    "the end of the page": '</main></article><img src="{http}"><article data-left="{file}">',
    "links": "[a]({http}) [b]({file}) [c](javascript:x) [d](data:text/html,x) <{http}> [e](mailto:a@b.c)",
    "links and references": "[a]: {file}\n[b]: {http}\n\n[a] ![b] ![x][a]",
    "styles": "p {{ background: url({http}) }} @page {{ background: url({file}) }} url({http}) expression(1)",
    "attributes": '::: retenir " onload="x" style="background:url({http})" x="\nmot\n:::\n\n## " id="{file}"',
    "charts": '```graphique "><image href="{http}"/>\n</text><use href="{file}"/>;3\nb;">{file}\n```',
    "code": '```"><img src={http}>\n</code></pre><img src="{file}">\n```\n\n`<img src={http}>`',
    "a card": '---\ntitre: "</title><img src={http}>"\nclassification: "\\"; background: url({http}); x"\n'
    'auteurs: ["<img src={file}>"]\nchapeau: "url({file})"\nlang: "fr\\"><img src={http}>"\n---\nTexte.',
    "footnotes": "m[^a]\n\n[^a]: <img src={http}> ![a]({file}) url({http})",
    "addresses of the machine": "![a](http://localhost/x) ![b](http://[::1]/) ![c](http://0/x) ![d]({http}) "
    "![e](http://169.254.169.254/latest)",
}
