/** The dialog for pictures that were selected, pasted or dropped: described, uploaded, inserted after the caret. */
import "./picture.css"
import type { EditorView } from "@codemirror/view"
import { html, nothing } from "lit-html"
import { panel } from "../screen/panel.ts"
import { t } from "../words.ts"
import { type Fit, fit, MOST_MB } from "./fit.ts"
import { putPicture } from "./put.ts"
import { sent } from "./send.ts"

/** `url` takes the pictures; without `files`, one is to be chosen. */
export function pictureDialog(view: EditorView, url: string, files: readonly File[] = []): void {
  const { dialog, draw } = panel("small", t("picture.title"))
  dialog.classList.add("picture")
  const closed = new AbortController()
  const waiting = [...files]
  let picture: (Fit & { readonly shown: string }) | undefined
  /** How much of it has left, while it is on its way. */
  let done: number | undefined
  let refusal = ""
  let looking: Promise<unknown> = Promise.resolve()

  const show = () =>
    draw(html`<form @submit=${submit}>
      ${picture && html`<figure><img src=${picture.shown} alt=""><figcaption>${picture.name}${place()}</figcaption></figure>`}
      <label class="field" ?hidden=${picture !== undefined && files.length > 0}><span>${t("picture.file")}</span>
        <input type="file" name="file" ?autofocus=${files.length === 0} ?required=${!picture} ?disabled=${done !== undefined} accept="image/*" @change=${choose}></label>
      <label class="field"><span>${t("picture.said")}</span>
        <input class="input" name="said" required ?autofocus=${files.length > 0} maxlength="300" autocomplete="off"><small>${t("picture.hint")}</small></label>
      <p class="refusal" role="alert">${refusal}</p>
      ${done === undefined ? nothing : html`<progress aria-label=${t("picture.busy")} .value=${done}></progress>`}
      <p class="actions"><button class="btn primary" ?disabled=${done !== undefined}>${t(done === undefined ? "picture.go" : "picture.busy")}</button></p>
    </form>`)
  const place = () =>
    files.length > 1
      ? ` · ${t("picture.place", { number: files.length - waiting.length, count: files.length })}`
      : ""

  const said = () => dialog.querySelector<HTMLElement>("[name=said]")

  function forget(): void {
    if (picture) URL.revokeObjectURL(picture.shown)
    picture = undefined
  }

  /** Shows a file; false where it is no picture. */
  async function look(file: File): Promise<boolean> {
    forget()
    const found = await fit(file)
    if (closed.signal.aborted) return true
    if (typeof found === "string") refusal = t(`picture.${found}`, { name: file.name, most: MOST_MB })
    else picture = { ...found, shown: URL.createObjectURL(found.content) }
    show()
    return picture !== undefined
  }

  function choose({ target }: Event): void {
    const [file] = (target as HTMLInputElement).files ?? []
    refusal = ""
    // What is chosen is described next.
    if (file) looking = look(file).then(isShown => isShown && said()?.focus())
  }

  /** Shows the next file that is a picture. The dialog stays open where none was. */
  async function next(): Promise<void> {
    for (let file = waiting.shift(); file; file = waiting.shift()) if (await look(file)) return
    if (!refusal) dialog.close()
  }

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    await looking
    if (!picture || done !== undefined) return
    const tell = (now: number) => {
      done = now
      show()
    }
    refusal = ""
    tell(0)
    try {
      const address = await sent(url, picture, tell, closed.signal)
      putPicture(view, String(new FormData(form).get("said")), address)
      form.reset()
      forget()
      done = undefined
      await next()
    } catch (error) {
      done = undefined
      refusal = error instanceof Error ? error.message : t("panel.failed")
      show()
    }
  }

  dialog.addEventListener("close", () => {
    closed.abort()
    forget()
  })
  // A press beside the dialog by mistake must not lose a picture and what was said of it.
  const keep = (event: Event) => picture && event.target === dialog && event.stopImmediatePropagation()
  dialog.addEventListener("pointerdown", keep, { capture: true })
  show()
  if (files.length > 0) void next()
}
