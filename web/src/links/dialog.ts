/** The dialog of a link, at the caret: its address and words, open, copy, take away. Part, loaded late. */
import "./links.css"
import { type EditorState, StateEffect } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"
import { html, nothing } from "lit-html"
import type { UndoManager } from "yjs"
import type { EditorPage } from "../note/page.ts"
import { finder, givesRight } from "../note-links/addresses.ts"
import { ownOf, rightOf } from "../note-links/own.ts"
import { icon } from "../screen/icon.ts"
import { panel } from "../screen/panel.ts"
import { placeAt } from "../screen/popup.ts"
import { toast } from "../screen/toast.ts"
import { t } from "../words.ts"
import { linkedAt, type Subject, subjectOf, withoutLink, wordsOf } from "./change.ts"
import { isInCode, linkAt } from "./find.ts"
import { held, heldIn, hold } from "./held.ts"
import { copyAddress, openLink } from "./open.ts"
import { completed } from "./write.ts"

const WIDE = matchMedia("(min-width: 641px)")

/** Whether words are selected, or the caret is in a link. */
export const isAboutLink = (state: EditorState): boolean =>
  !state.selection.main.empty || subjectOf(state).kind === "link"

export function linkDialog(view: EditorView, page: EditorPage, undo: UndoManager): void {
  const { state } = view
  if (isInCode(state, state.selection.main.from)) {
    toast(t("links.inCode"))
    return
  }
  const first = subjectOf(state)
  const ranges = first.kind === "link" ? [first.link] : first.ranges
  if (state.field(held, false) === undefined) view.dispatch({ effects: StateEffect.appendConfig.of(held) })
  view.dispatch({ effects: hold.of(ranges) })

  const { dialog, draw } = panel("link", t(first.kind === "link" ? "links.edit" : "links.add"))
  const link = first.kind === "link" ? first.link : undefined
  const words = ranges.length > 1 ? undefined : wordsOf(state, first)
  const isAddress = !link && words !== undefined && !("refusal" in completed(words))
  let refusal = ""

  const show = () =>
    draw(html`<form novalidate @submit=${submit}>
      <label class="field"><span>${t("links.address")}</span>
        <input class="input" name="address" autofocus inputmode="url" autocapitalize="off" autocomplete="off" spellcheck="false"
          maxlength="2000" .defaultValue=${link?.address ?? (isAddress ? words : "")}
          aria-invalid=${refusal ? "true" : "false"} aria-describedby="link-refusal"></label>
      <p class="refusal" id="link-refusal" role="alert">${refusal}</p>
      ${
        words === undefined
          ? nothing
          : html`<label class="field"><span>${t("links.words")}</span>
        <input class="input" name="words" maxlength="1000" autocomplete="off" .defaultValue=${words}></label>`
      }
      <p class="actions">${link ? offers(link.target) : nothing}<button class="btn primary">${t(link ? "links.save" : "links.go")}</button></p>
    </form>`)
  const offers = (target: string) => html`
      ${
        target
          ? html`<button type="button" class="btn ghost" @click=${() => openLink(target)}>${icon("external-link")}<span>${t("links.open")}</span></button>
      <button type="button" class="btn ghost" aria-label=${t("links.copy")} @click=${() => void copyAddress(target)}>${icon("copy")}<span>${t("links.copyShort")}</span></button>`
          : nothing
      }
      <button type="button" class="btn ghost" aria-label=${t("links.takeAway")} @click=${takeAway}>${icon("unlink")}<span>${t("links.takeAwayShort")}</span></button>`

  /** What the dialog is about, where others have left it. */
  function subject(): Subject | undefined {
    const now = heldIn(view.state)
    if (!link) return { kind: "words", ranges: now }
    const found = now[0] && linkAt(view.state, now[0].from)
    return found && { kind: "link", link: found }
  }

  function apply(change: (now: Subject) => Parameters<EditorView["dispatch"]>[0]): void {
    const now = subject()
    dialog.close()
    // What had the focus before may be gone: the search, where the dialog was chosen there.
    view.focus()
    if (view.state.readOnly || !now) {
      toast(t("links.gone"))
      return
    }
    undo.stopCapturing()
    view.dispatch(change(now))
    undo.stopCapturing()
  }

  function takeAway(): void {
    apply(now => (now.kind === "link" ? withoutLink(view.state, now.link) : {}))
  }

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const form = new FormData(event.target as HTMLFormElement)
    const typed = String(form.get("address"))
    const found = completed(typed)
    if ("refusal" in found) {
      refusal = t(`links.refused.${found.refusal}`, { address: typed.trim() })
      show()
      return dialog.querySelector<HTMLInputElement>("[name=address]")?.select()
    }
    const said = String(form.get("words") ?? "").trim()
    const own = await ownAddress(found.address, page)
    const isNew = said !== (words ?? "").trim() && said !== ""
    apply(now =>
      linkedAt(view.state, now, own.address, isNew ? said : own.title && !words ? own.title : undefined),
    )
    if (own.gave) toast(t(rightOf(own.gave)))
  }

  dialog.addEventListener("close", () => view.focus())
  show()
  place(view, dialog, ranges[0]?.from ?? 0)
}

/** A sheet on a phone; else at the text that it is about. */
function place(view: EditorView, dialog: HTMLElement, at: number): void {
  const caret = WIDE.matches ? view.coordsAtPos(at) : null
  if (!caret) return
  dialog.classList.add("at-caret")
  placeAt(dialog, caret, document.body)
}

/** An address of this server becomes the note's own, which gives no right. */
async function ownAddress(
  address: string,
  page: EditorPage,
): Promise<{ readonly address: string; readonly title?: string; readonly gave?: string | undefined }> {
  const hosts = [...new Set([location.host, new URL(page.origin).host])]
  const [found] = finder(hosts)(address)
  if (!found || found.to - found.from !== address.length) return { address }
  const own = await ownOf(found.path)
  if (own)
    return {
      address: own.url + found.hash,
      title: own.title,
      gave: givesRight(found) ? (own.gives ?? "edit") : undefined,
    }
  return givesRight(found) ? { address } : { address: found.path + found.hash }
}
