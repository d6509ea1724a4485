/** Every shortcut of the editor. */
import { deleteLine, moveLineDown, moveLineUp, simplifySelection, standardKeymap } from "@codemirror/commands"
import { deleteMarkupBackward } from "@codemirror/lang-markdown"
import type { Extension } from "@codemirror/state"
import { type Command, keymap } from "@codemirror/view"
import { enter } from "./enter.ts"
import { indentItem, outdentItem } from "./indent.ts"

/** Keys for the named commands of the toolbar; the list that Ctrl+/ shows is in the page's template. */
const SHORTCUTS: Record<string, string> = {
  "Mod-b": "bold",
  "Mod-i": "italic",
  "Mod-k": "link",
  "Mod-Alt-0": "kind:text",
  "Mod-Alt-1": "kind:h1",
  "Mod-Alt-2": "kind:h2",
  "Mod-Alt-3": "kind:h3",
  "Mod-Shift-7": "number",
  "Mod-Shift-8": "bullet",
  "Mod-Shift-9": "task",
  "Mod-/": "shortcuts",
}
/** Of CodeMirror's own keys, those that serve prose: the others move between brackets and comment code out. */
const LINES = [
  { key: "Alt-ArrowUp", run: moveLineUp },
  { key: "Alt-ArrowDown", run: moveLineDown },
  { key: "Shift-Mod-k", run: deleteLine },
  { key: "Escape", run: simplifySelection },
]
/** Keys that work wherever the focus is. */
const PAGE_SHORTCUTS: Record<string, string> = { p: "print", "/": "shortcuts", f: "find" }

/** The command that a key asks of the page, unless somebody has taken it already. */
export function pageShortcut(event: KeyboardEvent): string | undefined {
  // As other editors have it.
  if ((event.ctrlKey || event.metaKey) && event.altKey && event.code === "KeyM") return "comment"
  const isPlain = (event.ctrlKey || event.metaKey) && !event.altKey && !event.defaultPrevented
  return isPlain ? PAGE_SHORTCUTS[event.key.toLowerCase()] : undefined
}

export function keys(commands: Record<string, Command>): Extension {
  const own = Object.entries(SHORTCUTS).flatMap(([key, name]) => {
    const run = commands[name]
    return run ? [{ key, run, preventDefault: true }] : []
  })
  return keymap.of([
    ...own,
    { key: "Enter", run: enter },
    { key: "Backspace", run: deleteMarkupBackward },
    { key: "Tab", run: indentItem, shift: outdentItem },
    ...LINES,
    ...standardKeymap,
  ])
}
