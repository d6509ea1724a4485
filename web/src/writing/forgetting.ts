/** Lets go of what is drawn no more: the browser's own undo, which nobody uses here, keeps a thousand steps of nodes. */
import type { EditorView } from "@codemirror/view"

/** What the editor knows of a node hangs on it. */
function forget(node: Node & { cmTile?: unknown }): void {
  node.cmTile = undefined
  node.childNodes.forEach(forget)
}

export function forgetDrawn({ contentDOM }: EditorView): void {
  const observer = new MutationObserver(records => {
    for (const { removedNodes } of records)
      for (const node of removedNodes) if (!node.isConnected) forget(node)
  })
  observer.observe(contentDOM, { childList: true, subtree: true })
}
