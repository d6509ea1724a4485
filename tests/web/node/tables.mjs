// Edits of a table by several people at once, and what the editor then shows of the text.
import { EditorState } from "../../../web/node_modules/@codemirror/state/dist/index.js"
import * as Y from "../../../web/node_modules/yjs/dist/yjs.mjs"
import { guard as blocks } from "../../../web/src/hands/guard.ts"
import { frozen } from "../../../web/src/preview/frozen.ts"
import { cellsOf, gridsIn, tablePreview } from "../../../web/src/preview/tables.ts"
import { breaksIn } from "../../../web/src/preview/line-breaks.ts"
import * as edits from "../../../web/src/table/edits.ts"
import { even } from "../../../web/src/table/even.ts"
import { guard } from "../../../web/src/table/guard.ts"
import { markdown } from "../../../web/src/text/markdown.ts"

const extensions = [frozen, markdown(), tablePreview(), blocks, even, guard]
const stateOf = doc => EditorState.create({ doc, extensions })

const ACTS = {
  rowAbove: (source, at) => edits.addRow(source, at, true),
  rowBelow: (source, at) => edits.addRow(source, at, false),
  columnLeft: (source, at) => edits.addColumn(source, at, true),
  columnRight: (source, at) => edits.addColumn(source, at, false),
  removeRow: edits.removeRow,
  removeColumn: edits.removeColumn,
  below: (source, at) => edits.step(source, at, "below"),
  right: (source, at) => edits.align(source, at, "right"),
  fill: (source, at, text) => edits.fill(source, at, [[`${text}a`, `${text}b\n${text}c`], [`${text}d`]]),
}

function act(text, { verb, at, said }) {
  const source = text.toString()
  // What is typed comes into a cell.
  const place = at % (source.length + 1)
  if (verb === "type") {
    const { changes } = stateOf(source).update({
      changes: { from: place, insert: said },
      userEvent: "input.type",
    })
    const made = []
    changes.iterChanges((from, to, _a, _b, inserted) => made.push({ from, to, insert: inserted.toString() }))
    return made
  }
  return ACTS[verb](source, place, said)?.changes ?? []
}

/** The text after each person has made edits without having seen those of the others. */
export function merged(source, people) {
  const first = new Y.Doc()
  first.clientID = 1
  first.getText("t").insert(0, source)
  const start = Y.encodeStateAsUpdate(first)
  const docs = people.map((done, person) => {
    const doc = new Y.Doc()
    doc.clientID = person + 2
    Y.applyUpdate(doc, start)
    const text = doc.getText("t")
    for (const one of done)
      doc.transact(() => {
        for (const { from, to, insert } of act(text, one).toReversed()) {
          text.delete(from, to - from)
          text.insert(from, insert)
        }
      })
    return doc
  })
  for (const doc of docs) Y.applyUpdate(first, Y.encodeStateAsUpdate(doc))
  return first.getText("t").toString()
}

/** Each cell that is shown, row by row, its lines apart; null where the text is shown as it is written. */
export function shown(source) {
  const state = stateOf(source)
  const [table] = gridsIn(state, 0, source.length)
  if (!table) return null
  const rows = []
  for (let at = table.from; at <= table.to; ) {
    const line = state.doc.lineAt(at)
    const cells = cellsOf(state, line) ?? []
    if (line.number !== state.doc.lineAt(table.from).number + 1)
      rows.push(
        cells.map(({ from, to }) => {
          const stops = breaksIn(state, from, to)
          const ends = [...stops.map(one => one.from), to]
          return ends.map((end, index) => state.sliceDoc(stops[index - 1]?.to ?? from, end))
        }),
      )
    at = line.to + 1
  }
  return rows
}

/** The text after somebody here has typed a letter into the first cell. */
export function typed(source, letter) {
  const state = stateOf(source)
  const [table] = gridsIn(state, 0, source.length)
  const [cell] = table ? (cellsOf(state, state.doc.lineAt(table.from)) ?? []) : []
  if (!cell) return source
  return state.update({ changes: { from: cell.to, insert: letter }, userEvent: "input.type" }).state.doc.toString()
}
