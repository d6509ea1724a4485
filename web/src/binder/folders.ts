/** The dialog that puts chosen notes into a pochette of the classeur. */
import { html, nothing } from "lit-html"
import { ask } from "../screen/ask.ts"
import { icon } from "../screen/icon.ts"
import { panel } from "../screen/panel.ts"
import { t } from "../words.ts"
import { tellDone } from "./undoing.ts"

interface Folder {
  readonly name: string
  readonly title: string
  readonly url: string
}

interface Items {
  readonly notes: readonly { readonly id: string }[]
}

export async function openFolders(base: string, ids: readonly string[], done: () => void): Promise<void> {
  const { dialog, draw } = panel("to-folder", t("list.toFolder"))
  let refusal = ""
  let found: readonly Folder[] | undefined
  const show = () =>
    draw(html`${refusal ? html`<p class="wrong" role="alert">${refusal}</p>` : nothing}
      <ul class="choices">
        ${found?.map(
          folder =>
            html`<li><button type="button" @click=${() => void put(folder)}>${icon("folder")}<span><b>${folder.name}</b>${
              folder.title && folder.title !== folder.name ? html`<small>${folder.title}</small>` : nothing
            }</span></button></li>`,
        )}
      </ul>
      ${found?.length === 0 ? html`<p>${t("list.noFolder")}</p>` : nothing}`)
  show()
  const answer = await ask<{ folders: readonly Folder[] }>("GET", `${base}/folders`)
  if ("refusal" in answer) refusal = answer.refusal
  else found = answer.body.folders
  show()
  dialog.querySelector<HTMLElement>(".choices button")?.focus()

  async function put(folder: Folder): Promise<void> {
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
    tellDone(t("list.done.folder", { count: ids.length, name: folder.name }), added.length ? undo : undefined)
    done()
  }
}
