/** Files that are dropped on the text or pasted into it: pictures go to their dialog, documents to another one. */
import "./dropped.css"
import type { EditorView } from "@codemirror/view"
import { html, nothing } from "lit-html"
import { pictureDialog } from "../picture/picture.ts"
import { putBlock } from "../picture/put.ts"
import { panel } from "../screen/panel.ts"
import { toast } from "../screen/toast.ts"
import { t } from "../words.ts"
import { type Line, type Made, noteOf, send } from "./upload.ts"

const PICTURE = /\.(avif|bmp|gif|hei[cf]|jpe?g|png|svg|tiff?|webp)$/i
const DOCUMENT = /\.(docx|docm|dotx|odt|ott|html?|xhtml|md|markdown|mkd|txt|text)$/i
const isPicture = ({ type, name }: File) => type.startsWith("image/") || PICTURE.test(name)
const WAYS = {
  here: { name: () => t("import.here"), text: () => t("import.hereText") },
  apart: { name: () => t("import.apart"), text: () => t("import.apartText") },
}
/** For so long may what stayed behind be read. */
const READ_MS = 12_000

/** `note` is the path of this note. */
export function takeFiles(view: EditorView, note: string, files: readonly File[]): void {
  const documents = files.filter(file => !isPicture(file) && DOCUMENT.test(file.name))
  // The dialog of pictures says of what is none that it is none.
  const rest = files.filter(file => !documents.includes(file))
  const thenPictures = () => {
    const isAny = rest.some(isPicture)
    if (isAny) pictureDialog(view, `${note}/images`, rest)
    return isAny
  }
  if (documents.length > 0) documentDialog(view, note, documents, thenPictures)
  else if (!thenPictures()) toast(t("import.unread", { name: rest[0]?.name ?? "" }))
}

function documentDialog(view: EditorView, note: string, files: readonly File[], after: () => unknown): void {
  const { dialog, draw } = panel("small", t(files.length > 1 ? "import.titleMany" : "import.title"))
  dialog.classList.add("dropped")
  let said = ""
  let done: number | undefined
  let isBusy = false
  let refusal = ""
  // What came stays, when another file does not: the next press goes on behind it.
  let waiting = files
  const left: string[] = []
  const notes: { readonly path: string; readonly left: string }[] = []

  const show = () =>
    draw(html`<p class="names">${waiting.map(({ name }) => html`<b>${name}</b>`)}</p>
      ${isBusy ? html`<p class="told" role="status">${said}</p><progress aria-label=${said} value=${done ?? nothing}></progress>` : nothing}
      <p class="refusal" role="alert">${refusal}</p>
      ${waiting.length === 0 && notes.length > 0 ? result() : choices()}`)
  const choices = () =>
    (["here", "apart"] as const).map(
      way => html`<button type="button" class="way" ?disabled=${isBusy} ?autofocus=${way === "here"}
        @click=${() => run(way)}><b>${WAYS[way].name()}</b><small>${WAYS[way].text()}</small></button>`,
    )
  const result = () => html`<p role="status">${t("import.made")}</p>
    ${notes.map(one => html`<p class="done">${one.left ? html`<span>${one.left}</span>` : nothing}<a class="btn primary" href=${one.path}>${t("import.open")}</a></p>`)}`
  const line: Pick<Line, "at"> = {
    at(text, now) {
      said = text
      done = now
      show()
    },
  }

  function take(way: "here" | "apart", made: Made): void {
    if (way === "apart") notes.push({ path: noteOf(made), left: made.left ?? "" })
    else {
      if (made.left) left.push(made.left)
      if (made.markdown) putBlock(view, made.markdown)
    }
  }

  async function run(way: "here" | "apart"): Promise<void> {
    isBusy = true
    refusal = ""
    try {
      for (let [file] = waiting; file; [file] = waiting) {
        const made = await send(file, wayTo(way, note), line)
        if (!dialog.open) return
        waiting = waiting.slice(1)
        take(way, made)
      }
      if (notes.length === 0) {
        dialog.close()
        const did = t("import.did", { count: files.length })
        const said = left.join(" ")
        toast(said ? t("import.didWith", { said: did, left: said }) : did, said ? READ_MS : undefined)
        view.focus()
        return
      }
    } catch (error) {
      refusal = error instanceof Error ? error.message : t("panel.failed")
    }
    isBusy = false
    show()
  }

  dialog.addEventListener("close", after)
  show()
}

const wayTo = (way: "here" | "apart", note: string) =>
  way === "here" ? { action: `${note}/import`, fields: { place: "here" } } : { action: "/notes/import" }
