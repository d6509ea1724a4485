/** The colours of who wrote what, once that part of the page is loaded. */
import type { Authors } from "../people/authors.ts"
import { at } from "../screen/page.ts"
import type { Editor } from "./editor.ts"
import { openPart, type Part, part } from "./parts.ts"

export function wireAuthors(editor: Editor): void {
  let authors: Authors | undefined

  async function toggle({ Authors }: Part<"authors">): Promise<void> {
    if (!editor.view) return
    authors ??= new Authors(editor.view, editor.note, () => editor.session.text, at("authors"))
    await authors.turn()
    document.querySelector("[data-run=authors]")?.setAttribute("aria-pressed", String(authors.isOn))
  }

  editor.use({
    actions: { authors: () => openPart("authors", part => toggle(part)) },
    async synced() {
      const module = editor.session.provider.mayWrite ? await part("authors") : undefined
      // Where this browser is set to show them always.
      if (module?.areWanted() && !authors) void toggle(module)
    },
    updated({ docChanged, selectionSet, focusChanged }) {
      if (docChanged || selectionSet || focusChanged) authors?.moved()
    },
  })
}
