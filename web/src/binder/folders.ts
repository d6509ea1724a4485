/** The dialog that puts chosen notes into a pochette of the classeur. */
import { html, nothing } from "lit-html"
import folderPlus from "lucide-static/icons/folder-plus.svg?raw"
import { ask } from "../screen/ask.ts"
import { putDrawings } from "../screen/drawings.ts"
import { icon } from "../screen/icon.ts"
import { panel } from "../screen/panel.ts"
import { t } from "../words.ts"
import { tellDone } from "./undoing.ts"

interface Folder {
  readonly name: string
  readonly title: string
  readonly url: string
}

/** The day of a pochette that is not there yet. */
interface New {
  readonly day: string
  readonly name: string
}

interface Items {
  readonly notes: readonly { readonly id: string }[]
}

export async function openFolders(base: string, ids: readonly string[], done: () => void): Promise<void> {
  putDrawings({ "folder-plus": folderPlus })
  const { dialog, draw } = panel("to-folder", t("list.toFolder"))
  let refusal = ""
  let found: readonly Folder[] = []
  let fresh: New | undefined
  let isBusy = false
  const show = () =>
    draw(html`${refusal ? html`<p class="wrong" role="alert">${refusal}</p>` : nothing}
      <ul class="choices">
        ${fresh ? html`<li><button type="button" class="new" ?disabled=${isBusy} @click=${() => void begin(fresh)}>${icon("folder-plus")}<span><b>${t("list.newFolder", { day: spoken(fresh.name) })}</b></span></button></li>` : nothing}
        ${found.map(
          folder =>
            html`<li><button type="button" ?disabled=${isBusy} @click=${() => void put(folder)}>${icon("folder")}<span><b>${folder.name}</b>${
              folder.title && folder.title !== folder.name ? html`<small>${folder.title}</small>` : nothing
            }</span></button></li>`,
        )}
      </ul>`)
  show()
  const answer = await ask<{ folders: readonly Folder[]; new: New }>("GET", `${base}/folders`)
  if ("refusal" in answer) refusal = answer.refusal
  else [found, fresh] = [answer.body.folders, answer.body.new]
  show()
  dialog.querySelector<HTMLElement>(".choices button")?.focus()

  /** A pochette that is made stays in the list, should its notes be refused: pressed again, it only gets them. */
  async function begin(wish: New | undefined): Promise<void> {
    if (!wish || isBusy) return
    isBusy = true
    show()
    const made = await ask<{ url: string }>("POST", `${base}/folders`, { day: wish.day })
    isBusy = false
    if ("refusal" in made) {
      refusal = made.refusal
      show()
      return
    }
    const folder = { name: wish.name, title: "", url: made.body.url }
    found = [folder, ...found]
    fresh = undefined
    await put(folder, true)
  }

  async function put(folder: Folder, isNew = false): Promise<void> {
    const items = `${folder.url}/notes`
    const before = await ask<Items>("GET", items)
    const after = await ask<Items>("POST", items, { notes: ids })
    if ("refusal" in after) {
      refusal = after.refusal
      show()
      return
    }
    const known = "body" in before ? new Set(before.body.notes.map(({ id }) => id)) : undefined
    const added = known ? after.body.notes.filter(({ id }) => !known.has(id)) : []
    dialog.close()
    const undo = async () => {
      for (const { id } of added) await ask("DELETE", `${items}/${id}`)
      tellDone(t("list.undone"))
    }
    const told = t("list.done.folder", { count: ids.length, name: folder.name })
    // Taken back it would be an empty pochette: a new one is opened instead.
    if (isNew) tellDone(told, async () => location.assign(folder.url), t("home.compose"))
    else tellDone(told, added.length ? undo : undefined)
    done()
  }
}

/** A day inside a sentence: French has no capital there. */
const spoken = (day: string): string =>
  document.documentElement.lang.startsWith("fr") ? day.charAt(0).toLowerCase() + day.slice(1) : day
