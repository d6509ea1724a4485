/** Extensions that the first paint does without: search, charts, copying as HTML, tables by their cells, the menu of `/`. */
import type { Extension } from "@codemirror/state"
import type { Editor } from "./editor.ts"
import { addLate } from "./extensions.ts"
import { part } from "./parts.ts"

/** `run` runs a command of the page. */
export function wireLateExtensions(editor: Editor, run: (name: string) => void): void {
  // The menus are there only for visitors who may write.
  const find = (id: string) => document.getElementById(id)
  let extension: Extension | undefined
  editor.use({
    async synced() {
      const late = await part("late")
      if (!editor.view || !late) return
      late.addSearch(editor.view)
      extension ??= [
        late.charts,
        late.copying,
        late.tables(find("table-menu"), find("table-tools")),
        late.slashMenu(find("slash"), run, find("insert-menu"), find("insert")),
      ]
      addLate(editor.view, extension)
    },
  })
}
