/** A model of a note under gestures: blocks with a kind, some of them in an object; no text of Markdown, no marks. */

export interface Block {
  kind: string
  text: string
  /** The object that holds it; 0 is none. */
  object: number
  /** The kind of the box around it, and its number. */
  box: string
  within: number
}

export interface Place {
  readonly block: number
  readonly at: number
}

/** A picture among words. */
const PICTURE = "\u{fffc}"
const isItem = (kind: string) => /^(q\/)?(ul|ol|taskx?)\d$/.test(kind)
const levelOf = (kind: string) => Number(kind.at(-1))
const bare = (kind: string) => kind.replace(/\d$/, "")
const isCode = (kind: string) => kind.startsWith("code-")
const quote = (kind: string) => (kind.startsWith("q/") ? "q/" : "")
const NOWHERE: Block = { kind: "", text: "", object: 0, box: "", within: 0 }
/** Whether both stand in one box: a chart in it is an object of its own. */
const isOfBox = (one: Block, other: Block) =>
  one.box !== "" && one.box === other.box && one.within === other.within
const isParagraph = (kind: string) => /^(q\/)?p$/.test(kind)
/** A paragraph in an item, or a line that goes on with it. */
const isWithin = (kind: string) => /^(q\/)?in\d$/.test(kind)

export class Model {
  blocks: Block[]
  caret: Place
  /** Whether the object of the caret is chosen, whole. */
  isChosen = false

  constructor(blocks: readonly Block[], caret: Place) {
    this.blocks = blocks.map(block => ({ ...block }))
    this.caret = caret
  }

