"""Texts that are 40 % longer than they are, as another language may need them, and what does not hold them.

They are lengthened just before a picture is taken: programs find buttons by their texts.
"""

from playwright.async_api import Page

_MORE = 0.4
_LENGTHEN = """more => {
    const kept = ".cm-editor, .sheet, svg, script, style, noscript, textarea, .avatar, kbd, b.title"
    const names = /^(WhatsApp|Telegram|SMS|PDF|Pochette)$/
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const nodes = []
    while (walk.nextNode()) nodes.push(walk.currentNode)
    for (const node of nodes) {
        const text = node.data.trim()
        if (!/\\p{L}{3}/u.test(text) || names.test(text) || node.parentElement?.closest(kept)) continue
        const rest = text.slice(0, Math.ceil(text.length * more)).trim()
        const end = node.data.trimEnd().length
        const added = (text.includes(" ") ? " " : "") + rest
        node.data = node.data.slice(0, end) + added + node.data.slice(end)
    }
}"""
# A text that its button, its line or its window cuts.
_CUT = """() => {
    const boxes = "button, .btn, label, summary, [role=tab], [role=menuitem], .chip, li, td, dialog"
    const kept = ".cm-editor, .vh, svg, select, .sheet"
    const told = new Set()
    const rolls = place => {
        for (let at = place; at && at !== document.body; at = at.parentElement)
            if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth)
                return true
        return false
    }
    if (document.scrollingElement.scrollWidth > innerWidth + 1) told.add("the page scrolls sideways")
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
        const { data, parentElement: line } = walk.currentNode
        if (!/\\p{L}{3}/u.test(data) || !line?.checkVisibility() || line.closest(kept)) continue
        const range = document.createRange()
        range.selectNodeContents(walk.currentNode)
        const text = range.getBoundingClientRect()
        const box = line.closest(boxes)?.getBoundingClientRect()
        if (getComputedStyle(line).clipPath !== "none") continue
        const isClipped = getComputedStyle(line).overflowX !== "visible"
        const why = text.width === 0
            ? ""
            : box && text.right > box.right + 1
            ? "out of its box"
            : text.left < innerWidth && text.right > innerWidth + 1 && !rolls(line)
            ? "out of the window"
            : isClipped && line.clientWidth > 0 && line.scrollWidth > line.clientWidth + 1
            ? "cut"
            : ""
        if (why) told.add(`${why}: ${data.trim().slice(0, 60)}`)
    }
    for (const control of document.querySelectorAll("button, a.btn, .btn")) {
        let around = control.parentElement
        while (around && getComputedStyle(around).overflowX === "visible") around = around.parentElement
        const cut = around && control.checkVisibility() && !control.closest(kept)
            && control.getBoundingClientRect().right > around.getBoundingClientRect().right + 1
        const name = control.textContent.trim() || control.ariaLabel || control.title
        if (cut && getComputedStyle(around).overflowX !== "auto") told.add(`cut: ${name.slice(0, 60)}`)
    }
    return [...told]
}"""


async def lengthen(page: Page) -> list[str]:
    """Lengthen every text of a page; which of them something cuts now, and nothing cut before."""
    await page.evaluate("document.fonts.ready")
    before = {said.partition(": ")[2][:20] for said in await page.evaluate(_CUT)}
    await page.evaluate(_LENGTHEN, _MORE)
    await page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return [said for said in await page.evaluate(_CUT) if said.partition(": ")[2][:20] not in before]
