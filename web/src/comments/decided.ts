/** Undo takes back a proposal that was accepted here, and redo accepts it again, in their turn among the edits. */
import type { UndoManager } from "yjs"

interface Step {
  /** The latest edit that can be undone, or redone, when this comes before it. */
  readonly above: unknown
  readonly undo: () => unknown
  readonly redo: () => unknown
}

const watched = new WeakMap<UndoManager, { readonly done: Step[]; readonly undone: Step[] }>()

/** Gives something that is done beside the edits its turn among them, by its two ways; the result takes it out again. */
export function besideEdits(manager: UndoManager, undo: () => unknown, redo: () => unknown): () => void {
  manager.stopCapturing()
  const { done, undone } = watched.get(manager) ?? watch(manager)
  undone.length = 0
  const step = { above: manager.undoStack.at(-1), undo, redo }
  done.push(step)
  return () => {
    const at = done.indexOf(step)
    if (at >= 0) done.splice(at, 1)
  }
}

const turns = new WeakMap<UndoManager, Promise<unknown>>()

/** Does what is done beside the edits one after the other, however soon the next key comes. */
export function inTurn<Result>(manager: UndoManager, act: () => Promise<Result>): Promise<Result> {
  const done = (turns.get(manager) ?? Promise.resolve()).then(act)
  turns.set(
    manager,
    done.catch(() => undefined),
  )
  return done
}

/** Whether something can be undone here, or redone: an edit, or what was done beside the edits. */
export const canUndo = (manager: UndoManager): boolean =>
  manager.undoStack.length + (watched.get(manager)?.done.length ?? 0) > 0
export const canRedo = (manager: UndoManager): boolean =>
  manager.redoStack.length + (watched.get(manager)?.undone.length ?? 0) > 0

function watch(manager: UndoManager) {
  const steps = { done: [] as Step[], undone: [] as Step[] }
  watched.set(manager, steps)
  const [undo, redo] = [manager.undo.bind(manager), manager.redo.bind(manager)]
  manager.undo = () => {
    const step = steps.done.at(-1)
    if (step?.above !== manager.undoStack.at(-1) || !step) return undo()
    steps.done.pop()
    steps.undone.push({ ...step, above: manager.redoStack.at(-1) })
    step.undo()
    return null
  }
  manager.redo = () => {
    const step = steps.undone.at(-1)
    if (step?.above !== manager.redoStack.at(-1) || !step) return redo()
    steps.undone.pop()
    steps.done.push({ ...step, above: manager.undoStack.at(-1) })
    step.redo()
    return null
  }
  // An edit ends what could be redone.
  manager.on("stack-item-added", ({ type }: { readonly type: "undo" | "redo" }) => {
    if (type === "undo" && !manager.redoing) steps.undone.length = 0
  })
  return steps
}
