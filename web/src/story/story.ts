/** The story of a note: all letters that it ever had, so that any moment is computed in the browser. */

export interface Person {
  readonly name: string | null
  /** 1 to 8; 0 for somebody of whom nothing is known. */
  readonly colour: number
}

export interface Version {
  readonly version: number
  readonly at: string
  readonly name: string
  readonly kind: "frozen" | "printed" | "named" | "import" | "restored"
  readonly by: string
  readonly moment: number
  readonly edition: number | null
}

/** A person, letters side by side, and when they came and went: see `Story` in server/history/timeline.py. */
type Span = readonly [person: number, text: string, born: number, step?: number, died?: number, step?: number]

export interface Told {
  readonly epoch: number
  readonly seq: number
  readonly people: readonly Person[]
  readonly versions: readonly Version[]
  readonly spans: readonly Span[]
  readonly times: readonly number[]
  readonly who: readonly number[]
}

/** A run of letters that stayed, came or went between two moments; `person` is -1 for nobody. */
export interface Piece {
  readonly kind: "same" | "came" | "went"
  readonly text: string
  readonly person: number
}

export interface Edit {
  readonly from: number
  readonly to: number
  readonly insert: string
}

type Range = readonly [from: number, to: number]

const within = (value: number, most: number) => Math.max(0, Math.min(most, value))

/** Letters of a span that exist at a moment: always a contiguous range. */
function present([, text, born, bornStep = 0, died = 0, diedStep = 0]: Span, moment: number): Range {
  const { length } = text
  const to = bornStep ? within(moment - born + 1, length) : born <= moment ? length : 0
  if (!died) return [0, to]
  if (diedStep > 0) return [Math.min(to, within(moment - died + 1, length)), to]
  if (diedStep < 0) return [0, Math.min(to, within(died - moment, length))]
  return died <= moment ? [0, 0] : [0, to]
}

/** Of each span: how long it is, when its first and last letter came, and when its first and last went. */
type Lives = Readonly<Record<"length" | "comes" | "whole" | "goes" | "gone", Int32Array>>

const NEVER = 2 ** 31 - 1

function livesOf(spans: readonly Span[]): Lives {
  const column = () => new Int32Array(spans.length)
  const lives = { length: column(), comes: column(), whole: column(), goes: column(), gone: column() }
  spans.forEach(([, { length }, born, bornStep = 0, died = 0, diedStep = 0], n) => {
    const last = died + diedStep * (length - 1)
    lives.length[n] = length
    lives.comes[n] = born
    lives.whole[n] = born + bornStep * (length - 1)
    lives.goes[n] = died ? Math.min(died, last) : NEVER
    lives.gone[n] = died ? Math.max(died, last) : NEVER
  })
  return lives
}

/** Of span `n`, from one moment to another, whichever is earlier. */
function stateOf(lives: Lives, n: number, one: number, other: number): "there" | "absent" | "changes" {
  const first = Math.min(one, other)
  const last = Math.max(one, other)
  if ((lives.comes[n] ?? 0) > last || (lives.gone[n] ?? 0) <= first) return "absent"
  return (lives.whole[n] ?? 0) <= first && (lives.goes[n] ?? 0) > last ? "there" : "changes"
}

export class Story {
  readonly told: Told
  /** Moments are counted from 1; at 0 the note was empty. */
  readonly moments: number
  readonly people: readonly Person[]
  readonly #at: Float64Array
  readonly #lives: Lives

  constructor(told: Told) {
    this.told = told
    this.moments = told.times.length
    this.people = told.people
    this.#lives = livesOf(told.spans)
    this.#at = new Float64Array(told.times)
    for (let n = 1; n < this.#at.length; n += 1) this.#at[n] = (this.#at[n - 1] ?? 0) + (this.#at[n] ?? 0)
  }

  /** When a moment was; that of the first where the note was still empty. */
  time(moment: number): Date {
    return new Date(this.#at[Math.max(0, moment - 1)] ?? Date.now())
  }

  /** The author of a moment, as an index of `people`. */
  maker(moment: number): number {
    return this.told.who[moment - 1] ?? -1
  }

  /** Whether the note began with a text that nobody has typed here. */
  get isFromElsewhere(): boolean {
    return this.told.spans.some(([person, , born]) => person < 0 && born === 1)
  }

  /** The last moment that was not later than this. */
  momentAt(time: number): number {
    let [low, high] = [0, this.moments]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#at[middle] ?? 0) <= time) low = middle + 1
      else high = middle
    }
    return low
  }

  text(moment: number): string {
    let text = ""
    for (const span of this.told.spans) text += span[1].slice(...present(span, moment))
    return text
  }

  /** The letters of a span that went at a moment. */
  #went([, text, , , died = 0, diedStep = 0]: Span, moment: number): string {
    if (!died) return ""
    if (!diedStep) return died === moment ? text : ""
    return text.charAt((moment - died) / diedStep)
  }

