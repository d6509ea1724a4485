/** Decorations of the visible Markdown: sizes and faces as on paper, marks hidden. */
import type { Range } from "@codemirror/state"
import { Decoration, type DecorationSet, type EditorView } from "@codemirror/view"
import type { SyntaxNode, SyntaxNodeRef, Tree } from "@lezer/common"
import { around } from "../text/around.ts"
import { FACES } from "../text/faces.ts"
import { captionIn, imageIn, isFigure } from "../text/figures.ts"
import { addressOf, isInline, LINKS, urlOf } from "../text/links.ts"
import { isMark } from "../text/marks.ts"
import { t } from "../words.ts"
import { runAt } from "./blank.ts"
import { paintBoxes } from "./boxes.ts"
import { FENCE } from "./fences.ts"
import { Ordinals } from "./numbers.ts"
import { readParagraph } from "./paragraphs.ts"
import { inlinePicture } from "./pictures.ts"
import { listSign, taskBox } from "./widgets.ts"

const hidden = Decoration.replace({})
const line = (name: string, attributes: Record<string, string> = {}) =>
  Decoration.line({ class: name, attributes })
/** Between two blocks there is nothing to read. */
const gap = line("lp-gap", { "aria-hidden": "true" })
/** A paragraph without words, above what it will be parted from. */
const unparted = line("lp-empty")

const LINES: Record<string, Decoration> = {
  Blockquote: line("lp-quote"),
  FencedCode: line("lp-code"),
  CodeBlock: line("lp-code"),
  HorizontalRule: line("lp-rule"),
  CalloutFence: line("lp-fence"),
  Table: line("lp-table"),
  TableHeader: line("lp-table-head"),
}
for (const level of [1, 2, 3, 4, 5, 6]) {
  const heading = line(`lp-h lp-h${level}`, { role: "heading", "aria-level": String(level) })
  LINES[`ATXHeading${level}`] = heading
  LINES[`SetextHeading${level}`] = heading
}
const link = Decoration.mark({ class: "lp-link", attributes: { role: "link" } })
const SPANS: Record<string, Decoration> = {
  StrongEmphasis: Decoration.mark({ tagName: "strong" }),
  Emphasis: Decoration.mark({ tagName: "em" }),
  Strikethrough: Decoration.mark({ tagName: "s" }),
  InlineCode: Decoration.mark({ tagName: "code" }),
}
const toCheck = Decoration.mark({ class: "lp-check" })
/** The call of a footnote, and the name before its text. */
const call = Decoration.mark({ class: "lp-call" })
const caption = line("lp-caption")
const chosen = line("lp-caption lp-chosen")
const empty = () => line("lp-uncaptioned", { "data-label": t("picture.caption") })
const PARAGRAPHS = { title: line("lp-title"), question: line("lp-asked"), answer: line("lp-answer") }
/** A line of its own where a page of the paper begins. */
const BREAK = /^ {0,3}\\(newpage|pagebreak)\s*$/
/** Hidden: what they mark is shown as it prints. */
const INLINE_MARKS = new Set([
  "EmphasisMark",
  "StrikethroughMark",
  "CodeMark",
  "LinkMark",
  "URL",
  "LinkTitle",
  "LinkLabel",
])

/** What is in sight, as `tree` has it. */
export function decorate(view: EditorView, tree: Tree): DecorationSet {
  const out: Range<Decoration>[] = []
  const painter = new Painter(view, out)
  for (const { from, to } of view.visibleRanges) {
    // Nothing is drawn in what a picture stands for.
    tree.iterate({ from, to, enter: node => painter.paint(node, from, to) })
    painter.paintGaps(from, to)
    paintBoxes(view.state, tree, from, to, out)
  }
  return Decoration.set(out, true)
}

class Painter {
  readonly view: EditorView
  readonly out: Range<Decoration>[]

  /** Whether the caret is to be seen at all: without it every mark is hidden. */
  readonly #hasCaret: boolean
  readonly #ordinals: Ordinals

