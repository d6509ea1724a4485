/** Blocks of a note for the model of gestures: their kinds, their levels, and which of them stand together. */

export interface Block {
  kind: string
  text: string
  /** The object that holds it; 0 is none. */
  object: number
  /** The kind of the box around it, and its number. */
  box: string
  within: number
  /** Whether it is an answer, or the title of a table. */
  told: "" | "answer" | "title"
  /** Whether it is a further line of the paragraph above. */
  isOn: boolean
}

export interface Place {
  readonly block: number
  readonly at: number
}

/** A picture among words. */
export const PICTURE = "\u{fffc}"
export const isItem = (kind: string) => /^(q\/)?(ul|ol|taskx?)\d$/.test(kind)
export const levelOf = (kind: string) => Number(kind.at(-1))
export const bare = (kind: string) => kind.replace(/\d$/, "")
export const isCode = (kind: string) => kind.startsWith("code-")
/** Whether it is a row of a chart, a label and a value. */
export const isRow = ({ kind, text }: Block) => kind === "code-graphique" && text.includes(";")
export const saysNothing = (block: Block) => !block.text.replace(isRow(block) ? ";" : "", "").trim()
export const quote = (kind: string) => (kind.startsWith("q/") ? "q/" : "")
export const NOWHERE: Block = { kind: "", text: "", object: 0, box: "", within: 0, told: "", isOn: false }
/** Whether both stand in one box: a chart in it is an object of its own. */
export const isOfBox = (one: Block, other: Block) =>
  one.box !== "" && one.box === other.box && one.within === other.within
export const isParagraph = (kind: string) => /^(q\/)?p$/.test(kind)
/** A paragraph in an item, or a line that goes on with it. */
export const isWithin = (kind: string) => /^(q\/)?in\d$/.test(kind)
/** Whether it stands in a box as its words do: pictures, charts and tables in one are objects of their own. */
export const isPlain = ({ kind }: Block) => !isCode(kind) && kind !== "figure" && !kind.endsWith("table")

/** An object that no block is of. */
export const otherThan = (blocks: readonly Block[]): number =>
  Math.max(0, ...blocks.map(one => one.object)) + 1

/** The box that holds an object. */
export function boxOf(blocks: readonly Block[], { box, within }: Block): Block {
  const other = blocks.find(one => one.box === box && one.within === within && isPlain(one))
  return box ? { ...NOWHERE, box, within, object: other?.object ?? otherThan(blocks) } : NOWHERE
}

/** What blocks come to after a gesture, with the place of the caret. */
export function settled(blocks: Block[], caret: Place): Place {
  let place = pullUp(blocks, caret)
  place = figured(blocks, place)
  part(blocks)
  level(blocks, place)
  tell(blocks)
  return figured(blocks, place)
}

/** A picture that has come to stand alone in its paragraph. */
function figured(blocks: readonly Block[], place: Place): Place {
  let found = place
  for (const [index, block] of blocks.entries()) {
    if (block.kind !== "p" || block.told || block.text.trim() !== PICTURE) continue
    Object.assign(block, { kind: "figure", text: "", object: otherThan(blocks) })
    if (place.block === index) found = { block: index, at: 0 }
  }
  return found
}

/** What stands under a paragraph without words, or under no paragraph, begins another one. */
function part(blocks: readonly Block[]): void {
  for (const [index, block] of blocks.entries()) {
    const above = blocks[index - 1]
    const isSoft = above?.isOn && !above.text
    const isApart = above?.object !== block.object || /figure|table|atom|^(?:q\/)?h/.test(above.kind)
    const isUnderItem = above !== undefined && isItem(above.kind) && isParagraph(block.kind)
    if (!above || (!above.text && !isSoft) || isApart || isUnderItem) block.isOn = false
  }
}

/** The first line of an item that says nothing is the next one. */
function pullUp(blocks: Block[], caret: Place): Place {
  let place = caret
  for (let index = 0; index < blocks.length - 1; index += 1) {
    const own = blocks[index]
    let other = index + 1
    while (blocks[other]?.kind === "p" && !blocks[other]?.text) other += 1
    const next = blocks[other]
    if (!own || !next) return place
    const isNext =
      isItem(own.kind) && !own.text && isWithin(next.kind) && levelOf(own.kind) === levelOf(next.kind)
    if (!isNext || own.object !== next.object) continue
    own.text = next.text
    blocks.splice(index + 1, other - index)
    if (place.block > index) place = { ...place, block: place.block - (other - index) }
  }
  return place
}

/** No item stands more than a level deeper than the one above. */
function level(blocks: readonly Block[], caret: Place): void {
  let stack: number[] = []
  let group = ""
  let object = 0
  for (const [index, block] of blocks.entries()) {
    const above = blocks[index - 1]
    // Behind an item that says nothing, a paragraph for the caret ends it: CommonMark cannot say otherwise.
    const isPlace = isParagraph(block.kind) && !block.text && index === caret.block
    if (isPlace && above && isItem(above.kind) && !above.text) stack.pop()
    if (block.object !== object) stack = []
    object = block.object
    if (isWithin(block.kind)) {
      if (`${block.object}${quote(block.kind)}` !== group) stack = []
      while (stack.length > 0 && (stack.at(-1) ?? 0) > levelOf(block.kind)) stack.pop()
      block.kind = stack.length > 0 ? `${quote(block.kind)}in${stack.length - 1}` : `${quote(block.kind)}p`
      continue
    }
    if (!isItem(block.kind)) {
      const isOther = `${block.object}${quote(block.kind)}` !== group
      if (block.text || isOther || !isParagraph(block.kind)) stack = []
      continue
    }
    const now = `${block.object}${quote(block.kind)}`
    if (now !== group) stack = []
    group = now
    const own = levelOf(block.kind)
    while (stack.length > 0 && (stack.at(-1) ?? 0) >= own) stack.pop()
    block.kind = bare(block.kind) + stack.length
    stack.push(own)
  }
}

/** A title without words is one too. */
const isSilent = ({ text, told }: Block) => !text && !told

/** Titles stay such behind a table, and answers behind a question of one line: without it, all of them are paragraphs. */
function tell(blocks: readonly Block[]): void {
  let [isLost, isAnswered] = [false, false]
  for (const [index, block] of blocks.entries()) {
    const above = blocks[index - 1]
    const isBeside = above !== undefined && (isOfBox(above, block) || (!above.box && !block.box))
    const isProse = isBeside && (above.kind === "figure" || (above.kind === "p" && !isSilent(above)))
    isAnswered = above?.told === "answer" || (isAnswered && above?.isOn === true)
    const isTold =
      block.told === "title"
        ? above?.kind === "table"
        : block.told === "answer" && !isLost && (isAnswered || (isProse && !above.isOn))
    isLost = block.told === "answer" && !isTold
    if (!isTold || block.kind !== "p") block.told = ""
  }
}

export interface Entry {
  readonly block: Block
  readonly index: number
}

/** Blocks with no edge of an object between them; a footnote is a run of its own. */
export function runsOf(entries: readonly Entry[]): Entry[][] {
  const runs: Entry[][] = []
  for (const entry of entries) {
    const run = runs.at(-1)
    const isNote = [entry, run?.at(-1)].some(one => one?.block.kind === "note")
    if (run?.[0] && !isNote && run[0].block.object === entry.block.object) run.push(entry)
    else runs.push([entry])
  }
  // Empty paragraphs behind an edge stay.
  for (const run of runs.slice(1))
    while (run.length > 1 && run[0]?.block.kind === "p" && !run[0].block.text) run.shift()
  return runs
}
