/** Moves the blocks of a selection over the block above or below, never into it or out of their box. */
import { ChangeSet, type EditorState, type Text } from "@codemirror/state"
import type { SyntaxNode } from "@lezer/common"
import { chosenLines } from "./indent.ts"
import { wholeTree } from "./outline.ts"
import { type Lines, swap } from "./swap.ts"

interface Block extends Lines {
  /** The name of its node; "Box" for one with its fences. */
  readonly name: string
  /** The blocks of a box. */
  readonly inside?: readonly Block[]
}

const BEGINS_BOX = /^\s*:+\s*[^\s:]/
const isFence = ({ name }: Block) => name === "CalloutFence"
const holds = ({ first, last }: Lines, number: number) => number >= first && number <= last

/** The blocks right under the document, boxes as one. */
function blocksOf(state: EditorState): readonly Block[] {
  const { doc } = state
  const all: Block[] = []
  let fence = -1
  for (let node: SyntaxNode | null = wholeTree(state).topNode.firstChild; node; node = node.nextSibling) {
    const [first, last] = [doc.lineAt(node.from).number, doc.lineAt(node.to).number]
    all.push({ name: node.name, first, last: Math.max(first, last) })
    if (node.name !== "CalloutFence") continue
    if (BEGINS_BOX.test(doc.line(first).text)) fence = fence < 0 ? all.length - 1 : fence
    else if (fence >= 0) {
      const inside = all.splice(fence)
      all.push({ name: "Box", first: inside[0]?.first ?? first, last, inside: inside.slice(1, -1) })
      fence = -1
    }
  }
  return all
}

/** The changes; none where the blocks stay. */
export function movedBlocks(state: EditorState, isUp: boolean): ChangeSet {
  const { doc } = state
  const none = ChangeSet.empty(doc.length)
  const chosen = chosenLines(state)
  const [first, last] = [chosen[0]?.number ?? 1, chosen.at(-1)?.number ?? 1]
  let blocks = blocksOf(state)
  const box = blocks.find(({ inside, first: top, last: end }) => inside && first > top && last < end)
  blocks = box?.inside ?? blocks
  const from = blocks.findIndex(block => holds(block, first))
  const to = blocks.findIndex(block => holds(block, last))
  const [start, end] = [blocks[from], blocks[to]]
  if (!start || !end || blocks.slice(from, to + 1).some(isFence)) return none
  const inner = from === to ? within(doc, start, { first, last }, isUp) : undefined
  if (inner) return inner === "stays" ? none : ChangeSet.of(inner, doc.length)
  const isPart = from === to && start.name === "Paragraph"
  const run = isPart ? { first, last } : { first: start.first, last: end.last }
  const other = blocks[isUp ? from - 1 : to + 1]
  if (!other || isFence(other)) return none
  return ChangeSet.of(exchanged(doc, run, other, isUp, { blocks, from, to }), doc.length)
}

/** Lines of a block that move inside of it: those of a paragraph, and those of code, which never leave it. */
function within(doc: Text, block: Block, { first, last }: Lines, isUp: boolean) {
  const isCode = block.name === "FencedCode"
  if (!isCode && block.name !== "Paragraph") return undefined
  // The fences of code move it as a whole.
  if (isCode && (first === block.first || last === block.last)) return undefined
  const edge = isCode ? 1 : 0
  const at = isUp ? first - 1 : last + 1
  if (at < block.first + edge || at > block.last - edge) return isCode ? "stays" : undefined
  const [run, other] = [
    { first, last },
    { first: at, last: at },
  ]
  return isUp ? swap(doc, other, run, "below") : swap(doc, run, other, "above")
}

/** A blank line between two blocks, where there was none and one would run into the other. */
function exchanged(
  doc: Text,
  run: Lines,
  other: Block,
  isUp: boolean,
  { blocks, from, to }: { blocks: readonly Block[]; from: number; to: number },
) {
  const [above, below] = isUp ? [other, run] : [run, other]
  const isHead = (number: number) => /^ {0,3}#{1,6}(?:[ \t]|$)/.test(doc.line(number).text)
  const meet = (one: Lines, next: Lines) => (isHead(one.last) || isHead(next.first) ? "\n" : "\n\n")
  const now = doc.sliceString(doc.line(above.last).to, doc.line(below.first).from)
  const gap = now.split("\n").length > 2 ? now : meet(below, above)
  const changes = swap(doc, above, below, isUp ? "below" : "above", gap)
  // What stands before and behind the two keeps its distance.
  const [before, behind] = [blocks[(isUp ? from - 1 : from) - 1], blocks[(isUp ? to : to + 1) + 1]]
  const part = blocks[isUp ? from : to] as Block
  const isCut = { above: !isUp && part.first < run.first, below: isUp && part.last > run.last }
  const ahead = isCut.above ? { first: part.first, last: run.first - 1 } : before
  const after = isCut.below ? { first: run.last + 1, last: part.last } : behind
  if (ahead && ahead.last === above.first - 1 && meet(ahead, below) === "\n\n")
    changes.unshift({ from: doc.line(above.first).from, insert: "\n" })
  if (after && after.first === below.last + 1 && meet(above, after) === "\n\n")
    changes.push({ from: doc.line(below.last).to, insert: "\n" })
  return changes
}
