"""Something on the clipboard, pasted into the editor."""

from playwright.async_api import Page

PASTE = """([kinds, isKey]) => {
  const data = new DataTransfer()
  for (const [kind, content] of Object.entries(kinds)) data.setData(kind, content)
  const text = document.querySelector('.cm-content')
  const options = { bubbles: true, cancelable: true }
  text.focus()
  text.dispatchEvent(new KeyboardEvent('keydown', { key: 'v', ctrlKey: true, shiftKey: !isKey, ...options }))
  text.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, ...options }))
}"""


async def paste(
    page: Page, *, html: str = "", text: str = "", is_key: bool = True, is_code: bool = False
) -> None:
    """As Ctrl+V does, or Ctrl+Shift+V, with these kinds of one content on the clipboard."""
    kinds = {"text/html": html, "text/plain": text, "vscode-editor-data": "{}" if is_code else ""}
    await page.evaluate(PASTE, [{kind: content for kind, content in kinds.items() if content}, is_key])
