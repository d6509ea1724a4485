/** The search from the editor: what opens it, and the passage of the address. */
import { passageOfAddress } from "../search/arriving.ts"
import { searchKeys } from "../search/search.ts"
import type { Editor } from "./editor.ts"
import { openPart } from "./parts.ts"

export function wireSearch(editor: Editor): void {
  let wanted = passageOfAddress()
  const open = () => openPart("search", ({ searchHere }) => searchHere(editor, goTo))

  function goTo(quote: string): void {
    wanted = ""
    if (quote) void openPart("passage", ({ showPassage }) => editor.view && showPassage(editor.view, quote))
  }

  editor.use({
    actions: { everywhere: open },
    synced: isRestart => isRestart || goTo(wanted),
  })
  addEventListener("hashchange", () => goTo(passageOfAddress()))
  searchKeys(open)
}
