"""What a screen reader is given of a page: its accessibility tree, and what live regions say, in order."""

import asyncio
from typing import Any

from playwright.async_api import Page

TOLD = {"list", "listitem", "blockquote", "group", "image", "heading", "table", "checkbox", "mark", "link"}

WITHIN_S = 10
# Tells each text that a live region comes to say, and each press that is none of a key.
LISTEN = """(() => {
  const REGION = '[role=status], [role=alert], [aria-live=polite]'
  const regionOf = node => (node.nodeType === 1 ? node : node.parentElement)?.closest(REGION)
  new MutationObserver(records => {
    const regions = new Set(records.map(({ target }) => regionOf(target)))
    for (const region of regions) {
      const said = region?.checkVisibility() && region.textContent.trim().replace(/\\s+/g, ' ')
      if (said) window.isTold('said', said)
    }
  }).observe(document, { subtree: true, childList: true, characterData: true })
  document.addEventListener('pointerdown', () => window.isTold('pressed', ''), true)
})()"""


class Ear:
    """What the live regions of the pages of a context say from now on."""

    def __init__(self) -> None:
        self.presses = 0
        self._said: asyncio.Queue[str] = asyncio.Queue()

    async def listen(self, page: Page) -> None:
        await page.context.expose_function("isTold", self._told)
        await page.context.add_init_script(LISTEN)

    async def hears(self, *expected: str) -> None:
        """The next words are these, and no others come before."""
        for words in expected:
            try:
                async with asyncio.timeout(WITHIN_S):
                    said = await self._said.get()
            except TimeoutError:
                said = ""
            assert said == words, f"expected « {words} », heard « {said} »"

    async def hears_at_last(self, expected: str) -> None:
        """These words come, whatever is said before."""
        async with asyncio.timeout(WITHIN_S):
            while await self._said.get() != expected:
                pass

    def _told(self, kind: str, words: str) -> None:
        if kind == "said":
            self._said.put_nowait(words.replace("\u202f", " ").replace("\u00a0", " "))
        else:
            self.presses += 1


async def tree(page: Page, root: str) -> list[str]:
    """Roles under a control, with names, and levels and places where they have some."""
    cdp = await page.context.new_cdp_session(page)
    nodes = (await cdp.send("Accessibility.getFullAXTree"))["nodes"]
    await cdp.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    start = next(
        node for node in nodes if not node["ignored"] and node["name"]["value"] == root and node["childIds"]
    )
    found: list[str] = []

    def visit(node: dict[str, Any], depth: int) -> None:
        inner = depth
        role = node.get("role", {}).get("value")
        if not node["ignored"] and role in TOLD:
            inner += 1
            said = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
            # Its bytes come as letters each.
            role = said.get("roledescription", role).encode("latin-1").decode()
            level = f" {said['level']}" if "level" in said else ""
            name = node.get("name", {}).get("value", "")
            described = node.get("description", {}).get("value", "")
            more = f" ({described})" if described not in ("", name) else ""
            found.append(f"{'  ' * depth}{role}{level}{f' {name}' if name else ''}{more}")
        for child in node["childIds"]:
            if child in by_id:
                visit(by_id[child], inner)

    for child in start["childIds"]:
        visit(by_id[child], 0)
    return found