  #at(block: number): Block {
    const found = this.blocks[block]
    if (!found) throw new Error(`expected a block ${block} of ${this.blocks.length}`)
    return found
  }

  #isSame(one: number, other: number): boolean {
    const [a, b] = [this.blocks[one], this.blocks[other]]
    return a !== undefined && b !== undefined && a.object === b.object
  }

  /** An object that no block is of. */
  #other(): number {
    return Math.max(...this.blocks.map(one => one.object)) + 1
  }

  /** The first line of an item that says nothing is the next one. */
  #pullUp(): void {
    for (let index = 0; index < this.blocks.length - 1; index += 1) {
      const own = this.#at(index)
      let other = index + 1
      while (this.blocks[other]?.kind === "p" && !this.blocks[other]?.text) other += 1
      const next = this.blocks[other]
      if (!next) return
      const isNext =
        isItem(own.kind) && !own.text && isWithin(next.kind) && levelOf(own.kind) === levelOf(next.kind)
      if (!isNext || !this.#isSame(index, other)) continue
      own.text = next.text
      this.blocks.splice(index + 1, other - index)
      if (this.caret.block > index) this.caret = { ...this.caret, block: this.caret.block - (other - index) }
    }
  }

  /** No item stands more than a level deeper than the one above. */
  level(): void {
    this.#pullUp()
    for (const [index, block] of this.blocks.entries()) {
      if (block.kind !== "p" || block.text.trim() !== PICTURE) continue
      Object.assign(block, { kind: "figure", text: "", object: this.#other() })
      if (this.caret.block === index) this.caret = { block: index, at: 0 }
    }
    let stack: number[] = []
    let group = ""
    let object = 0
    for (const [index, block] of this.blocks.entries()) {
      const above = this.blocks[index - 1]
      // Behind an item that says nothing, a paragraph for the caret ends it: CommonMark cannot say otherwise.
      const isPlace = isParagraph(block.kind) && !block.text && index === this.caret.block
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

  /** The first and the last block of the object of a block; of a box, what it holds too. */
  #object(block: number): readonly [number, number] {
    const own = this.#at(block)
    const isOwn = ({ object, box, within }: Block) =>
      object === own.object || (this.#isBox && own.box !== "" && box === own.box && within === own.within)
    return [this.blocks.findIndex(isOwn), this.blocks.findLastIndex(isOwn)]
  }
  #isBox = false

  choose(block: number, isBox = false): void {
    this.caret = { block, at: 0 }
    this.isChosen = true
    this.#isBox = isBox
  }

  /** What is chosen goes, and a paragraph for the caret is left. */
  drop(): boolean {
    if (!this.isChosen) return false
    const { block } = this.caret
    const [first, last] = this.#object(block)
    const isOf = !this.#isBox
    const own = this.#at(block)
    this.isChosen = false
    const around = isOf ? this.#around(own) : NOWHERE
    this.blocks.splice(first, last - first + 1, { ...around, kind: "p", text: "" })
    this.caret = { block: first, at: 0 }
    return true
  }

  /** The box that holds an object. */
  #around({ box, within, object }: Block): Block {
    const other = this.blocks.find(one => one.box === box && one.within === within && one.object !== object)
    return box ? { ...NOWHERE, box, within, object: other?.object ?? this.#other() } : NOWHERE
  }

  /** A paragraph under what is chosen. */
  under(): void {
    if (!this.isChosen) return
    const { block } = this.caret
    const [, last] = this.#object(block)
    const around = this.#isBox ? NOWHERE : this.#around(this.#at(block))
    this.isChosen = false
    this.blocks.splice(last + 1, 0, { ...around, kind: "p", text: "" })
    this.caret = { block: last + 1, at: 0 }
  }

  backspace(): void {
    if (this.drop()) return
    const { block, at } = this.caret
    const own = this.#at(block)
    const before = this.blocks[block - 1]
    if (at > 0) {
      own.text = own.text.slice(0, at - 1) + own.text.slice(at)
      this.caret = { block, at: at - 1 }
    } else if (own.kind === "note") return
    else if (own.kind === "figure") this.choose(block)
    else if (/^(q\/)?h\d$/.test(own.kind)) own.kind = `${quote(own.kind)}p`
    else if (isItem(own.kind))
      own.kind = levelOf(own.kind) > 0 ? bare(own.kind) + (levelOf(own.kind) - 1) : `${quote(own.kind)}p`
    else if (quote(own.kind) && !(before && this.#isSame(block, block - 1) && quote(before.kind)))
      own.kind = own.kind.replace("q/", "").replace(/^in\d/, "p")
    else if (!before || !this.#isSame(block, block - 1)) this.#atWall(block)
    else if (before.kind === "atom") {
      this.blocks.splice(block - 1, 1)
      this.caret = { block: block - 1, at: 0 }
    } else this.#join(block - 1)
  }

  /** At the first place of an object, or of what stands behind one. */
  #atWall(block: number): void {
    const own = this.#at(block)
    const before = this.blocks[block - 1]
    const isBeside = [before, this.blocks[block + 1]].some(one => one && isOfBox(own, one))
    if (own.object && !own.text && !this.#isSame(block + 1, block) && !isBeside)
      Object.assign(own, { kind: "p", object: 0, box: "" })
    else if (before?.object && (!own.object || isOfBox(own, before))) this.#chooseBeside(block, block - 1)
  }

  /** From outside, a box is chosen whole; a table is gone into. */
  #chooseBeside(own: number, block: number): void {
    const other = this.#at(block)
    const isInside = isOfBox(this.#at(own), other)
    if (other.box && !isInside) this.choose(block, true)
    else if (other.kind.endsWith("table")) this.caret = { block, at: block < own ? other.text.length : 0 }
    else this.choose(block)
  }

  #join(block: number): void {
    const [own, next] = [this.#at(block), this.#at(block + 1)]
    this.caret = { block, at: own.text.length }
    const isPlace = own.kind === "p" || (own.kind === "q/p" && quote(next.kind) !== "")
    if (isPlace && !own.text) this.blocks.splice(block, 1)
    else {
      own.text += next.text
      this.blocks.splice(block + 1, 1)
    }
  }

  del(): void {
    if (this.drop()) return
    const { block, at } = this.caret
    const own = this.#at(block)
    const next = this.blocks[block + 1]
    if (at < own.text.length) own.text = own.text.slice(0, at) + own.text.slice(at + 1)
    else if (!next) return
    else if (!this.#isSame(block, block + 1)) {
      const isMet = next.object && (!own.object || isOfBox(own, next))
      const isMetByFigure = isOfBox(own, next)
        ? /^(?:figure|code-)/.test(next.kind)
        : !own.box && next.kind !== "table" && next.object > 0
      if (own.kind === "figure" ? isMetByFigure : isMet) this.#chooseBeside(block, block + 1)
    } else if (next.kind === "atom") this.blocks.splice(block + 1, 1)
    else if (next.kind !== "note") this.#join(block)
  }

  type(said: string): void {
    this.under()
    const { block, at } = this.caret
    const own = this.#at(block)
    own.text = own.text.slice(0, at) + said + own.text.slice(at)
    this.caret = { block, at: at + said.length }
  }

  #isWhole(block: number, from: Place, to: Place): boolean {
    const { object, kind } = this.#at(block)
    if (kind === "figure") return from.block < to.block
    if (kind === "table" || kind === "atom" || kind === "note") return block > from.block && block < to.block
    if (!object) return false
    const first = this.blocks.findIndex(one => one.object === object)
    const last = this.blocks.findLastIndex(one => one.object === object)
    return first > from.block && last < to.block
  }

  replace(one: Place, to: Place, said: string): void {
    const begun = this.#at(one.block)
    const isFigure = begun.kind === "figure" && one.block < to.block
    // A figure that goes with what follows it leaves its paragraph.
    if (isFigure) this.blocks[one.block] = { ...this.#around(begun), kind: "p", text: "" }
    const from = isFigure ? { ...one, at: 0 } : one
    this.caret = { block: from.block, at: from.at + said.length }
    const chosen = this.blocks.map((block, index) => ({ block, index })).slice(from.block, to.block + 1)
    const gone = new Set(
      chosen.filter(({ index }) => this.#isWhole(index, from, to)).map(({ block }) => block),
    )
    const rest = chosen.filter(({ block }) => !gone.has(block))
    const isOne =
      [...gone].every(({ kind }) => /^(?:atom|note|figure)$/.test(kind)) &&
      this.#at(to.block).kind !== "figure" &&
      rest.every(({ block }) => block.object === this.#at(from.block).object)
    if (isOne && !said && from.at === 0 && to.at === 0 && from.block < to.block) {
      this.blocks.splice(from.block, to.block - from.block)
      this.caret = { block: from.block, at: 0 }
      return
    }
    for (const [index, run] of runsOf(rest).entries()) {
      const [first, last] = [run[0], run.at(-1)]
      if (!first || !last) continue
      if (index > 0 && last.index !== to.block) {
        for (const { block } of run) gone.add(block)
        continue
      }
      if (index > 0 && to.at === 0) {
        for (const { block } of run.slice(0, -1)) if (block !== last.block) gone.add(block)
        continue
      }
      const head = first.block.text.slice(0, first.index === from.block ? from.at : 0)
      const tail = last.block.text.slice(last.index === to.block ? to.at : last.block.text.length)
      first.block.text = head + (index === 0 ? said : "") + tail
      for (const { block } of run.slice(1)) gone.add(block)
    }
    this.blocks = this.blocks.filter(block => !gone.has(block))
  }

  enter(): void {
    if (this.isChosen) {
      this.under()
      return
    }
    const { block, at } = this.caret
    const own = this.#at(block)
    const rest = own.text.slice(at)
    const isSilent = !own.text.trim()
    if (isItem(own.kind) && isSilent)
      own.kind = levelOf(own.kind) > 0 ? bare(own.kind) + (levelOf(own.kind) - 1) : `${quote(own.kind)}p`
    else if (isItem(own.kind)) this.#put(own.kind.replace("taskx", "task"), rest)
    else if (/^(q\/)?h\d$/.test(own.kind)) this.#heading(rest)
    else if (quote(own.kind) && isSilent) own.kind = "p"
    else if (isWithin(own.kind)) this.#put(this.#itemAbove(block), rest)
    else if (own.kind === "note") this.#put("p", rest)
    else if (own.kind === "figure") this.#caption(rest)
    else if ((own.kind === "p" || isCode(own.kind)) && isSilent && own.object && this.#isLast(block))
      Object.assign(own, { kind: "p", object: 0, box: "" })
    else this.#put(own.kind, rest)
  }

  /** Whether a block ends an object, and is not alone in it. */
  #isLast = (block: number) =>
    (this.#isSame(block - 1, block) || isOfBox(this.#at(block), this.blocks[block - 1] ?? NOWHERE)) &&
    !this.#isSame(block + 1, block) &&
    !isOfBox(this.#at(block), this.blocks[block + 1] ?? NOWHERE)

  #itemAbove(block: number): string {
    const level = levelOf(this.#at(block).kind)
    const found = this.blocks.slice(0, block).findLast(({ kind }) => isItem(kind) && levelOf(kind) <= level)
    return found?.kind.replace("taskx", "task") ?? "p"
  }

  /** Under a picture, or above it from the head of its caption. */
  #caption(rest: string): void {
    const { block, at } = this.caret
    const own = this.#at(block)
    const around = { ...this.#around(own), kind: "p" }
    if (at === 0 && own.text) {
      this.blocks.splice(block, 0, { ...around, text: "" })
      this.caret = { block: block + 1, at: 0 }
      return
    }
    own.text = own.text.slice(0, at)
    this.blocks.splice(block + 1, 0, { ...around, text: rest })
    this.caret = { block: block + 1, at: 0 }
  }

  #heading(rest: string): void {
    const { block, at } = this.caret
    const own = this.#at(block)
    if (at > 0 || !own.text) {
      this.#put(rest ? own.kind : `${quote(own.kind)}p`, rest)
      return
    }
    this.blocks.splice(block, 0, { ...own, kind: `${quote(own.kind)}p`, text: "" })
    this.caret = { block: block + 1, at: 0 }
  }

  #put(kind: string, text: string): void {
    const { block, at } = this.caret
    const own = this.#at(block)
    own.text = own.text.slice(0, at)
    this.blocks.splice(block + 1, 0, { ...own, kind, text })
    this.caret = { block: block + 1, at: 0 }
  }

  /** Blocks in the middle of a paragraph, whose rest goes on behind them. */
  pasteBlocks(all: readonly Pick<Block, "kind" | "text">[]): void {
    const { block, at } = this.caret
    const own = this.#at(block)
    const rest = own.text.slice(at).trimStart()
    own.text = own.text.slice(0, at)
    const made = [...all, { kind: "p", text: rest }].map(one => ({ ...own, ...one }))
    this.blocks.splice(block + 1, 0, ...made)
    this.caret = { block: block + all.length, at: all.at(-1)?.text.length ?? 0 }
  }

  /** Lines of a chart beside the one of the caret. */
  pasteCells(rows: readonly string[]): void {
    const { block, at } = this.caret
    const own = this.#at(block)
    const made = rows.map(text => ({ ...own, text }))
    if (own.text.trim()) this.blocks.splice(at > 0 ? block + 1 : block, 0, ...made)
    else this.blocks.splice(block, 1, ...made)
  }

  /** A picture on a line of its own, behind the words before the caret. */
  pasteFigure(text: string): void {
    const { block, at } = this.caret
    const own = this.#at(block)
    const figure = { ...own, kind: "figure", text, object: this.#other() }
    const isWhole = own.kind === "figure"
    const rest = isWhole ? "" : own.text.slice(at)
    if (!isWhole) own.text = own.text.slice(0, at)
    this.blocks.splice(block + 1, 0, figure, ...(rest ? [{ ...own, kind: "p", text: rest.trimStart() }] : []))
    if (!own.text && !isWhole) this.blocks.splice(block, 1)
  }

  paste(rows: readonly string[]): void {
    const { block, at } = this.caret
    const own = this.#at(block)
    if (own.kind === "figure") {
      own.text = own.text.slice(0, at) + rows.join(" ") + own.text.slice(at)
      return
    }
    const rest = own.text.slice(at)
    const isAlike = isItem(own.kind) || quote(own.kind) !== "" || isCode(own.kind)
    const kind = isAlike ? own.kind.replace("taskx", "task").replace(/h\d$/, "p") : "p"
    own.text = own.text.slice(0, at) + (rows[0] ?? "")
    const more = rows.slice(1).map((text, index) => ({
      ...own,
      kind,
      text: index === rows.length - 2 ? text + rest : text,
    }))
    if (more.length === 0) own.text += rest
    this.blocks.splice(block + 1, 0, ...more)
    this.caret = { block: block + rows.length - 1, at: rows.at(-1)?.length ?? 0 }
  }
}

interface Entry {
  readonly block: Block
  readonly index: number
}

/** Blocks with no edge of an object between them; a footnote is a run of its own. */
function runsOf(entries: readonly Entry[]): Entry[][] {
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
