/** Keymap of the editor: the shortcuts that the page lists, and those of prose. */
import { simplifySelection, standardKeymap } from "@codemirror/commands"
import type { Extension } from "@codemirror/state"
import { type Command, type EditorView, keymap } from "@codemirror/view"
import { breakLine, enter } from "../hands/enter.ts"

/** A line of the list under Ctrl+/, from which the keymap is made. */
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

/** Tab never leaves a text that one may write in, unless Escape comes first (web/src/lists/leave.ts). */
const stay = ({ state }: EditorView) => !state.readOnly

/** The page command of a key event, unless the event is already handled. */
export function pageShortcut(event: KeyboardEvent, shortcuts: readonly Shortcut[]): string | undefined {
  // By the place of the key: Alt makes another letter of it on some keyboards.
  if ((event.ctrlKey || event.metaKey) && event.altKey && event.code === "KeyM") return "comment"
  const isPlain = (event.ctrlKey || event.metaKey) && !event.altKey && !event.defaultPrevented
  const keys = `Mod-${event.key.toLowerCase()}`
  return isPlain ? shortcuts.find(one => one.isOfPage && one.keys === keys)?.command : undefined
}

/** `byKey`: what a key does where it is not what the button does. */
export function keys(
  commands: Record<string, Command>,
  shortcuts: readonly Shortcut[],
  byKey: Record<string, Command>,
): Extension {
  const own = shortcuts.flatMap(({ command, keys }) => {
    const run = byKey[command] ?? commands[command]
    return run ? [{ key: keys, run, preventDefault: true }] : []
  })
  return keymap.of([
    ...own,
    { key: "Enter", run: enter, shift: breakLine },
    { key: "Tab", run: stay, shift: stay },
    { key: "Escape", run: simplifySelection },
    ...standardKeymap,
  ])
}
