/** The dialog that adds notes to a pochette: opened on this device, by link, or from files. */
import { html, nothing } from "lit-html"
import { icon } from "../screen/icon.ts"
import { panel } from "../screen/panel.ts"
import { clock, day } from "../screen/when.ts"
import { hasWords } from "../text/fold.ts"
import { t } from "../words.ts"
import type { Choice, Choices } from "./api.ts"

/** Delay between the last key and the question to the server. */
const TYPING_MS = 150

export interface Adding {
  readonly choices: Choices
  /** Those with words in their title, where the first answer has not all. */
  readonly find: (words: string) => Promise<Choices>
  /** The endings of the files that can be added. */
  readonly accept: string
  /** Adds them; throws an error whose message is told. */
  readonly add: (notes: readonly string[], link: string) => Promise<void>
  readonly addFiles: (files: readonly File[]) => Promise<void>
}

export function addDialog({ choices, find, accept, add, addFiles }: Adding): void {
  const { dialog, draw } = panel("adding", t("folder.addTitle"))
  const picked = new Set<string>()
  const now = new Date()
  let wanted = ""
  let offered = choices
  let asking = 0
  let link = ""
  let trouble = ""
  let isBusy = false

  const redraw = () => {
    const found = offered.notes.filter(({ title }) => hasWords(title, wanted))
    const binder = found.filter(one => one.binder !== undefined)
    const opened = found.filter(one => one.binder === undefined)
    const count = picked.size + (link.trim() ? 1 : 0)
    draw(html`<form @submit=${submit}>
      ${
        choices.notes.length
          ? html`<div class="find">${icon("search")}<input class="input" type="search" aria-label=${t("folder.addFind")}
              placeholder=${t("folder.addFind")} @input=${search}></div>
            ${binder[0]?.binder === undefined ? nothing : html`<h3>${t("pochettes.in")} ${binder[0].binder}</h3>${listed(binder)}`}
            ${opened.length ? html`<h3>${t("folder.addOpened")}</h3>${listed(opened)}` : nothing}
            ${found.length ? nothing : html`<p class="hint">${t("pochettes.noChoice")}</p>`}
            ${offered.more ? html`<p class="hint">${t("pochettes.moreChoices", { count: offered.more })}</p>` : nothing}`
          : html`<h3>${t("folder.addOpened")}</h3><p class="hint">${t("folder.addNone")}</p>`
      }
      <label class="field"><span>${t("folder.addLink")}</span>
        <input class="input" type="text" inputmode="url" autocomplete="off" placeholder="…/n/…" .value=${link} @input=${type}>
        <small>${t("folder.addLinkHint")}</small></label>
      ${trouble ? html`<p class="problem" role="alert">${icon("triangle-alert")}${trouble}</p>` : nothing}
      <div class="actions">
        <label class="btn file">${icon("file-up")}${t("folder.addFile")}<input class="vh" type="file" multiple
          accept=${accept} @change=${files}></label>
        <button class="btn primary" ?disabled=${count === 0 || isBusy}>${icon("plus")}${count ? t("folder.addGo", { count }) : t("folder.add")}</button>
      </div>
    </form>`)
  }
  const listed = (found: readonly Choice[]) =>
    html`<ul class="choices">${found.map(
      one =>
        html`<li><label class="check"><input type="checkbox" .checked=${picked.has(one.note)}
          @change=${() => toggle(one.note)}><span><b>${one.title}</b><small>${saidOf(one, now)}</small></span></label></li>`,
    )}</ul>`
  const attempt = async (work: () => Promise<void>) => {
    isBusy = true
    trouble = ""
    redraw()
    try {
      await work()
      dialog.close()
    } catch (error) {
      trouble = error instanceof TypeError || !(error instanceof Error) ? t("folder.trouble") : error.message
    }
    isBusy = false
    redraw()
  }
  function submit(event: Event): void {
    event.preventDefault()
    void attempt(() => add([...picked], link.trim()))
  }
  function files({ target }: Event): void {
    const chosen = [...((target as HTMLInputElement).files ?? [])]
    if (chosen.length) void attempt(() => addFiles(chosen))
  }
  function search({ target }: Event): void {
    wanted = (target as HTMLInputElement).value
    redraw()
    if (!choices.more) return
    clearTimeout(asking)
    asking = window.setTimeout(async () => {
      const asked = wanted
      const answer = await find(asked).catch(() => undefined)
      if (!answer || asked !== wanted) return
      offered = answer
      redraw()
    }, TYPING_MS)
  }
  function type({ target }: Event): void {
    link = (target as HTMLInputElement).value
    redraw()
  }
  function toggle(note: string): void {
    if (!picked.delete(note)) picked.add(note)
    redraw()
  }
  redraw()
}

function saidOf(one: Choice, now: Date): string {
  const at = new Date(one.binder === undefined ? one.opened : one.changed)
  const when = `${day(at, now)}, ${clock(at)}`
  return one.binder === undefined || !one.theme ? when : `${one.theme} · ${when}`
}
