/** A model of a note under gestures: blocks with a kind, some of them in an object; no text of Markdown, no marks. */

import {
  type Block,
  bare,
  boxOf,
  isCode,
  isItem,
  isOfBox,
  isRow,
  isWithin,
  levelOf,
  NOWHERE,
  otherThan,
  type Place,
  quote,
  runsOf,
  saysNothing,
  settled,
} from "./blocks.testing.ts"
import { takenOff, turned, wrapped } from "./boxing.testing.ts"
import { entered, joined, pasted } from "./rows.testing.ts"

export class Model {
  blocks: Block[]
  caret: Place
  /** Whether the object of the caret is chosen, whole. */
  isChosen = false

  constructor(blocks: readonly Block[], caret: Place) {
    // Behind a page break another paragraph begins.
    this.blocks = blocks.map((block, index) => ({
      ...block,
      isOn: block.isOn && blocks[index - 1]?.kind !== "atom",
    }))
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

  level(): void {
    this.caret = settled(this.blocks, this.caret)
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
    const around = isOf ? boxOf(this.blocks, own) : NOWHERE
    this.blocks.splice(first, last - first + 1, { ...around, kind: "p", text: "" })
    this.caret = { block: first, at: 0 }
    return true
  }

  /** A paragraph under what is chosen. */
  under(): void {
    if (!this.isChosen) return
    const { block } = this.caret
    const [, last] = this.#object(block)
    const around = this.#isBox ? NOWHERE : boxOf(this.blocks, this.#at(block))
    this.isChosen = false
    this.blocks.splice(last + 1, 0, { ...around, kind: "p", text: "" })
    this.caret = { block: last + 1, at: 0 }
  }

  backspace(): void {
    if (this.drop()) return
    const { block, at } = this.caret
    const own = this.#at(block)
    const before = this.blocks[block - 1]
    if (isRow(own) && own.text[at - 1] === ";") return
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
    if (own.box && !isCode(own.kind) && !(before && isOfBox(own, before))) this.takeOff(block)
    else if (own.object && !own.text && !own.box && !this.#isSame(block + 1, block))
      Object.assign(own, { kind: "p", object: 0, box: "" })
    else if (before?.object && !isCode(own.kind) && (!own.object || isOfBox(own, before)))
      this.#chooseBeside(block, block - 1)
  }

  /** What a box holds are blocks of the text. */
  takeOff = (block: number): void => takenOff(this.blocks, this.#at(block))

  turn = (block: number, kind: string): void => turned(this.blocks, this.#at(block), kind)

  /** A box around blocks. */
  wrap = (first: number, last: number, kind: string): void => wrapped(this.blocks, first, last, kind)

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
    if (isRow(own) || isRow(next)) {
      this.caret = joined(this.blocks, block) ?? this.caret
      return
    }
    this.caret = { block, at: own.text.length }
    const isPlace = (own.kind === "p" && !own.told) || (own.kind === "q/p" && quote(next.kind) !== "")
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
    if (isRow(own) && own.text[at] === ";") return
    const next = this.blocks[block + 1]
    if (at < own.text.length) own.text = own.text.slice(0, at) + own.text.slice(at + 1)
    else if (!next) return
    else if (!this.#isSame(block, block + 1)) {
      const isMet = next.object && !isCode(own.kind) && (!own.object || isOfBox(own, next))
      const isMetByFigure = isOfBox(own, next)
        ? /^(?:figure|code-)/.test(next.kind)
        : !own.box && (next.kind !== "table" || next.box !== "") && next.object > 0
      if (own.kind === "figure" ? isMetByFigure : isMet) this.#chooseBeside(block, block + 1)
    } else if (next.kind === "atom") this.blocks.splice(block + 1, 1)
    else if (next.kind !== "note") this.#join(block)
  }

  type(said: string): void {
    if (this.isChosen) {
      this.under()
      this.level()
    }
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
    if (isFigure) this.blocks[one.block] = { ...boxOf(this.blocks, begun), kind: "p", text: "" }
    const from = isFigure ? { ...one, at: 0 } : one
    this.caret = { block: from.block, at: from.at + said.length }
    const chosen = this.blocks.map((block, index) => ({ block, index })).slice(from.block, to.block + 1)
    const gone = new Set(
      chosen.filter(({ index }) => this.#isWhole(index, from, to)).map(({ block }) => block),
    )
    const rest = chosen.filter(({ block }) => !gone.has(block))
    const isWholeBox = (one: Block) => one.box !== "" && !rest.some(({ block }) => isOfBox(one, block))
    const isOne =
      [...gone].every(one => /^(?:atom|note|figure)$/.test(one.kind) && !isWholeBox(one)) &&
      this.#at(to.block).kind !== "figure" &&
      rest.every(({ block }) => block.object === this.#at(from.block).object)
    if (isOne && !said && from.at === 0 && to.at === 0 && from.block < to.block) {
      this.#at(to.block).isOn &&= this.#at(from.block).isOn
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
      const put = index === 0 ? said : ""
      const isOfChart = isRow(first.block)
      // The sign between two cells stays, and so do two rows of which each keeps its own.
      const isApart = isOfChart && head.includes(";") && tail.includes(";")
      const sign = isOfChart && !head.includes(";") && !tail.includes(";") ? ";" : ""
      if (isApart) last.block.text = tail
      first.block.text = head + put + (isApart ? "" : sign + tail)
      for (const { block } of run.slice(1)) if (!isApart || block !== last.block) gone.add(block)
    }
    this.blocks = this.blocks.filter(block => !gone.has(block))
  }

  /** `isLine`: with Shift, a line of the same block. */
  enter(isLine = false): void {
    if (this.isChosen) {
      this.under()
      return
    }
    const { block, at } = this.caret
    const own = this.#at(block)
    const rest = own.text.slice(at)
    const isSilent = saysNothing(own)
    if (isItem(own.kind) && isLine) this.#put(`${quote(own.kind)}in${levelOf(own.kind)}`, rest, true)
    else if (isItem(own.kind) && isSilent)
      own.kind = levelOf(own.kind) > 0 ? bare(own.kind) + (levelOf(own.kind) - 1) : `${quote(own.kind)}p`
    else if (isItem(own.kind)) this.#put(own.kind.replace("taskx", "task"), rest)
    else if (/^(q\/)?h\d$/.test(own.kind)) this.#heading(rest)
    else if (quote(own.kind) && isSilent) own.kind = "p"
    else if (isWithin(own.kind)) this.#put(isLine ? own.kind : this.#itemAbove(block), rest, isLine)
    else if (own.kind === "note") this.#put("p", rest)
    else if (own.kind === "figure") this.#caption(rest)
    else if (isRow(own)) this.caret = entered(this.blocks, this.caret, isLine)
    else if ((own.kind === "p" || isCode(own.kind)) && isSilent && own.object && this.#isLast(block))
      Object.assign(own, isCode(own.kind) ? boxOf(this.blocks, own) : NOWHERE, { kind: "p" })
    else this.#put(own.kind, rest, isLine && own.text.trim() !== "")
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
    const around = { ...boxOf(this.blocks, own), kind: "p" }
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

  #put(kind: string, text: string, isOn = false): void {
    const { block, at } = this.caret
    const own = this.#at(block)
    // A question has one line: in it, an answer begins.
    const isAsking = !own.told && this.blocks[block + 1]?.told === "answer" && at > 0
    own.text = own.text.slice(0, at)
    this.blocks.splice(block + 1, 0, {
      ...own,
      kind,
      text,
      told: isAsking ? "answer" : "",
      isOn,
    })
    this.caret = { block: block + 1, at: 0 }
  }

  /** Blocks in the middle of a paragraph, whose rest goes on behind them. */
  pasteBlocks(all: readonly Pick<Block, "kind" | "text">[]): void {
    const { block, at } = this.caret
    const own = this.#at(block)
    const rest = own.text.slice(at).trimStart()
    own.text = own.text.slice(0, at)
    const made = [...all, { kind: "p", text: rest }].map(one => ({
      ...own,
      told: "" as const,
      isOn: false,
      ...one,
    }))
    this.blocks.splice(block + 1, 0, ...made)
    this.caret = { block: block + all.length, at: all.at(-1)?.text.length ?? 0 }
  }

  /** A picture on a line of its own, behind the words before the caret. */
  pasteFigure(text: string): void {
    const { block, at } = this.caret
    const own = this.#at(block)
    const figure = {
      ...own,
      kind: "figure",
      text,
      object: otherThan(this.blocks),
      told: "" as const,
      isOn: false,
    }
    const isWhole = own.kind === "figure"
    const rest = isWhole ? "" : own.text.slice(at)
    if (!isWhole) own.text = own.text.slice(0, at)
    const behind = { ...own, kind: "p", text: rest.trimStart(), told: "" as const, isOn: false }
    this.blocks.splice(block + 1, 0, figure, ...(rest ? [behind] : []))
    if (!own.text && !isWhole) this.blocks.splice(block, 1)
  }

  paste(rows: readonly string[]): void {
    const { block, at } = this.caret
    const own = this.#at(block)
    if (own.kind === "figure") {
      own.text = own.text.slice(0, at) + rows.join(" ") + own.text.slice(at)
      return
    }
    if (own.kind === "code-graphique") {
      pasted(
        this.blocks,
        this.caret,
        rows.map(row => `${row};`),
      )
      return
    }
    const rest = own.text.slice(at)
    const isAlike = isItem(own.kind) || quote(own.kind) !== "" || isCode(own.kind)
    const kind = isAlike ? own.kind.replace("taskx", "task").replace(/h\d$/, "p") : "p"
    own.text = own.text.slice(0, at) + (rows[0] ?? "")
    const more = rows.slice(1).map((text, index) => ({
      ...own,
      kind,
      told: "" as const,
      isOn: false,
      text: index === rows.length - 2 ? text + rest : text,
    }))
    if (more.length === 0) own.text += rest
    this.blocks.splice(block + 1, 0, ...more)
    this.caret = { block: block + rows.length - 1, at: rows.at(-1)?.length ?? 0 }
  }
}
