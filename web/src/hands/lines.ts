/** Lines of a note by their block: the marks at their head, and where their words begin. */
import type { EditorState } from "@codemirror/state"
import type { SyntaxNode, Tree } from "@lezer/common"
import { FENCE } from "../preview/fences.ts"
import { readParagraph } from "../preview/paragraphs.ts"
import { treeTo } from "../preview/tree.ts"
import { captionIn } from "../text/figures.ts"
import { isFenceOfBox } from "./objects.ts"

/** `open` and `close` are the fences of a box, `start` and `end` those of code and charts, `atom` a rule or a page break,
 * `figure` a picture alone in its line, whose words are its caption. */
export type Kind =
  | "blank"
  | "text"
  | "heading"
  | "item"
  | "footnote"
  | "code"
  | "table"
  | "open"
  | "close"
  | "start"
  | "end"
  | "atom"
  | "figure"

/** The block of a line, without its place. */
export interface Block {
  readonly kind: Kind
  /** Its marks of quotation. */
  readonly quote: string
  /** The number of items that hold it; an item counts itself. */
  readonly depth: number
  /** Of a heading, an item, a footnote, an answer, or the title of a table. */
  readonly marker: string
  /** The box of a task. */
  readonly task: string
}

export interface Line extends Block {
  readonly number: number
  readonly from: number
  readonly to: number
  readonly text: string
  /** Where its words begin. */
  readonly head: number
  /** Whether a block begins with it; no further line of a paragraph does. */
  readonly isBegun: boolean
}

const QUOTE = /^(?: {0,3}> ?)+/
const HEADING = /^\s*(#{1,6})(?:[ \t]+|$)/
const ITEM = /^\s*([-*+]|\d{1,9}[.)])(?:[ \t]+|$)(?:(\[[ xX]\])(?:[ \t]+|$))?/
const FOOTNOTE = /^ {0,3}(\[\^[^\]\s]+\]:)[ \t]*/
/** What may be an answer, or the title of a table. */
const TOLD = /^ {0,3}[:~][ \t]|^Table/
const BREAK = /^ {0,3}\\(?:newpage|pagebreak)\s*$/
/** The signs of a fence that begins a box, up to its title. */
const OPENING = /^\s*:{3,}\s*[^:\s]\S*\s*/

/** What the nodes around the first letter of a line say of it. */
interface Around {
  readonly names: ReadonlySet<string>
  readonly depth: number
  readonly isItem: boolean
  readonly code: SyntaxNode | undefined
  readonly paragraph: SyntaxNode | undefined
  /** Whether it goes on with words of the line above. */
  readonly isGoingOn: boolean
}

/** Blocks whose words may have several lines. */
const LEAF = /^(?:Paragraph|Task|SetextHeading\d)$/

function around(tree: Tree, from: number, to: number, first: number): Around {
  const names = new Set<string>()
  let [depth, isItem, isGoingOn] = [0, false, false]
  let [code, paragraph]: (SyntaxNode | undefined)[] = []
  for (let node: SyntaxNode | null = tree.resolveInner(first, 1); node; node = node.parent) {
    if (node.name === "FencedCode" && node.from <= to && node.to >= from) code = node
    if (node.to < first || node.from > to) continue
    names.add(node.name.replace(/\d$/, ""))
    if (node.name === "Paragraph") paragraph = node
    if (LEAF.test(node.name)) isGoingOn ||= node.from < from
    if (node.name !== "ListItem") continue
    depth += 1
    isItem ||= node.from >= from
  }
  return { names, depth, isItem, code, paragraph, isGoingOn }
}