  /** What a moment took. */
  wentAt(moment: number): string {
    return this.told.spans.map(span => this.#went(span, moment)).join("")
  }

  /** The moment that changed most letters, of those after `since`. */
  largest(since: number): number {
    const weights = this.weights().subarray(since + 1)
    return since + 1 + weights.indexOf(Math.max(...weights))
  }

  /** How many letters each moment took; the first is at 1. */
  gone(): Uint32Array {
    const gone = new Uint32Array(this.moments + 1)
    for (const [, { length }, , , died = 0, diedStep = 0] of this.told.spans)
      for (let n = 0; died && n < length; n += 1) {
        const moment = died + n * diedStep
        gone[moment] = (gone[moment] ?? 0) + 1
      }
    return gone
  }

  /** The text of now without what a moment did: what it took is there, what it brought is not. */
  without(moment: number): string {
    let text = ""
    for (const [, letters, born, bornStep = 0, died = 0, diedStep = 0] of this.told.spans)
      for (let n = 0; n < letters.length; n += 1) {
        const [comes, goes] = [born + n * bornStep, died && died + n * diedStep]
        if (goes === moment || (!goes && comes !== moment)) text += letters.charAt(n)
      }
    return text
  }

  /** All that stands there at either moment, in the order of the text. */
  *pieces(before: number, after: number): Generator<Piece> {
    for (const [n, span] of this.told.spans.entries()) {
      const state = stateOf(this.#lives, n, before, after)
      if (state === "there") yield { kind: "same", text: span[1], person: span[0] }
      else if (state === "changes") yield* this.#piecesOf(span, before, after)
    }
  }

  /** The edits from one moment to another. Called at each frame: it reads only the letters that change. */
  edits(before: number, after: number): Edit[] {
    const { spans } = this.told
    const edits: Edit[] = []
    let at = 0
    for (let n = 0; n < spans.length; n += 1) {
      const state = stateOf(this.#lives, n, before, after)
      if (state === "there") at += this.#lives.length[n] ?? 0
      if (state !== "changes") continue
      for (const { kind, text } of this.#piecesOf(spans[n] as Span, before, after)) {
        if (kind === "came") edits.push({ from: at, to: at, insert: text })
        else at += text.length
        if (kind === "went") edits.push({ from: at - text.length, to: at, insert: "" })
      }
    }
    return edits
  }

  *#piecesOf(span: Span, before: number, after: number): Generator<Piece> {
    const [was, is] = [present(span, before), present(span, after)]
    const cuts = [...new Set([...was, ...is])].sort((a, b) => a - b)
    for (let n = 1; n < cuts.length; n += 1) {
      const [from, to] = [cuts[n - 1] ?? 0, cuts[n] ?? 0]
      const [wasThere, isThere] = [covers(was, from), covers(is, from)]
      const text = span[1].slice(from, to)
      if (wasThere && isThere) yield { kind: "same", text, person: span[0] }
      else if (isThere) yield { kind: "came", text, person: span[0] }
      else if (wasThere) yield { kind: "went", text, person: this.maker(deathOf(span, from)) }
    }
  }

  /** How many letters each moment brought and took; the first is at 1. */
  weights(): Uint32Array {
    const weights = new Uint32Array(this.moments + 1)
    const add = (moment: number, letters: number) => {
      weights[moment] = (weights[moment] ?? 0) + letters
    }
    for (const [, { length }, born, bornStep = 0, died = 0, diedStep = 0] of this.told.spans) {
      if (bornStep) for (let n = 0; n < length; n += 1) add(born + n, 1)
      else add(born, length)
      if (died && diedStep) for (let n = 0; n < length; n += 1) add(died + n * diedStep, 1)
      else if (died) add(died, length)
    }
    return weights
  }
}

const covers = ([from, to]: Range, at: number) => from <= at && at < to
const deathOf = ([, , , , died = 0, diedStep = 0]: Span, letter: number) => died + letter * diedStep
