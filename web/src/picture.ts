/** Adds a picture to the text: chosen, described, sent, and shown on a line of its own after that of the caret. */
import type { EditorView } from "@codemirror/view"
import { html } from "lit-html"
import { panel } from "./panel.ts"
import { t } from "./words.ts"

interface Sent {
  readonly address?: string
  readonly error?: { readonly message: string }
}

/** `url` takes the picture. */
export function pictureDialog(view: EditorView, url: string): void {
  const { dialog, draw } = panel("small", t("picture.title"))
  const show = (refusal: string, isBusy = false) =>
    draw(html`<form @submit=${submit}>
      <label class="field"><span>${t("picture.file")}</span>
        <input type="file" name="file" required accept="image/png,image/jpeg,image/webp,image/gif"></label>
      <label class="field"><span>${t("picture.said")}</span>
        <input class="input" name="said" required maxlength="300"><small>${t("picture.hint")}</small></label>
      <p class="refusal" role="alert">${refusal}</p>
      <p class="actions"><button class="btn primary" ?disabled=${isBusy}>${t(isBusy ? "picture.busy" : "picture.go")}</button></p>
    </form>`)

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const fields = new FormData(event.target as HTMLFormElement)
    const file = fields.get("file") as File
    show("", true)
    try {
      const address = `${url}?name=${encodeURIComponent(file.name)}`
      const headers = { accept: "application/json", "content-type": "application/octet-stream" }
      const sent = (await (await fetch(address, { method: "POST", headers, body: file })).json()) as Sent
      if (!sent.address) return show(sent.error?.message ?? t("panel.failed"))
      dialog.close()
      put(
        view,
        `![${String(fields.get("said"))
          .replace(/[[\]\s]+/g, " ")
          .trim()}](${sent.address})`,
      )
    } catch {
      show(t("panel.offline"))
    }
  }
  show("")
}

function put(view: EditorView, picture: string): void {
  const { doc, selection } = view.state
  const line = doc.lineAt(selection.main.head)
  const insert = `${line.length ? "\n\n" : ""}${picture}\n`
  view.dispatch({
    changes: { from: line.to, insert },
    selection: { anchor: line.to + insert.length },
    userEvent: "input.format",
    scrollIntoView: true,
  })
  view.focus()
}
