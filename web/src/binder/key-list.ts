/** The dialog with the keys of the list. */
import { html } from "lit-html"
import { panel } from "../screen/panel.ts"
import { t } from "../words.ts"

/** Names of keys, and what they do. */
type Line = readonly [readonly string[], string]

export function openKeys(edits: boolean, moves: boolean): void {
  const editing: Line[] = [
    [["N"], t("list.keys.new")],
    [["X"], t("list.keys.pick")],
    ...(moves ? [[["M"], t("list.keys.move")] as const] : []),
    [["E"], t("list.keys.archive")],
    [["#", t("list.keys.delete")], t("list.keys.trash")],
    [["F2"], t("list.keys.rename")],
    [["Ctrl Z"], t("list.keys.undo")],
  ]
  const lines: Line[] = [
    [["J", "K"], t("list.keys.next")],
    [[t("list.keys.enter"), "O"], t("list.keys.open")],
    [["/", `${t("keys.mod")} K`], t("finding.name")],
    ...(edits ? editing : []),
    [["?"], t("list.keys.these")],
  ]
  const { draw } = panel("keys", t("list.keys.title"))
  draw(html`<dl class="key-list">
    ${lines.map(
      ([names, does]) =>
        html`<div><dt>${names.map(
          (name, place) =>
            html`${place ? html` <span class="vh">${t("list.keys.or")}</span> ` : ""}<kbd>${name}</kbd>`,
        )}</dt><dd>${does}</dd></div>`,
    )}
  </dl>`)
}
