/** State of the toolbar: the formats at the caret, the kind of its line, and whether undo is possible; its arrow keys. Part. */
import type { EditorState } from "@codemirror/state"
import type { UndoManager } from "yjs"
import { canRedo, canUndo } from "../comments/decided.ts"
import { kindOf, TOGGLED } from "../hands/kind.ts"
import { formatsOf, isFormat, nodesAt } from "./formats.ts"

const KINDS: ReadonlySet<string> = new Set(TOGGLED)
/** The button of a phone. */
const HEADING = "kind:h2"

interface Tools {
  readonly buttons: NodeListOf<HTMLButtonElement>
  readonly places: NodeListOf<HTMLElement>
  readonly menu: HTMLSelectElement | null
}

/** The template gives them all: none comes later. */
const known = new WeakMap<HTMLElement, Tools>()

function toolsOf(bar: HTMLElement): Tools {
  const before = known.get(bar)
  if (before) return before
  const tools = {
    buttons: bar.querySelectorAll<HTMLButtonElement>("button[data-run]"),
    places: bar.querySelectorAll<HTMLElement>("[data-in]"),
    menu: bar.querySelector("select"),
  }
  known.set(bar, tools)
  walkWithArrows(bar)
  return tools
}

function walkWithArrows(bar: HTMLElement): void {
  const tools = () =>
    [...bar.querySelectorAll<HTMLElement>("button, select, a")].filter(tool => tool.offsetParent)
  const all = bar.querySelectorAll<HTMLElement>("button, select, a")
  all.forEach((tool, index) => {
    tool.tabIndex = index === 0 ? 0 : -1
  })
  bar.addEventListener("focusin", event => {
    for (const tool of all) tool.tabIndex = tool === event.target ? 0 : -1
  })
  bar.addEventListener("keydown", event => {
    const list = tools()
    const at = list.indexOf(document.activeElement as HTMLElement)
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: list.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    list.at(next % list.length)?.focus()
  })
}

/** Updates the buttons. */
export function drawTools(bar: HTMLElement, state: EditorState, undo: UndoManager): void {
  const kind = kindOf(state)
  const names = nodesAt(state)
  const formats = formatsOf(state, names)
  const { buttons, places, menu } = toolsOf(bar)
  for (const button of buttons) {
    const name = button.dataset.run ?? ""
    const isOn = isFormat(name) ? formats.has(name) : kind === (name === HEADING ? "h2" : name)
    if (isFormat(name) || KINDS.has(name) || name === HEADING) say(button, "ariaPressed", isOn)
    if (name === "undo") say(button, "ariaDisabled", !canUndo(undo))
    if (name === "redo") say(button, "ariaDisabled", !canRedo(undo))
  }
  for (const tool of places) hide(tool, (tool.dataset.in === "table") !== names.has("Table"))
  const shown = kind && /^h/.test(kind) ? `kind:${kind}` : "kind:text"
  if (menu && menu.value !== shown) menu.value = shown
}

function hide(tool: HTMLElement, is: boolean): void {
  if (tool.hidden !== is) tool.hidden = is
}

/** Setting an attribute, even to the same value, makes browsers restyle the button. */
function say(button: HTMLElement, name: "ariaPressed" | "ariaDisabled", is: boolean): void {
  if (button[name] !== String(is)) button[name] = String(is)
}
