"""Files dropped on a page, as from the desktop."""

from base64 import b64encode

from playwright.async_api import Page


async def drop(page: Page, **files: bytes) -> None:
    """Let files go over the page, as from the desktop."""
    # The page takes files once its words have come.
    await page.wait_for_load_state("networkidle")
    held = [[name, b64encode(content).decode()] for name, content in files.items()]
    await page.evaluate(
        """async files => {
          const held = new DataTransfer()
          for (const [name, content] of files) {
            const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0))
            held.items.add(new File([bytes], name))
          }
          for (const type of ['dragenter', 'dragover', 'drop'])
            document.body.dispatchEvent(new DragEvent(type, { dataTransfer: held, bubbles: true }))
        }""",
        held,
    )
