/** A title that is changed in its row: Enter keeps it, Escape leaves it as it was. */
import { ask } from "../screen/ask.ts"
import { t } from "../words.ts"
import { tellDone } from "./undoing.ts"

export function rename(base: string, row: HTMLElement, changed: () => Promise<void>): void {
  const link = row.querySelector<HTMLElement>(".row")
  const title = link?.querySelector("b")
  const note = row.dataset.note ?? ""
  if (!link || !title || row.dataset.editing !== undefined) return
  const before = title.textContent ?? ""
  const field = document.createElement("input")
  field.className = "input retitle"
  field.value = before.replaceAll("\u00a0", " ").trim()
  field.maxLength = 200
  field.setAttribute("aria-label", t("list.renameTitle"))
  row.dataset.editing = ""
  row.append(field)
  field.select()
  let isOver = false

  const end = (): void => {
    isOver = true
    delete row.dataset.editing
    field.remove()
    link.focus()
  }
  const keep = async (): Promise<void> => {
    if (isOver) return
    const wish = field.value.trim()
    end()
    if (!wish || wish === before.replaceAll("\u00a0", " ").trim()) return
    await put(base, note, wish, changed, true)
  }
  field.addEventListener("keydown", event => {
    event.stopPropagation()
    if (event.key === "Enter" && !event.isComposing) void keep()
    if (event.key === "Escape") end()
  })
  field.addEventListener("blur", () => void keep())
}

async function put(
  base: string,
  note: string,
  title: string,
  changed: () => Promise<void>,
  mayUndo: boolean,
): Promise<void> {
  const answer = await ask<{ before: string }>("POST", `${base}/notes/title`, { note, title })
  if ("refusal" in answer) {
    tellDone(answer.refusal)
    return
  }
  const { before } = answer.body
  const undo = mayUndo && before ? () => put(base, note, before, changed, false) : undefined
  tellDone(t("list.renamed", { title }), undo)
  await changed()
}
