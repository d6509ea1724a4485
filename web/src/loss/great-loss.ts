/** A band says when another's single act took much of the text: who, how much, and the way back. */
import "./great-loss.css"
import type { Extension } from "@codemirror/state"
import { EditorView, ViewPlugin } from "@codemirror/view"
import { html, nothing, render } from "lit-html"
import type { Transaction, UndoManager } from "yjs"
import { besideEdits, inTurn } from "../comments/decided.ts"
import { ask } from "../screen/ask.ts"
import { icon } from "../screen/icon.ts"
import { toast } from "../screen/toast.ts"
import { type Loss, losses, lossOf } from "../story/loss.ts"
import { Story, type Told } from "../story/story.ts"
import { t } from "../words.ts"

const SHOWN_MS = 30_000
/** Letters that go at once before their words are counted. */
const LETTERS = 60

/** `note` is the address of the note; `undo` gives the steps of the present session. */
export function greatLoss(note: string, undo: () => UndoManager): Extension {
  const place = band()
  let isMuch = false
  let watched: unknown
  const observe = (_event: unknown, { local }: Transaction) => {
    if (!local && isMuch) void tell()
    isMuch = false
  }
  const watch = () => {
    const text = undo().doc.getText("body")
    if (text !== watched) text.observe(observe)
    watched = text
  }
  async function tell(): Promise<void> {
    const story = await storyOf(note)
    const loss = story && losses(story, story.moments - 10)[0]
    if (story && loss) show(place, note, story, loss, undo())
  }
  return [
    ViewPlugin.define(() => {
      watch()
      return { update: watch }
    }),
    // The shared text tells its other observers after the editor.
    EditorView.updateListener.of(({ changes, docChanged, startState, state }) => {
      if (!docChanged) return
      let went = ""
      changes.iterChanges((from, to) => {
        went += startState.sliceDoc(from, to)
      })
      if (went.length < LETTERS) return
      isMuch = lossOf(startState.doc.toString(), state.doc.toString(), went) > 0
      // Where the edit was one's own nothing else will ask.
      queueMicrotask(() => (isMuch = false))
    }),
  ]
}

/** The band stands there from the beginning, so that screen readers hear what comes into it. */
function band(): HTMLElement {
  const place = document.createElement("div")
  place.className = "great-loss"
  place.setAttribute("role", "status")
  document.getElementById("following")?.after(place)
  return place
}

async function storyOf(note: string): Promise<Story | undefined> {
  const told = await ask<Told>("GET", `${note}/story`)
  return "body" in told ? new Story(told.body) : undefined
}

function show(place: HTMLElement, note: string, story: Story, loss: Loss, manager: UndoManager): void {
  const name = story.people[story.maker(loss.moment)]?.name ?? t("editor.anonymous")
  const isRestored = story.told.versions.some(
    ({ kind, moment }) => kind === "restored" && moment === loss.moment - 1,
  )
  const said = t(isRestored ? "loss.restored" : "loss.said", { name, count: loss.words })
  let timer = 0
  const hide = () => render(nothing, place)
  const hideLater = () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => {
      // Whoever is at its buttons is not interrupted.
      if (place.matches(":focus-within, :hover")) hideLater()
      else hide()
    }, SHOWN_MS)
  }
  const takeBack = async () => {
    hide()
    const way = { moment: loss.moment }
    const turn = () => inTurn(manager, () => undone(note, way))
    const done = turn()
    const again = async () => (await done) && turn()
    const forget = besideEdits(manager, again, again)
    if (!(await done)) forget()
  }
  render(
    html`<p>${said}</p><a class="btn" href=${`${note}/history#${loss.moment}`}>${t("loss.see")}</a>
      <button type="button" class="btn primary" @click=${() => void takeBack()}>${t("loss.undo")}</button>
      <button type="button" class="x" aria-label=${t("panel.close")} @click=${hide}>${icon("x")}</button>`,
    place,
  )
  hideLater()
}

/** Takes a moment back; `way.moment` is then the one that did, to be taken back in its turn. */
async function undone(note: string, way: { moment: number }): Promise<boolean> {
  const story = await storyOf(note)
  if (!story) return false
  const { epoch, seq } = story.told
  const text = story.without(way.moment)
  const told = await ask("POST", `${note}/restore`, { epoch, seq, text })
  if ("refusal" in told) {
    toast(told.refusal)
    return false
  }
  const after = await storyOf(note)
  if (after) way.moment = after.largest(story.moments)
  return true
}
