/** What is derived from the whole text: the title of the page, the outline, the counts. */

import { at } from "../screen/page.ts"
import { headings, titleOf } from "../text/headings.ts"
import { t } from "../words.ts"
import { drawCounts } from "./counts.ts"
import type { Editor } from "./editor.ts"
import { copyLink } from "./links.ts"
import { drawOutline } from "./outline.ts"

export function wireOverview(editor: Editor): void {
  editor.use({
    rested(view) {
      const all = headings(view.state.doc)
      const title = titleOf(all) ?? t("editor.untitled")
      const name = `${title} — Pochette`
      // Setting the same title again would style the page anew.
      if (document.title !== name) {
        document.title = name
        at("title").textContent = title
      }
      drawOutline(at("outline"), view, all, hash => copyLink(editor, hash))
      drawCounts(document, view.state)
    },
  })
}
