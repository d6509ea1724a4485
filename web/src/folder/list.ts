/** The notes of a pochette in order: selected, moved by pointer or key, removed. */
import { html, nothing, type TemplateResult } from "lit-html"
import { repeat } from "lit-html/directives/repeat.js"
import { icon } from "../screen/icon.ts"
import { moment } from "../screen/when.ts"
import { type Key, t } from "../words.ts"
import type { FolderNote, Print, Status } from "./api.ts"
import { dragging } from "./drag.ts"

const ICONS: Record<Status, string> = {
  draft: "pencil",
  "to-review": "clock",
  reviewed: "check",
  ready: "check-check",
}

const COLOURS = [1, 2, 3, 4, 5, 6, 7, 8]

export interface ListActions {
  readonly choose: (id: string) => void
  /** To that place, counted from 0; `isOver` once the hand lets go. */
  readonly move: (id: string, to: number, isOver: boolean) => void
  readonly paint: (id: string, colour: number) => void
  readonly remove: (note: FolderNote) => void
  readonly renew: (note: FolderNote) => void
}

export function noteList(
  notes: readonly FolderNote[],
  chosen: string | undefined,
  print: Print | undefined,
  act: ListActions,
): TemplateResult {
  return html`<ol @pointerdown=${dragging(act.move)}>${repeat(
    notes,
    note => note.id,
    (note, at) => row(note, at, notes.length, note.id === chosen, print, act),
  )}</ol>`
}

function row(
  note: FolderNote,
  at: number,
  count: number,
  isChosen: boolean,
  print: Print | undefined,
  act: ListActions,
): TemplateResult {
  const { id, title } = note
  const pages = print?.pages[id]
  const withdrawn = note.withdrawn && !note.renewed ? t("folder.withdrawnHint") : ""
  const problem = withdrawn || note.problem || (print?.problem?.note === id ? print.problem.message : "")
  const said = [note.theme, note.archived ? t("folder.archived") : ""].filter(Boolean).join(" · ")
  const step = (by: number) => act.move(id, at + by, true)
  const keyed = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!by) return
    event.preventDefault()
    if (at + by >= 0 && at + by < count) step(by)
  }
  return html`<li class=${note.withdrawn ? "gone" : isChosen ? "sel" : ""} data-id=${id}>
    <button type="button" class="grip t${note.colour}" aria-label=${t("folder.grip", { title, at: at + 1 })} @keydown=${keyed}
      >${icon("grip-vertical")}<b>${at + 1}</b></button>
    <button type="button" class="main" aria-expanded=${isChosen} @click=${() => act.choose(id)}>
      <span class="what"><b>${title}</b>${said ? html`<small>${said}</small>` : nothing}${readers(note)}</span>
      ${note.withdrawn ? nothing : state(note, pages)}
    </button>
    ${problem ? html`<p class="problem">${icon("triangle-alert")}${problem}</p>` : nothing}
    ${
      note.renew
        ? html`<p class="again"><button type="button" class="btn" @click=${() => act.renew(note)}>${icon("refresh-cw")}${t(
            "folder.renew",
          )}</button></p>`
        : nothing
    }
    ${
      isChosen
        ? html`<div class="acts">
            ${note.withdrawn ? nothing : way(note)}
            ${note.withdrawn ? nothing : colours(note, act)}
            <span class="grow"></span>
            <button type="button" class="x" ?disabled=${at === 0} aria-label=${t("folder.up", { title })}
              @click=${() => step(-1)}>${icon("arrow-up")}</button>
            <button type="button" class="x" ?disabled=${at === count - 1} aria-label=${t("folder.down", { title })}
              @click=${() => step(1)}>${icon("arrow-down")}</button>
            <button type="button" class="x" aria-label=${t("folder.remove", { title })}
              @click=${() => act.remove(note)}>${icon("x")}</button>
          </div>`
        : nothing
    }
  </li>`
}

function state({ status }: FolderNote, pages: number | null | undefined): TemplateResult {
  return html`<span class="flag ${status}">${icon(ICONS[status])}${t(`folder.states.${status}` as Key)}</span>
    <span class="pp">${pages ? t("folder.pp", { count: pages }) : html`<span class="wait"></span>`}</span>`
}

/** The latest three, and how many more. */
function readers({ read_by: all = [] }: FolderNote): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing
  const names = all.slice(0, 3).map(({ name, at }) => `${name}, ${moment(new Date(at), new Date())}`)
  const more = all.length > 3 ? ` ${t("folder.readByMore", { count: all.length - 3 })}` : ""
  return html`<small class="read-by">${icon("eye")}${t("folder.readBy", { names: names.join(" · ") })}${more}</small>`
}

function way({ open, read }: FolderNote): TemplateResult {
  return html`<a class="btn ghost" href=${open ?? read}>${icon(open ? "pencil" : "eye")}${t(
    open ? "folder.openNote" : "folder.readNote",
  )}</a>`
}

/** The colour of its tab, which prints. */
function colours({ id, title, colour }: FolderNote, { paint }: ListActions): TemplateResult {
  return html`<span class="colours" role="radiogroup" aria-label=${t("folder.colourOf", { title })}>${COLOURS.map(
    number => html`<label class=${`t${number}`}><input type="radio" name=${`colour-${id}`} .checked=${number === colour}
      aria-label=${t("folder.colour", { number })} @change=${() => paint(id, number)}></label>`,
  )}</span>`
}
