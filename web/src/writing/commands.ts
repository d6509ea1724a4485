/** Commands of the page (server/pages/commands.html), by name. */
import type { EditorView } from "@codemirror/view"
import type { UndoManager } from "yjs"
import type { Command } from "../hands/command.ts"
import type { LineKind } from "../hands/kind.ts"

/** What changes the text; a part, as it waits for a click. */
export interface Formats {
  wrap(mark: string): Command
  setKind(kind: LineKind): Command
  readonly insertTable: Command
}

export interface PageActions {
  /** Calls `use` with the formats once they are loaded. */
  format(use: (formats: Formats) => unknown): unknown
  /** Opens the search, at its replacement where `isReplacing`. */
  find(isReplacing?: boolean): unknown
  link(): unknown
  print(): unknown
  shortcuts(): unknown
}

export function editCommands(undo: () => UndoManager, actions: PageActions): Record<string, Command> {
  /** What changes the text asks whether one may, and begins with the focus there, also behind a button. */
  const written =
    (change: (view: EditorView) => unknown): Command =>
    view => {
      if (view.state.readOnly) return false
      view.focus()
      change(view)
      return true
    }
  /** A formatting is one step of undo, apart from the typing before it. */
  const step = (command: (formats: Formats) => Command): Command =>
    written(view =>
      actions.format(formats => {
        undo().stopCapturing()
        command(formats)(view)
      }),
    )
  const wrap = (mark: string) => step(formats => formats.wrap(mark))
  const setKind = (kind: LineKind) => step(formats => formats.setKind(kind))
  const done = (action: () => unknown): Command => {
    return () => {
      action()
      return true
    }
  }
  return {
    bold: wrap("**"),
    italic: wrap("*"),
    strike: wrap("~~"),
    link: written(actions.link),
    table: step(({ insertTable }) => insertTable),
    bullet: setKind("bullet"),
    number: setKind("number"),
    task: setKind("task"),
    quote: setKind("quote"),
    "kind:text": setKind("text"),
    "kind:h1": setKind("h1"),
    "kind:h2": setKind("h2"),
    "kind:h3": setKind("h3"),
    undo: written(() => undo().undo()),
    redo: written(() => undo().redo()),
    find: done(() => actions.find()),
    replace: done(() => actions.find(true)),
    print: done(actions.print),
    shortcuts: done(actions.shortcuts),
  }
}