  constructor(view: EditorView, out: Range<Decoration>[]) {
    this.view = view
    this.#hasCaret = view.hasFocus && !view.state.readOnly
    this.#ordinals = new Ordinals(view.state.doc)
    this.out = out
  }

  /** False where what is in the node is not to be painted. */
  paint(node: SyntaxNodeRef, from: number, to: number): boolean {
    if (node.name === "Image" && this.#image(node.node)) return false
    const whole = LINES[node.name]
    if (whole && !(node.name.startsWith("Table") && isGrid(node.node)))
      this.#lines(whole, Math.max(node.from, from), Math.min(node.to, to))
    if (LINKS.has(node.name)) this.#link(node.node)
    const span = SPANS[node.name]
    if (span && node.to > node.from) this.#add(span, node)
    const face = this.#isOfWords(node) ? undefined : FACES[node.name]
    if (face && node.to > node.from) this.#add(face, node)
    if (node.name === "HeaderMark" || node.name === "QuoteMark") this.#lineMark(node)
    else if (node.name === "FencedCode") this.#fences(node.node)
    else if (node.name === "HorizontalRule") this.#hide(node.from, node.to)
    else if (INLINE_MARKS.has(node.name)) this.#inlineMark(node.node)
    else if (node.name === "Escape") this.#hide(node.from, node.from + 1)
    else if (node.name === "ListMark") this.#listMark(node.node)
    else if (node.name === "Paragraph") this.#paragraph(node.node)
    return true
  }

  /** A caption is the line of its picture; among words a picture is one of them. */
  #image(node: SyntaxNode): boolean {
    const { state } = this.view
    const place = imageIn(state, node)
    if (place) this.out.push(inlinePicture(state, node, this.#isChosen(place)).range(place.from, place.to))
    else if (isFigure(state, node)) this.#figure(state.doc.lineAt(node.from))
    return place !== undefined
  }

  #isChosen({ from, to }: { from: number; to: number }): boolean {
    const { main } = this.view.state.selection
    return this.#hasCaret && main.from === from && main.to === to
  }

  #figure({ from, to, text }: { from: number; to: number; text: string }): void {
    const { from: start, to: end } = captionIn(text) ?? { from: 0, to: 0 }
    this.out.push((this.#isChosen({ from, to }) ? chosen : caption).range(from))
    if (start === end) this.out.push(empty().range(from))
    this.#add(hidden, { from, to: from + start })
    this.#add(hidden, { from: from + end, to })
  }

  /** The blank line between two blocks is a gap, as on the page, not a full line. */
  paintGaps(from: number, to: number): void {
    const { state } = this.view
    const { doc } = state
    for (let n = doc.lineAt(from).number; n <= doc.lines && doc.line(n).from <= to; n += 1) {
      const row = doc.line(n)
      if (BREAK.test(row.text)) this.#pageBreak(row)
      const run = runAt(state, n)
      if (!run) continue
      for (; n <= run.last; n += 1) {
        const look = n === run.gap ? gap : run.isBelow || n < run.last ? unparted : undefined
        if (look) this.out.push(look.range(doc.line(n).from))
      }
      n = run.last
    }
  }

  #pageBreak({ from, to }: { from: number; to: number }): void {
    this.out.push(line("lp-break", { "data-label": t("blocks.pagebreak") }).range(from))
    this.#hide(from, to)
  }

  /** The signs of code and charts, up to the title. */
  #fences(node: SyntaxNode): void {
    const { doc } = this.view.state
    const [first, last] = [doc.lineAt(node.from), node.lastChild]
    if (last?.name !== "CodeMark" || last.from <= first.to) return
    this.#hide(node.from, node.from + (FENCE.exec(doc.sliceString(node.from, first.to))?.[0].length ?? 0))
    this.#hide(last.from, last.to)
  }

