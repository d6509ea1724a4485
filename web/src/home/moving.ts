/** Notes of the list that move into a classeur: the dialog, then one line that tells it and takes it back. */
import type { Moved } from "../move/move.ts"
import { t } from "../words.ts"

const UNDO_MS = 10_000

/** The links of the rows lead to a page, which does without a script; with one they open the dialog. */
export function offerMoves(list: HTMLElement, status: HTMLElement): void {
  list.addEventListener("click", event => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a.put")
    if (!link?.dataset.note || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    void open(link, link.dataset.note, status)
  })
}

async function open(link: HTMLAnchorElement, note: string, status: HTMLElement): Promise<void> {
  const part = await import("../move/move.ts").catch(() => null)
  if (!part) return location.assign(link.href)
  const moved = await part.openMove([note])
  if (!moved) return link.focus()
  const item = link.closest("li")
  const next = item?.nextElementSibling ?? item?.previousElementSibling
  if (item) item.hidden = true
  next?.querySelector("a")?.focus()
  tell(status, moved, t("move.undo"), t("move.undone"), () => {
    if (item) item.hidden = false
    link.focus()
  })
}

function tell(status: HTMLElement, moved: Moved, undo: string, undone: string, back: () => void): void {
  const button = document.createElement("button")
  button.type = "button"
  button.textContent = undo
  const said = document.createElement("span")
  said.textContent = moved.told
  status.replaceChildren(said, button)
  const gone = setTimeout(end, UNDO_MS)
  const keys = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "z") void take()
  }
  document.addEventListener("keydown", keys)
  button.addEventListener("click", () => void take())

  function end(): void {
    clearTimeout(gone)
    document.removeEventListener("keydown", keys)
    status.replaceChildren()
  }

  async function take(): Promise<void> {
    end()
    const refusal = await moved.undo()
    status.textContent = refusal ?? undone
    if (!refusal) back()
    setTimeout(() => status.replaceChildren(), UNDO_MS)
  }
}
