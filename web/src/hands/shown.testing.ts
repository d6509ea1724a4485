/** Blocks of a text as a model has them, and as two of them are compared. */
import { type Block, isParagraph } from "./blocks.testing.ts"
import { type Read, read } from "./reader.testing.ts"

/** Blank lines beyond the first between two blocks are paragraphs that say nothing. */
export function withEmpty(all: readonly Read[], text: string): Read[] {
  return all.flatMap((one, index) => {
    const before = all[index - 1]
    if (!before || before.to >= one.from) return [one]
    const between = text.slice(before.to, one.from)
    const [fence, opening] = [between.search(/^:::/m), between.search(/^::: /m)]
    const gaps = [...between.matchAll(/\n(?=[ \t>]*\n)/g)].slice(1)
    const empty = gaps.map(({ index: gap }) => {
      const at = before.to + gap + 1
      const behind = gap < opening ? "" : one.box
      const box = fence >= 0 ? (gap < fence ? before.box : behind) : before.box === one.box ? one.box : ""
      const within = box === before.box ? before.within : one.within
      const kind = text[at] === ">" ? "q/p" : "p"
      return { kind, text: "", places: [[at]], box, within, told: "" as const, isOn: false, from: at, to: at }
    })
    return [...empty, one]
  })
}

/** The blocks of a text as the model has them. */
export function modelOf(reads: readonly Read[]): Block[] {
  const boxes = new Map<string, number>()
  let [count, object, last, end] = [0, 0, "", 0]
  return reads.map(({ kind, text, box, within, told, isOn, from, to }, index) => {
    const isCode = kind.startsWith("code-")
    const isOwn = kind.endsWith("table") || kind === "figure" || isCode
    const key = isOwn ? `${kind}${isCode ? "" : index}` : box && `${box}${within}`
    // Two charts that follow each other are two; the words of a box are one object, whatever stands between them.
    const known = isOwn ? undefined : boxes.get(key)
    if (known !== undefined) object = known
    else if (key && (key !== last || (isCode && from > end + 1))) {
      count += 1
      object = count
      if (!isOwn) boxes.set(key, object)
    }
    last = key
    end = to
    return { kind, text, object: key ? object : 0, box, within, told, isOn }
  })
}

const isSeen = ({ kind, text }: Block) =>
  text.trim() !== "" || !(/^(q\/)?(p|in\d)$/.test(kind) || kind.startsWith("code-") || kind === "note")

/** Whether a block is a further line of the paragraph above. */
const isGoingOn = (own: Block, above: Block | undefined) =>
  own.isOn &&
  !own.told &&
  above?.told === "" &&
  above.kind === own.kind &&
  above.box === own.box &&
  isParagraph(own.kind) &&
  above.text.trim() !== ""

/** Blocks to compare: spaces and paragraphs that say nothing are left out, and `+` goes on with the line above. */
export const shownBy = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((own, index) =>
    isSeen(own)
      ? [
          `${own.box}|${isGoingOn(own, blocks[index - 1]) ? "+" : ""}${own.kind}|${own.text.replace(/\s+/g, "")}`,
        ]
      : [],
  )

export const shownOf = (text: string): string[] => shownBy(modelOf(read(text)))

/** Notes of which the model does not know what a blank line in them belongs to. */
export const isIndented = ({ kind, from }: Read, text: string) =>
  /(?:^|\/)p$/.test(kind) &&
  /^(?:> ?)* +$|^ +/.test(text.slice(text.lastIndexOf("\n", from - 1) + 1, from).replace(/^(?:> ?)+/, ""))

export const isBlind = (text: string) =>
  /(?:^|\n)(?!>)[^\n]*\n> *(?=\n|$)|(?:^|\n)> *(?:\n(?!>)|$)|^> *\n/.test(text) ||
  /\S +(?=\n|$)/.test(text.replace(/^ *(?:> ?)* *(?:(?:[-*+]|\d+\.)(?: \[[ x]\])?|#+)? *$/gm, "")) ||
  /\S +\]\(image/.test(text) ||
  /(?:^|\n) (?=\S)|(?:^|\n)(?:> )*#+ {2}/.test(text) ||
  /(?:^|\n)(?:> )+ (?! *(?:[-*+]|\d+\.) )/.test(text) ||
  /(?:^|\n)::: \w+\n *\n|\n *\n:::(?=\n|$)|(?:^|\n)```[^\n]*\n\n|\n\n```(?=\n|$)/.test(text)
