"""Files dropped on a page, as from the desktop."""

from base64 import b64encode

from playwright.async_api import Page


async def drop(page: Page, **files: bytes) -> None:
    """Let files go over the page, as from the desktop."""
    await drop_on(page, "body", **files)


async def drop_on(page: Page, on: str, /, **files: bytes) -> None:
    """The same over the middle of what a selector names."""
    held = [[name, b64encode(content).decode()] for name, content in files.items()]
    await page.evaluate(
        """async ([on, files]) => {
          const held = new DataTransfer()
          for (const [name, content] of files) {
            const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0))
            held.items.add(new File([bytes], name))
          }
          const move = (type, place, at) => place.dispatchEvent(
            new DragEvent(type, { dataTransfer: held, bubbles: true, cancelable: true, ...at })
          )
          // A page that takes files, once its scripts have come, has the browser leave them alone.
          while (move('dragover', document.body)) await new Promise(requestAnimationFrame)
          const place = document.querySelector(on)
          const { left, top, width, height } = place.getBoundingClientRect()
          const at = { clientX: left + width / 2, clientY: top + height / 2 }
          for (const type of ['dragenter', 'dragover', 'drop']) move(type, place, at)
        }""",
        [on, held],
    )
