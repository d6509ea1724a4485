/** Makes the chosen lines headings, items, quotations, or text. Part, loaded late. */
import type { EditorState } from "@codemirror/state"
import type { Command } from "./command.ts"
import { kindOfBlock, type LineKind } from "./kind.ts"
import { type Block, isSaid, type Line } from "./lines.ts"
import { reshape } from "./reshape.ts"
import { rewrite } from "./rewrite.ts"
import { added, altered, kept, linesIn, type Row } from "./rows.ts"

const ITEMS: Partial<Record<LineKind, Pick<Block, "marker" | "task">>> = {
  bullet: { marker: "-", task: "" },
  number: { marker: "1.", task: "" },
  task: { marker: "-", task: "[ ]" },
}
const isMade = (line: Line) => isSaid(line) && line.kind !== "code" && line.kind !== "footnote"

/** The block of a line once it is of a kind; `index` counts the items. */
function made(line: Line, kind: LineKind, index: number): Partial<Row> {
  const item = ITEMS[kind]
  const depth = line.kind === "item" ? line.depth : 1
  if (item) return { kind: "item", depth, task: item.task, marker: item.marker.replace("1", `${index + 1}`) }
  if (kind === "quote") return { quote: "> ", kind: line.kind === "blank" ? "text" : line.kind }
  if (kind === "text") return { kind: "text", depth: 0, quote: "", marker: "" }
  return { kind: "heading", depth: 0, marker: "#".repeat(Number(kind[1])), task: "" }
}

/** The lines of the selection; those that say nothing only where all of them do. */
function chosen(state: EditorState, from: number, to: number): { lines: Line[]; isSilent: boolean } {
  const lines = linesIn(state, state.doc.lineAt(from).number, state.doc.lineAt(to).number)
  return { lines, isSilent: lines.filter(isMade).every(({ kind }) => kind === "blank") }
}

function rowsOf(lines: readonly Line[], kind: LineKind, isSilent: boolean): Row[] {
  const rows: Row[] = []
  let index = 0
  for (const line of lines) {
    const above = rows.at(-1)
    if (!isMade(line)) rows.push(kept(line))
    else if (line.kind === "blank" && !isSilent) {
      // Items of one list follow each other.
      if (!ITEMS[kind] || above?.kind !== "item") rows.push(kept(line))
    } else {
      const isApart = kind === "text" && above?.isOther && line.kind !== "text"
      if (isApart) rows.push(added({ kind: "blank" }))
      // An item that says nothing is one already, and cannot stand right under a text.
      const isPlace = line.kind === "blank" && !ITEMS[kind]
      rows.push(altered(line, { ...made(line, kind, index), isPlace }))
      index += 1
    }
  }
  return rows
}

/** All of one kind; when they are so already, plain text again. */
export function setKind(wished: LineKind): Command {
  return view => {
    const { state } = view
    const { main } = state.selection
    const { lines, isSilent } = chosen(state, main.from, main.to)
    const [first, last] = [lines[0], lines.at(-1)]
    const own = lines.filter(line => isMade(line) && (isSilent || line.kind !== "blank"))
    if (!first || !last || own.length === 0) return true
    const isOn = wished !== "text" && own.every(line => kindOfBlock(line) === wished)
    reshape(view, rewriteOf(state, first, last, rowsOf(lines, isOn ? "text" : wished, isSilent)))
    return true
  }
}

const rewriteOf = (state: EditorState, first: Line, last: Line, rows: readonly Row[]) =>
  rewrite(state, first.number, last.number, rows).changes
