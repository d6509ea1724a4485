/** Views of the whole text: the title of the page, the outline at left, the counts. */
import type { EditorView } from "@codemirror/view"
import { at } from "../screen/page.ts"
import { headings, titleOf } from "../text/headings.ts"
import { t } from "../words.ts"
import type { Editor } from "./editor.ts"
import { copyLink } from "./links.ts"
import { type Part, part } from "./parts.ts"

export function wireOverview(editor: Editor): void {
  let outline: Part<"outline"> | undefined
  let counts: Part<"counts"> | undefined

  function draw(view: EditorView): void {
    const all = headings(view.state.doc)
    const title = titleOf(all) ?? t("editor.untitled")
    const name = `${title} — Pochette`
    // Setting the same title again would style the page anew.
    if (document.title !== name) {
      document.title = name
      at("title").textContent = title
    }
    outline?.drawOutline(at("outline"), view, all, hash => copyLink(editor, hash))
    counts?.drawCounts(document, view.state)
  }

  editor.use({
    rested: draw,
    async synced() {
      outline ??= await part("outline")
      counts ??= await part("counts")
      if (editor.view) draw(editor.view)
    },
  })
}