  #paragraph(node: SyntaxNode): void {
    readParagraph(this.view.state, node, (what, at, length) => {
      this.out.push(PARAGRAPHS[what].range(at))
      if (length) this.#add(hidden, { from: at, to: at + length })
    })
  }

  #add(decoration: Decoration, { from, to }: { from: number; to: number }): void {
    this.out.push(decoration.range(from, to))
  }

  #lines(decoration: Decoration, from: number, to: number): void {
    const { doc } = this.view.state
    for (let at = from; at <= to; at = doc.lineAt(at).to + 1)
      this.out.push(decoration.range(doc.lineAt(at).from))
  }

  /** Brackets alone lead nowhere: they are a mark to check, or just brackets. */
  #link(node: SyntaxNode): void {
    const { state } = this.view
    const label = node.getChild("LinkLabel")
    // The call of a footnote behind brackets is no address of theirs.
    const isCalled = label && state.sliceDoc(label.from, label.from + 2) === "[^"
    const to = isCalled ? label.from : node.to
    const said = state.sliceDoc(node.from, to)
    const span = addressOf(state, node) ? link : said.startsWith("[^") ? call : isMark(said) && toCheck
    if (span) this.#add(span, { from: node.from, to })
  }

  /** Whether it belongs to brackets that are no link, as `[sic]`. */
  #isOfWords({ node: { parent } }: SyntaxNodeRef): boolean {
    return parent?.name === "Link" && !isInline(parent) && !addressOf(this.view.state, parent)
  }

  #touches(from: number, to: number): boolean {
    const { ranges } = this.view.state.selection
    return this.#hasCaret && ranges.some(range => range.from <= to && range.to >= from)
  }

  #touchesLine(at: number): boolean {
    const { from, to } = this.view.state.doc.lineAt(at)
    return this.#touches(from, to)
  }

  #hide(from: number, to: number): void {
    if (to > from && to <= this.view.state.doc.lineAt(from).to) this.out.push(hidden.range(from, to))
  }

  #lineMark(node: SyntaxNodeRef): void {
    const isSpaced = this.view.state.sliceDoc(node.to, node.to + 1) === " "
    // The line under a heading of the older form is its own only where the caret is not.
    const isOld = node.node.parent?.name.startsWith("Setext") === true
    if (!(isOld && this.#touchesLine(node.from))) this.#hide(node.from, isSpaced ? node.to + 1 : node.to)
  }

  #inlineMark(node: SyntaxNode): void {
    const { parent } = node
    if (!parent || parent.name === "FencedCode" || parent.name === "LinkReference") return
    if (node.name === "URL" && urlOf(parent)?.from !== node.from) return
    const isCall = parent.name === "Link" && this.view.state.sliceDoc(parent.from, parent.from + 2) === "[^"
    if (this.#isOfWords(node) && !isCall) return
    if (parent.name === "Image") return
    const signs = isCall && node.from === parent.from ? 2 : node.to - node.from
    this.#hide(node.from, node.from + signs)
  }

  #listMark(node: SyntaxNode): void {
    const item = node.parent
    if (!item) return
    const { doc } = this.view.state
    const start = doc.lineAt(node.from)
    const depth = Math.min(around(item, "ListItem"), 3)
    this.out.push(line(`lp-item lp-item${depth}`).range(start.from))
    const box = item.getChild("Task")?.getChild("TaskMarker")
    // It may stand on the line under the mark of its item.
    if (box && box.to <= start.to) {
      const isDone = /x/i.test(doc.sliceString(box.from, box.to))
      const label = doc.sliceString(box.to + 1, start.to)
      this.out.push(taskBox(isDone, label).range(node.from, box.to))
      return
    }
    const { name } = item.parent as SyntaxNode
    const level = around(item, name) - 1
    const sign =
      name === "OrderedList" ? this.#ordinals.signOf(item, level) : ("–•◦"[Math.min(level, 2)] as string)
    this.#add(listSign(sign), { from: node.from, to: Math.min(node.to, start.to) })
  }
}

/** Whether web/src/preview/tables.ts shows this table, or its head. */
const isGrid = ({ name, parent }: SyntaxNode) =>
  (name === "Table" ? parent : parent?.parent)?.name === "Document"
