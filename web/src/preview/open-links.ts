/** Opens links with Ctrl or Cmd and a click; with a click alone where the text is read-only. */
import { syntaxTree } from "@codemirror/language"
import type { Extension } from "@codemirror/state"
import { EditorView } from "@codemirror/view"

const OPENABLE = /^(https?:|mailto:|\/[npc]\/[\w-]{22}(#|$))/i

export function openLinks(): Extension {
  return EditorView.domEventHandlers({
    click(event, view) {
      if (!(event.ctrlKey || event.metaKey || view.state.readOnly)) return false
      const at = view.posAtCoords(event)
      const address = at === null ? undefined : addressAt(view, at)
      if (!address) return false
      window.open(address, "_blank", "noopener,noreferrer")
      return true
    },
  })
}

function addressAt(view: EditorView, at: number): string | undefined {
  let node = syntaxTree(view.state).resolveInner(at, 1)
  while (node.parent && !["Link", "URL", "Autolink"].includes(node.name)) node = node.parent
  const url = node.name === "URL" ? node : node.getChild("URL")
  const address = url ? view.state.sliceDoc(url.from, url.to) : ""
  return OPENABLE.test(address) ? address : undefined
}
