"""A picture as somebody gives it on any engine: chosen in the dialog, or pasted."""

from base64 import b64encode

from tests.images import drawing

GIVE_FILE = """(content => {
  const field = document.querySelector('dialog[open] [name=file]')
  const data = new DataTransfer()
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0))
  data.items.add(new File([bytes], 'gare.png', { type: 'image/png' }))
  field.files = data.files
  field.dispatchEvent(new Event('change', { bubbles: true }))
})"""


# As the key does, with a picture on the clipboard.
PASTE_FILE = """(content => {
  const data = new DataTransfer()
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0))
  data.items.add(new File([bytes], 'plan.png', { type: 'image/png' }))
  const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true })
  // Firefox takes no files in the event that a script makes.
  Object.defineProperty(event, 'clipboardData', { value: data })
  document.querySelector('.cm-content').dispatchEvent(event)
})"""


def drawn() -> str:
    """A small picture, in the letters that a script takes."""
    return b64encode(drawing()).decode()
