/** Binding of the shared text to the editor, with undo of one's own edits only. */
import type { Extension } from "@codemirror/state"
import { EditorView, keymap, ViewPlugin } from "@codemirror/view"
import { type YRange, YSyncConfig, ySync, ySyncAnnotation, ySyncFacet } from "y-codemirror.next"
import * as Y from "yjs"

/** Under which a step remembers where the caret was before it. */
const CARET = Symbol("caret")

/** Steps of undo that are kept at least; without a limit the memory of a page grows as long as it is open. */
const STEPS = 500
/** The oldest ones go so many at a time. */
const STEPS_MORE = 100

interface StackEvent {
  readonly stackItem: { readonly meta: Map<unknown, unknown> }
  readonly changedParentTypes: Map<unknown, unknown>
}

/** Tracks only edits of this editor: updates of the server have another origin. Where a step ends: web/src/session/steps.ts. */
export function undoManager(text: Y.Text): Y.UndoManager {
  const manager = new Y.UndoManager(text, { trackedOrigins: new Set(), captureTimeout: 600 })
  manager.on("stack-item-added", () => {
    // Once the transaction that made the step is over.
    if (manager.undoStack.length === STEPS + STEPS_MORE) setTimeout(() => forgetOldest(manager))
  })
  return manager
}

/** Drops the oldest steps, and lets Yjs garbage-collect what they had deleted. */
function forgetOldest(manager: Y.UndoManager): void {
  const { doc, undoStack } = manager
  const kept = undoStack.slice(-STEPS)
  const oldest = undoStack.slice(0, -STEPS)
  manager.undoStack = oldest
  manager.clear(true, false)
  manager.undoStack = kept
  for (const { deletions } of oldest) Y.tryGc(deletions, doc.store, doc.gcFilter)
}

/** Not the package's `yCollab`, which includes remote carets: they are drawn in another way here. */
export function sharedText(text: Y.Text, manager: Y.UndoManager): Extension {
  const config = new YSyncConfig(text, null)
  // The browser's own undo would take back what others wrote: it is never let in, even when nothing is left.
  const take = (step: "undo" | "redo") => () => {
    manager[step]()
    return true
  }
  const [undo, redo] = [take("undo"), take("redo")]
  return [
    ySyncFacet.of(config),
    ySync,
    caretsOfSteps(config, manager),
    keymap.of([
      { key: "Mod-z", run: undo, preventDefault: true },
      { key: "Mod-y", mac: "Mod-Shift-z", run: redo, preventDefault: true },
      { key: "Mod-Shift-z", run: redo, preventDefault: true },
    ]),
    EditorView.domEventHandlers({
      beforeinput: ({ inputType }) =>
        (inputType === "historyUndo" && undo()) || (inputType === "historyRedo" && redo()),
    }),
  ]
}

/** A step that is taken back puts the caret where it was. */
function caretsOfSteps(config: YSyncConfig, manager: Y.UndoManager): Extension {
  return ViewPlugin.define(view => {
    let before: YRange | undefined
    const remember = () => {
      before = config.toYRange(view.state.selection.main)
    }
    const added = ({ stackItem: { meta }, changedParentTypes }: StackEvent) => {
      if (before && changedParentTypes.has(config.ytext) && !meta.has(CARET)) meta.set(CARET, before)
    }
    const popped = ({ stackItem: { meta } }: StackEvent) => {
      const range = meta.get(CARET)
      if (!range) return
      const selection = config.fromYRange(range as YRange)
      view.dispatch({ selection, effects: EditorView.scrollIntoView(selection) })
      remember()
    }
    manager.on("stack-item-added", added)
    manager.on("stack-item-popped", popped)
    manager.addTrackedOrigin(config)
    return {
      update({ selectionSet, transactions }) {
        if (selectionSet && transactions[0]?.annotation(ySyncAnnotation) !== config) remember()
      },
      destroy() {
        manager.off("stack-item-added", added)
        manager.off("stack-item-popped", popped)
        manager.removeTrackedOrigin(config)
      },
    }
  })
}
