/** The dialog that asks where notes go, and says in numbers who will read them there before anything moves. */
import { html, nothing, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { panel } from "../screen/panel.ts"
import { t } from "../words.ts"
import { type Choice, type Choices, choicesOf, type Fact, move, moveBack } from "./api.ts"
import { drawing } from "./drawing.ts"
import "./dialog.css"

/** Notes that have moved; `undo` brings them back where they were, and gives what was refused. */
export interface Moved {
  readonly ids: readonly string[]
  /** What a toast says of it. */
  readonly told: string
  readonly undo: () => Promise<string | undefined>
}

/** For so long a dialog that waits for the server says nothing. */
const QUIET_MS = 300
/** The choice to be in no classeur. */
const OUT = ""

/** Opens the dialog for these notes; resolves once it is closed, with `null` where nothing has moved. */
export function openMove(ids: readonly string[]): Promise<Moved | null> {
  const { dialog, draw } = panel("move", t("move.title"))
  const closed = Promise.withResolvers<Moved | null>()
  let all: Choices | undefined
  let now: Choices | undefined
  let chosen: string | undefined
  let ticked: readonly string[] = ids
  let refusal = ""
  let isBusy = false
  let asked = 0
  let result: Moved | null = null

  dialog.addEventListener("close", () => closed.resolve(result))
  draw(html`<p class="hint" role="status"></p>`)
  setTimeout(() => all || refusal || show(), QUIET_MS)
  void look()
  return closed.promise

  async function look(): Promise<void> {
    const number = ++asked
    refusal = ""
    const answer = await choicesOf(ticked)
    if (number !== asked) return
    if ("refusal" in answer) refusal = answer.refusal
    else {
      now = answer.body
      if (!all) begin(answer.body)
    }
    show()
  }

  function begin(found: Choices): void {
    all = found
    chosen = found.into[0]?.binder ?? (found.out ? OUT : undefined)
    // What has a classification goes nowhere by default.
    ticked = found.notes.filter(note => !note.classification).map(note => note.note)
    if (ticked.length > 0 && ticked.length < ids.length) void look()
  }

  function tick(note: string, isTicked: boolean): void {
    ticked = ids.filter(id => (id === note ? isTicked : ticked.includes(id)))
    show()
    if (ticked.length > 0) void look()
  }

  async function go(): Promise<void> {
    if (!all || chosen === undefined) return
    const { notes, binder } = all
    const name = into()?.name ?? ""
    const to = chosen === OUT ? null : chosen
    const moving = ticked
    const title = notes.find(note => note.note === moving[0])?.title ?? ""
    isBusy = true
    show()
    const failed = await move(moving, binder?.id ?? null, to)
    isBusy = false
    if (failed) {
      refusal = failed
      return show()
    }
    const said = { count: moving.length, title, name }
    const told = to ? t("move.done", said) : t("move.taken", said)
    result = { ids: moving, told, undo: () => moveBack(moving, notes, to) }
    dialog.close()
  }

  function into(): Choice | undefined {
    return now?.into.find(one => one.binder === chosen)
  }

  function show(): void {
    if (dialog.open) draw(inside())
  }

  function inside(): TemplateResult {
    if (!all || !now)
      return refusal
        ? html`<p class="problem" role="alert">${refusal}</p>
            <div class="actions"><button type="button" class="btn" @click=${look}>${t("move.again")}</button></div>`
        : html`<p class="hint" role="status">${t("move.loading")}</p>`
    const first = all.notes[0]
    const isOne = all.notes.length === 1
    const facts = (chosen === OUT ? now.out : into())?.facts
    return html`<p class="of">${isOne ? first?.title : t("move.many", { count: all.notes.length })}</p>
      ${which(all)}
      ${all.into.length || all.out ? places(all) : empty(all)}
      ${refusal ? html`<p class="problem" role="alert">${refusal}</p>` : nothing}
      ${facts && ticked.length ? listed(facts) : nothing}
      <div class="actions">
        <button type="button" class="btn" @click=${() => dialog.close()}>${t("move.cancel")}</button>
        ${
          chosen === undefined
            ? html`<a class="btn primary" href="/binders/new">${t("move.new")}</a>`
            : html`<button type="button" class="btn primary" ?disabled=${isBusy || !ticked.length} @click=${go}>${verb(all)}</button>`
        }
      </div>`
  }

  function verb(found: Choices): string {
    const name = into()?.name
    if (name !== undefined) return t("move.go", { name })
    return found.binder?.name ? t("move.out", { name: found.binder.name }) : t("move.outUnnamed")
  }

  function which(found: Choices): TemplateResult | typeof nothing {
    if (!found.kept) return nothing
    return html`<fieldset class="which"><legend>${t("move.which")}</legend>
      <p class="kept">${icon("lock")}<span>${found.kept}</span></p>
      ${found.notes.map(
        note =>
          html`<label><input type="checkbox" .checked=${ticked.includes(note.note)}
            @change=${(event: Event) => tick(note.note, (event.target as HTMLInputElement).checked)}>
            <span><b>${note.title}</b>${note.classification ? html`<small>${note.classification}</small>` : nothing}</span></label>`,
      )}</fieldset>`
  }

  function places(found: Choices): TemplateResult {
    return html`<fieldset class="into"><legend class="vh">${t("move.choose")}</legend>
      ${found.into.map(one => place(one.binder, drawing(one.tabs), one.name, one.may))}
      ${found.out ? place(OUT, icon("folder-output"), t("move.loose"), t("move.looseText")) : nothing}
    </fieldset>`
  }

  function place(value: string, drawn: TemplateResult<2>, name: string, text: string): TemplateResult {
    return html`<label>${drawn}<span><b>${name}</b><small>${text}</small></span>
      <input type="radio" name="into" .value=${value} .checked=${chosen === value}
        @change=${() => {
          chosen = value
          show()
        }}></label>`
  }

  function empty(found: Choices): TemplateResult {
    return html`<p class="hint">${found.binder ? t("move.noneElse") : t("move.none")}</p>`
  }
}

function listed(facts: readonly Fact[]): TemplateResult {
  return html`<ul class="facts" aria-live="polite">${facts.map(
    one =>
      html`<li>${icon(one.sign)}<span>${one.strong ? html`<b>${one.strong}</b>` : nothing}${one.text}</span></li>`,
  )}</ul>`
}
