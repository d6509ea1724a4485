/** A note under the keys of an editor, without a browser: what commands and the filters of transactions make of them. */
import {
  deleteCharBackward,
  deleteCharForward,
  deleteGroupBackward,
  deleteGroupForward,
} from "@codemirror/commands"
import { ensureSyntaxTree } from "@codemirror/language"
import {
  EditorSelection,
  EditorState,
  type Extension,
  Prec,
  type StateCommand,
  type Transaction,
  type TransactionSpec,
} from "@codemirror/state"
import type { Tree } from "@lezer/common"
import type { Text } from "yjs"
import { keep } from "../chart/keep.ts"
import { enterRow, newRow, nextCell, previousCell } from "../chart/keys.ts"
import { whole } from "../footnotes/whole.ts"
import { indentItems, outdentItems } from "../lists/indent.ts"
import type { BoxName } from "../preview/fences.ts"
import { frozen } from "../preview/frozen.ts"
import { tablePreview } from "../preview/tables.ts"
import { type Act, done } from "../table/acts.ts"
import { moveRow } from "../table/edits.ts"
import { guard as tables } from "../table/guard.ts"
import { moveColumn } from "../table/order.ts"
import { markdown } from "../text/markdown.ts"
import { boxAt, takenOff, turned, wrapped } from "./boxing.ts"
import { mended } from "./composed.ts"
import { breakLine, enter } from "./enter.ts"
import type { Step } from "./gestures.testing.ts"
import { guard, shaped, typed } from "./guard.ts"
import { headOf } from "./inline.ts"
import { hands } from "./late.ts"
import { lineOf } from "./lines.ts"

const EXTENSIONS: Extension = [
  Prec.highest(whole),
  frozen,
  markdown(),
  tablePreview(),
  EditorState.allowMultipleSelections.of(true),
  guard,
  hands,
  tables,
  keep,
]

/** As the keys of a chart come before those of blocks. */
const inChart =
  (first: StateCommand, otherwise: StateCommand): StateCommand =>
  target =>
    first(target) || otherwise(target)

const KEYS: Record<string, unknown> = {
  Backspace: deleteCharBackward,
  Delete: deleteCharForward,
  "Ctrl-Backspace": deleteGroupBackward,
  "Ctrl-Delete": deleteGroupForward,
  Enter: inChart(enterRow, enter),
  "Shift-Enter": inChart(newRow, breakLine),
  Tab: inChart(nextCell, indentItems),
  "Shift-Tab": inChart(previousCell, outdentItems),
}

/** The keys of tables. */
const MOVES: Record<string, Act> = {
  "Alt-ArrowUp": (source, at) => moveRow(source, at, true),
  "Alt-ArrowDown": (source, at) => moveRow(source, at, false),
  "Alt-ArrowLeft": (source, at) => moveColumn(source, at, true),
  "Alt-ArrowRight": (source, at) => moveColumn(source, at, false),
}

export class Hands {
  state: EditorState
  #shared: Text | undefined

  /** `|` is the caret, two of them are a selection. */
  constructor(text: string, extensions: Extension = []) {
    const [anchor, head] = [text.indexOf("|"), text.lastIndexOf("|") - 1]
    this.state = EditorState.create({
      doc: text.replaceAll("|", ""),
      extensions: [EXTENSIONS, extensions],
      selection:
        anchor < 0 ? EditorSelection.single(0) : EditorSelection.single(anchor, Math.max(anchor, head)),
    })
  }

  get text(): string {
    return this.state.doc.toString()
  }

  /** The text with the caret. */
  get shown(): string {
    const { from, to } = this.state.selection.main
    const { text } = this
    return from === to
      ? `${text.slice(0, from)}|${text.slice(from)}`
      : `${text.slice(0, from)}|${text.slice(from, to)}|${text.slice(to)}`
  }

