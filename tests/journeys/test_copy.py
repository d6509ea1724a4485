"""What is copied is rich text and Markdown at once; an address that is pasted on words makes a link."""

import pytest

from tests.journeys.conftest import Invite
from tests.journeys.pasting import paste
from tests.journeys.site import Site
from tests.journeys.writer import VIEW, Writer

NOTE = """# Le *fret*

Un mot **gras**, un ~~barré~~, `du code`, [un lien](https://example.org/a?b=1&c=2)
et https://insee.fr [à vérifier] [non](javascript:alert) \\*.

- un
- [x] fait
  1. dedans

> Cité
> encore

| Mesure | 2022 |
| --- | --: |
| **Total** \\| tout |  |

::: retenir
À **retenir**.
:::

```
a < b
```

![Une gare](image/abcdefgh12)
"""
WHOLE = (
    "<h1>Le <em>fret</em></h1>"
    "<p>Un mot <strong>gras</strong>, un <s>barré</s>, <code>du code</code>, "
    '<a href="https://example.org/a?b=1&amp;c=2">un lien</a><br>et '
    '<a href="https://insee.fr">https://insee.fr</a> [à vérifier] non *.</p>'
    "<ul><li><p>un</p></li><li>☑ fait<ol><li><p>dedans</p></li></ol></li></ul>"
    "<blockquote><p>Cité<br>encore</p></blockquote>"
    "<table><tbody><tr><th>Mesure</th><th>2022</th></tr>"
    "<tr><td><strong>Total</strong> | tout</td><td></td></tr></tbody></table>"
    "<p>À <strong>retenir</strong>.</p>"
    "<pre>a &lt; b</pre>"
    "<p>Une gare</p>"
)

COPY = """kind => {
  const clipboardData = new DataTransfer()
  const event = new ClipboardEvent(kind, { clipboardData, bubbles: true, cancelable: true })
  document.querySelector('.cm-content').dispatchEvent(event)
  return [event.clipboardData.getData('text/plain'), event.clipboardData.getData('text/html')]
}"""


async def copied(writer: Writer, kind: str = "copy") -> tuple[str, str]:
    """What Ctrl+C, or Ctrl+X, puts on the clipboard: as letters, and as HTML."""
    text, html = await writer.page.evaluate(COPY, kind)
    return text, html.removeprefix('<div data-pochette="">').removesuffix("</div>")


async def test_a_copy_is_rich_text_and_markdown(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire")
    await claire.put_caret("#")
    await claire.page.keyboard.press("Control+a")

    text, html = await copied(claire)

    assert text == NOTE
    assert html == WHOLE
    assert link.rpartition("/")[2] not in html
    await claire.select("mot **gras**, un")
    assert await copied(claire) == ("mot **gras**, un", "mot <strong>gras</strong>, un")
    await claire.select("as**, un ~~bar")
    assert (await copied(claire))[1] == "<strong>as</strong>, un <s>bar</s>"
    await claire.select("Total** \\| tout |  |\n\n::: retenir\nÀ")
    assert (await copied(claire, "cut"))[1] == (
        "<table><tbody><tr><td><strong>Total</strong> | tout</td><td></td></tr></tbody></table><p>À</p>"
    )
    # The row and the box stand as they did.
    await claire.sees("| --- | --: |\n|  |  |\n\n::: retenir\n **retenir**.\n:::\n")


@pytest.mark.first(1)
@pytest.mark.parametrize("html", ["", "<a href='https://example.org/r'>le rapport</a>"])
async def test_an_address_on_a_selection_makes_a_link(site: Site, invite: Invite, html: str) -> None:
    claire = await invite((await site.new_note("Voir le rapport.\n"))["edit"], "Claire")
    await claire.select("rapport")
    await paste(claire.page, html=html, text="https://example.org/r")
    await claire.sees_text("Voir le [rapport](https://example.org/r).\n")
    await claire.page.keyboard.press("Control+z")
    await claire.sees_text("Voir le rapport.\n")
    await claire.page.evaluate(f"{VIEW}.dispatch({{selection: {{anchor: 0}}}})")
    await paste(claire.page, text="https://example.org/r")
    await claire.sees_text("https://example.org/rVoir le rapport.\n")