export function lineAt(state: EditorState, number: number): Line {
  const { from, to, text } = state.doc.line(number)
  const tree = treeTo(state, to + 1)
  const marks = QUOTE.exec(text)?.[0] ?? ""
  const first = from + text.length - text.slice(marks.length).trimStart().length
  const { names, depth, isItem, code, paragraph, isGoingOn } = around(tree, from, to, Math.min(first, to))
  const quote = names.has("Blockquote") || /^ {0,3}>/.test(text) ? marks : ""
  const rest = text.slice(quote.length)
  const made = (kind: Kind, marked = 0, marker = "", task = ""): Line => {
    const own = code ? "" : quote
    const space = Math.min(first, to) - from - quote.length
    const head = from + quote.length + (marked || (kind === "text" && depth > 0 ? space : 0))
    const isBegun = kind !== "text" || !isGoingOn
    return { number, from, to, text, kind, quote: own, depth, marker, task, head, isBegun }
  }
  if (code) {
    const kind = inCode(state, code, from, to)
    const signs = kind === "start" ? FENCE.exec(rest)?.[0].length : undefined
    return {
      ...made(kind),
      head: kind === "end" ? to : from + (signs === undefined ? 0 : quote.length + signs),
    }
  }
  if (names.has("Table") && rest.trim()) return { ...made("table"), quote: "", head: from }
  if (names.has("CalloutFence") && isFenceOfBox(state, from))
    return {
      ...made(OPENING.test(text) ? "open" : "close"),
      head: from + (OPENING.exec(text)?.[0].length ?? text.length),
    }
  if (names.has("HorizontalRule") || (!depth && !quote && BREAK.test(text)))
    return { ...made("atom"), head: to }
  const [heading, item, footnote] = [HEADING, ITEM, FOOTNOTE].map(mark => mark.exec(rest))
  if (heading && names.has("ATXHeading")) return made("heading", heading[0].length, heading[1])
  if (item && isItem) return made("item", item[0].length, item[1], item[2])
  if (!rest.trim()) return made("blank", rest.length)
  if (footnote && !quote && !depth) return made("footnote", footnote[0].length, footnote[1])
  const caption = paragraph?.parent?.name === "Document" && captionIn(text)
  if (caption) return made("figure", caption.from)
  const sign = paragraph && TOLD.test(text) ? told(state, paragraph, from) : 0
  return made("text", sign, text.slice(0, sign).trim())
}

/** The length of the sign before an answer, or before the title of a table. */
function told(state: EditorState, paragraph: SyntaxNode, from: number): number {
  let length = 0
  readParagraph(state, paragraph, (_what, at, sign) => {
    if (at === from) length = sign
  })
  return length
}

function inCode({ doc }: EditorState, code: SyntaxNode, from: number, to: number): Kind {
  if (code.from >= from && code.from <= to) return "start"
  const last = code.lastChild
  const isEnd = last?.name === "CodeMark" && last.from >= from && last.from <= doc.lineAt(from).to
  return isEnd ? "end" : "code"
}

export const lineOf = (state: EditorState, at: number): Line => lineAt(state, state.doc.lineAt(at).number)

/** The line before or after; undefined at the ends of the note. */
export const next = (state: EditorState, { number }: Line, way: 1 | -1 = 1): Line | undefined =>
  number + way >= 1 && number + way <= state.doc.lines ? lineAt(state, number + way) : undefined

const EDGES: ReadonlySet<Kind> = new Set(["open", "close", "start", "end"])
const SAID: ReadonlySet<Kind> = new Set(["text", "heading", "item", "footnote", "blank", "code"])
/** Whether a line is a fence. */
export const isEdge = ({ kind }: Block): boolean => EDGES.has(kind)
/** Whether a line begins an object, and may say its title. */
export const isOpening = ({ kind }: Block): boolean => kind === "open" || kind === "start"
/** Whether a line holds words of its own that are no cell. */
export const isSaid = ({ kind }: Block): boolean => SAID.has(kind)
/** Where the words of a line end: before what stands behind a caption. */
export const tailOf = ({ kind, from, to, text }: Line): number =>
  kind === "figure" ? from + (captionIn(text)?.to ?? text.length) : to
/** Whether only spaces stand before `at` in what a line says. */
export const isHead = ({ head, from, text }: Line, at: number): boolean =>
  at >= head && !text.slice(head - from, at - from).trim()
/** The depth of a quotation. */
export const quoted = ({ quote }: Block): number => quote.split(">").length
/** What a line says, without its marks. */
export const saidIn = ({ text, from, head }: Line): string => text.slice(head - from)