  get tree(): Tree {
    const tree = ensureSyntaxTree(this.state, this.state.doc.length, 10_000)
    if (!tree) throw new Error("expected the tree of the whole note, and none came in 10 s")
    return tree
  }

  send(...specs: readonly TransactionSpec[]): this {
    this.#take(this.state.update(...specs))
    return this
  }

  /** Another text, as it is loaded. */
  fill(text: string): this {
    return this.send({ changes: { from: 0, to: this.state.doc.length, insert: text } })
  }

  /** From now on each change is written to a shared text, as the binding of the editor does. */
  share(text: Text): this {
    this.#shared = text
    return this
  }

  #take(change: Transaction): void {
    this.state = change.state
    const shared = this.#shared
    if (!change.docChanged || !shared?.doc) return
    shared.doc.transact(() => {
      let shift = 0
      change.changes.iterChanges((from, to, _from, _to, inserted) => {
        if (to > from) shared.delete(from + shift, to - from)
        if (inserted.length > 0) shared.insert(from + shift, inserted.toString())
        shift += inserted.length - (to - from)
      })
    }, this)
  }

  press(...keys: readonly string[]): this {
    for (const key of keys) {
      if (key === "Home") {
        this.select(headOf(this.state, lineOf(this.state, this.state.selection.main.head)))
        continue
      }
      const moves = MOVES[key]
      const moved = moves && done(this.state, moves)
      if (moves) {
        if (moved) this.send(moved)
        continue
      }
      const run = KEYS[key] as StateCommand | undefined
      if (!run) throw new Error(`expected one of ${Object.keys(KEYS).join(", ")}, and ${key} came`)
      run({ state: this.state, dispatch: change => this.#take(change) })
    }
    return this
  }

  type(said: string): this {
    for (const sign of said) this.send(this.state.replaceSelection(sign), { userEvent: "input.type" })
    return this
  }

  /** What a keyboard shows while it composes, and at last. */
  compose(...shown: readonly string[]): this {
    const from = this.state.selection.main.from
    for (const said of shown)
      this.send({
        changes: { from, to: this.state.selection.main.to, insert: said },
        selection: { anchor: from + said.length },
        userEvent: "input.type.compose",
      })
    const end = mended(this.state, typed)
    return end ? this.send(end) : this
  }

  paste(said: string): this {
    return this.send(this.state.replaceSelection(said), { userEvent: "input.paste" })
  }

  select(anchor: number, head = anchor, userEvent = "select"): this {
    return this.send({ selection: { anchor, head }, userEvent })
  }

  run(step: Step): this {
    if ("select" in step) return this.select(...step.select, "select.pointer")
    if ("choose" in step) {
      const { from, to } = this.state.doc.lineAt(step.choose)
      return this.select(from, to, "select.pointer")
    }
    if ("press" in step) return this.press(step.press)
    if ("type" in step) return this.type(step.type)
    if ("paste" in step) return this.paste(step.paste)
    if ("box" in step) return this.box(step.box)
    if ("cut" in step) return this.send(this.state.replaceSelection(""), { userEvent: "delete.cut" })
    const { from, to, into } = step.drag
    const insert = this.state.sliceDoc(from, to)
    return this.send({
      changes: [
        { from, to },
        { from: into, insert },
      ],
      userEvent: "move.drop",
    })
  }

  /** A kind of box is chosen; with none, the box of the caret is taken off. */
  box(kind: BoxName | ""): this {
    const { main } = this.state.selection
    const box = boxAt(this.state, main.from, main.to)
    const made = !kind
      ? box && takenOff(this.state, box)
      : box
        ? turned(this.state, box, kind)
        : wrapped(this.state, kind)
    if (!made || typeof made === "string") return this
    const changes = this.state.changes(made)
    return this.send({
      changes,
      selection: this.state.selection.map(changes, 1),
      annotations: shaped.of(true),
      userEvent: "input.format",
    })
  }

  click(at: number): this {
    return this.select(at, at, "select.pointer")
  }
}
