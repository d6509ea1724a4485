/** Calls and texts of footnotes in a note, and their numbers by place: the same as on paper (export/dialect/footnotes.py). */
import type { Text } from "@codemirror/state"
import { finder, type Place } from "../text/found.ts"

/** `[^1]`, or a note in the line, `^[…]`, which has no label. */
export interface Call extends Place {
  readonly label: string
  /** Undefined where paper shows none: there is no text, or only texts that nobody calls hold it. */
  readonly number?: number
}

/** `[^1]: …`; `from` to `start` is its mark, and `to` the end of its words. */
export interface Note extends Place {
  readonly start: number
  readonly label: string
  readonly number?: number
}

export interface Footnotes {
  readonly calls: readonly Call[]
  readonly notes: readonly Note[]
}

interface Mark extends Place {
  readonly label: string
  readonly isNote: boolean
}

const SIGNS = /(?<!\\)\[\^([^\]\s]+)\]|(?<!\\)\^\[[^\]\n]+\]/g
const NOTE = /^(?:[ \t]*>)*[ \t]{0,3}\[\^([^\]\s]+)\]:[ \t]*/
const CODE = /(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g

const marks = finder<Mark>(line => {
  if (!line.includes("[")) return []
  const said = line.replace(CODE, code => " ".repeat(code.length))
  const note = NOTE.exec(said)
  // Code may be the first word of a note: its signs are no spaces behind the mark.
  const start = note ? (NOTE.exec(line)?.[0].length ?? 0) : 0
  const calls = Array.from(said.slice(start).matchAll(SIGNS), ({ 0: sign, 1: label = "", index }) => ({
    from: start + index,
    to: start + index + sign.length,
    label,
    isNote: false,
  }))
  if (!note) return calls
  return [{ from: said.indexOf("["), to: start, label: note[1] ?? "", isNote: true }, ...calls]
})

const known = new WeakMap<Text, Footnotes>()
const NONE: Footnotes = { calls: [], notes: [] }

export function footnotesOf(doc: Text): Footnotes {
  const found = marks(doc)
  if (found.length === 0) return NONE
  const last = known.get(doc)
  if (last) return last
  const notes = found
    .filter(({ isNote }) => isNote)
    .map(({ from, to, label }) => ({ from, start: to, to: endOf(doc, to), label }))
  const calls = found.filter(({ isNote }) => !isNote)
  const numbers = numbered(calls, notes)
  const footnotes = {
    calls: calls.map(({ from, to, label }) => ({ from, to, label, ...numberOf(numbers, label) })),
    notes: notes.map(note => ({ ...note, ...numberOf(numbers, note.label) })),
  }
  known.set(doc, footnotes)
  return footnotes
}

const numberOf = (numbers: ReadonlyMap<string, number>, label: string) => {
  const number = numbers.get(label)
  return number === undefined ? {} : { number }
}

/** By the order of the first calls; notes that a note calls come right after it. */
function numbered(
  calls: readonly Mark[],
  notes: readonly (Place & { label: string })[],
): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  const labels = new Set(notes.map(({ label }) => label))
  const inside = new Map<string, Mark[]>()
  const body: Mark[] = []
  let at = 0
  for (const call of calls) {
    while (at < notes.length && (notes[at]?.to ?? 0) < call.from) at += 1
    const holder = notes[at]
    if (holder && holder.from <= call.from)
      inside.set(holder.label, [...(inside.get(holder.label) ?? []), call])
    else body.push(call)
  }
  let anonymous = 0
  for (const first of body) {
    const waiting = [first]
    for (let call = waiting.shift(); call; call = waiting.shift()) {
      if (call.label ? numbers.has(call.label) || !labels.has(call.label) : false) continue
      // A note in the line takes a number, and has no text elsewhere.
      if (!call.label) anonymous += 1
      numbers.set(call.label || `^${anonymous}`, numbers.size + 1)
      if (call.label) waiting.push(...(inside.get(call.label) ?? []))
    }
  }
  return numbers
}

/** Where the words of a note end that begin at `start`: before a blank line, another note or the fence of a box. */
function endOf(doc: Text, start: number): number {
  let line = doc.lineAt(start)
  while (line.number < doc.lines) {
    const next = doc.line(line.number + 1)
    if (!next.text.trim() || NOTE.test(next.text) || /^ {0,3}(?::{3}|`{3}|#{1,6} )/.test(next.text)) break
    line = next
  }
  return line.to
}
