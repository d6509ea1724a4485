/** The dialog that adds notes to a pochette: opened on this device, by link, or from files. */
import { html, nothing } from "lit-html"
import { icon } from "../screen/icon.ts"
import { panel } from "../screen/panel.ts"
import { clock, day } from "../screen/when.ts"
import { t } from "../words.ts"
import type { Choice } from "./api.ts"

export interface Adding {
  readonly choices: readonly Choice[]
  /** The endings of the files that can be added. */
  readonly accept: string
  /** Adds them; throws an error whose message is told. */
  readonly add: (notes: readonly string[], link: string) => Promise<void>
  readonly addFiles: (files: readonly File[]) => Promise<void>
}

export function addDialog({ choices, accept, add, addFiles }: Adding): void {
  const { dialog, draw } = panel("adding", t("folder.addTitle"))
  const picked = new Set<string>()
  const now = new Date()
  let wanted = ""
  let link = ""
  let trouble = ""
  let isBusy = false

  const redraw = () => {
    const found = choices.filter(({ title }) => plain(title).includes(plain(wanted)))
    const count = picked.size + (link.trim() ? 1 : 0)
    draw(html`<form @submit=${submit}>
      <h3>${t("folder.addOpened")}</h3>
      ${
        choices.length
          ? html`<div class="find">${icon("search")}<input class="input" type="search" aria-label=${t("folder.addFind")}
              placeholder=${t("folder.addFind")} @input=${search}></div>
            <ul class="choices">${found.map(
              ({ note, title, opened: at }) =>
                html`<li><label class="check"><input type="checkbox" .checked=${picked.has(note)}
                  @change=${() => toggle(note)}><span><b>${title}</b><small>${`${day(new Date(at), now)}, ${clock(
                    new Date(at),
                  )}`}</small></span></label></li>`,
            )}</ul>`
          : html`<p class="hint">${t("folder.addNone")}</p>`
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

/** Without accents and capitals, so that « ecole » finds « École ». */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
}
