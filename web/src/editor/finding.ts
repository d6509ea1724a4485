/** The search from the editor: what opens it, and the passage of the address. */
import { passageOfAddress } from "../finding/arriving.ts"
import { findingKeys } from "../finding/finding.ts"
import type { Editor } from "./editor.ts"
import { openPart } from "./parts.ts"

export function wireFinding(editor: Editor): void {
  let wanted = passageOfAddress()
  const open = () => openPart("finding", ({ searchHere }) => searchHere(editor, goTo))

  function goTo(quote: string): void {
    wanted = ""
    if (quote) void openPart("passage", ({ showPassage }) => editor.view && showPassage(editor.view, quote))
  }

  editor.use({
    actions: { everywhere: open },
    synced: isRestart => isRestart || goTo(wanted),
  })
  addEventListener("hashchange", () => goTo(passageOfAddress()))
  findingKeys(open)
}
