/** Views of the whole text: the title of the page, the outline at left, the counts. */
import type { EditorView } from "@codemirror/view"
import { at } from "../screen/page.ts"
import { headings, isTitle } from "../text/headings.ts"
import type { Editor } from "./editor.ts"
import { copyLink } from "./links.ts"
import { openPart, type Part, part } from "./parts.ts"

/** `run` runs a command of the page by its name. */
export function wireOverview(editor: Editor, run: (name: string) => void): void {
  let title: Part<"title"> | undefined
  let outline: Part<"outline"> | undefined
  let counts: Part<"counts"> | undefined

  function draw(view: EditorView): void {
    const all = headings(view.state.doc)
    title?.drawTitle(view, all)
    outline?.drawOutline(at("outline"), view, all, hash => copyLink(editor, hash))
    counts?.drawCounts(document, view.state)
  }

  editor.use({
    actions: {
      title: () =>
        openPart("title", ({ goToTitle }) => {
          const { view } = editor
          if (view) goToTitle(view, headings(view.state.doc).find(isTitle))
        }),
      entitle: () =>
        openPart("title", ({ goToOffered }) => editor.view && goToOffered(editor.view) && run("kind:h1")),
    },
    rested: draw,
    async synced() {
      title ??= await part("title")
      outline ??= await part("outline")
      counts ??= await part("counts")
      if (editor.view) draw(editor.view)
    },
  })
}
