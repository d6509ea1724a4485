/** Every shortcut of the editor: those that the page lists for its commands, and those of prose. */
import {
  deleteLine,
  insertNewlineKeepIndent,
  moveLineDown,
  moveLineUp,
  simplifySelection,
  standardKeymap,
} from "@codemirror/commands"
import { deleteMarkupBackward } from "@codemirror/lang-markdown"
import type { Extension } from "@codemirror/state"
import { type Command, keymap } from "@codemirror/view"
import { enter } from "./enter.ts"
import { indentItem, outdentItem } from "./indent.ts"

/** A line of the list that Ctrl+/ shows: what is told there is what the keys do. */
export interface Shortcut {
  readonly command: string
  /** As CodeMirror writes them: `Mod-Alt-1`. */
  readonly keys: string
  /** Whether they work wherever the focus is. */
  readonly isOfPage: boolean
}

export function shortcutsOf(list: ParentNode): readonly Shortcut[] {
  return [...list.querySelectorAll<HTMLElement>("[data-keys]")].map(({ dataset }) => ({
    command: dataset.command ?? "",
    keys: dataset.keys ?? "",
    isOfPage: dataset.of === "page",
  }))
}

/** Of CodeMirror's own keys, those that serve prose: the others move between brackets and comment code out. */
const LINES = [
  { key: "Alt-ArrowUp", run: moveLineUp },
  { key: "Alt-ArrowDown", run: moveLineDown },
  { key: "Shift-Mod-k", run: deleteLine },
  { key: "Escape", run: simplifySelection },
]

/** The command that a key asks of the page, unless somebody has taken it already. */
export function pageShortcut(event: KeyboardEvent, shortcuts: readonly Shortcut[]): string | undefined {
  // By the place of the key: Alt makes another letter of it on some keyboards.
  if ((event.ctrlKey || event.metaKey) && event.altKey && event.code === "KeyM") return "comment"
  const isPlain = (event.ctrlKey || event.metaKey) && !event.altKey && !event.defaultPrevented
  const keys = `Mod-${event.key.toLowerCase()}`
  return isPlain ? shortcuts.find(one => one.isOfPage && one.keys === keys)?.command : undefined
}

export function keys(commands: Record<string, Command>, shortcuts: readonly Shortcut[]): Extension {
  const own = shortcuts.flatMap(({ command, keys }) => {
    const run = commands[command]
    return run ? [{ key: keys, run, preventDefault: true }] : []
  })
  return keymap.of([
    ...own,
    { key: "Enter", run: enter, shift: insertNewlineKeepIndent },
    { key: "Backspace", run: deleteMarkupBackward },
    { key: "Tab", run: indentItem, shift: outdentItem },
    ...LINES,
    ...standardKeymap,
  ])
}
