/** Inserts what was copied in another program, with its structure. Part, loaded late. */
import { syntaxTree } from "@codemirror/language"
import type { EditorState } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"
import { shaped as whole } from "../hands/guard.ts"
import { readyForLines } from "../hands/late.ts"
import { toast } from "../screen/toast.ts"
import { t } from "../words.ts"
import { placed } from "./blank-lines.ts"
import { type Converted, convert } from "./convert.ts"
import { type Clip, eventOf } from "./paste.ts"
import { flat, inCell, tabbed, table } from "./tables.ts"

/** Longer markup is that of whole books and sheets: their letters come alone. */
const MOST_MARKUP = 8_000_000
const MOST_NAMES = 3
const LABEL = /\[\^([^\]\s]+)\]/g

/** `note` is the path of this note. */
export function take(view: EditorView, clip: Clip, note: string): void {
  readyForLines(view)
  const nodes = around(view.state)
  const isCode = nodes.has("FencedCode") || nodes.has("CodeBlock") || nodes.has("InlineCode")
  const shaped = isCode || clip.isPlain ? undefined : shape(view.state, clip, note)
  const left = shaped?.left ?? []
  if (left.length > 0) toast(t("paste.left", { count: left.length, names: named(left) }))
  const markdown = shaped?.markdown || clip.text
  if (!markdown) return
  // Blocks that are chosen go as they do under a key.
  if (shaped && !view.state.selection.main.empty)
    view.dispatch(view.state.replaceSelection(""), { userEvent: "delete.selection" })
  const { state } = view
  const change = !shaped
    ? state.replaceSelection(clip.text)
    : nodes.has("Table")
      ? state.replaceSelection(inCell(flat(markdown)))
      : placed(state, markdown)
  const annotations = shaped ? [whole.of(true)] : []
  view.dispatch(state.update(change, { annotations, userEvent: eventOf(clip), scrollIntoView: true }))
}

/** Undefined where the letters say it all. */
function shape(
  state: EditorState,
  clip: Clip,
  note: string,
): Pick<Converted, "markdown" | "left"> | undefined {
  if (clip.html && clip.html.length < MOST_MARKUP) {
    const taken = new Set([...state.doc.toString().matchAll(LABEL)].map(([, label]) => label ?? ""))
    const converted = convert(clip.html, note, taken)
    return converted.isShaped || converted.left.length > 0 || !clip.text ? converted : undefined
  }
  const rows = tabbed(clip.text)
  return rows && { markdown: table(rows.map(row => row.map(cell => cell.trim()))), left: [] }
}

/** The blocks that hold the caret. */
function around(state: EditorState): Set<string> {
  const names = new Set<string>()
  let node = syntaxTree(state).resolveInner(state.selection.main.from, -1)
  for (; node.parent; node = node.parent) names.add(node.name)
  return names
}

function named(left: readonly string[]): string {
  const names = left
    .filter(Boolean)
    .slice(0, MOST_NAMES)
    .map(name => t("paste.name", { name }))
  if (names.length === 0) return ""
  const more = left.length > names.length ? "…" : ""
  return t("paste.names", { names: names.join(", ") + more })
}
