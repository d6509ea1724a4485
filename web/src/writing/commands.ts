/** Commands of the page (server/pages/commands.html), by name. */
import type { UndoManager } from "yjs"
import { type Command, setKind, wrap } from "./format.ts"
import { insertLink, insertTable } from "./insert.ts"

export interface PageActions {
  find(): unknown
  print(): unknown
  shortcuts(): unknown
}

export function editCommands(undo: () => UndoManager, actions: PageActions): Record<string, Command> {
  /** A formatting is one step of undo, apart from the typing before it. */
  const step =
    (command: Command): Command =>
    view => {
      if (view.state.readOnly) return false
      undo().stopCapturing()
      return command(view)
    }
  const done = (action: () => unknown): Command => {
    return () => {
      action()
      return true
    }
  }
  return {
    bold: step(wrap("**")),
    italic: step(wrap("*")),
    strike: step(wrap("~~")),
    link: step(insertLink),
    table: step(insertTable),
    bullet: step(setKind("bullet")),
    number: step(setKind("number")),
    task: step(setKind("task")),
    quote: step(setKind("quote")),
    "kind:text": step(setKind("text")),
    "kind:h1": step(setKind("h1")),
    "kind:h2": step(setKind("h2")),
    "kind:h3": step(setKind("h3")),
    undo: done(() => undo().undo()),
    redo: done(() => undo().redo()),
    find: done(actions.find),
    print: done(actions.print),
    shortcuts: done(actions.shortcuts),
  }
}
