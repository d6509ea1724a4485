/** What is being said and not yet sent, kept through a reload of the tab. */
import { remember, remembered } from "../screen/storage.ts"
import type { Letter } from "../text/letters.ts"

/** A thread that is being begun at a passage. */
export interface Draft {
  readonly id: string
  readonly first: Letter
  readonly last: Letter
  readonly quote: string
  readonly text: string
  /** Other words for the passage; undefined where none are proposed. */
  readonly proposed?: string | undefined
}

interface Kept {
  readonly begun: readonly Draft[]
  /** By the key of its field: an answer, the talk, a comment that is said otherwise. */
  readonly words: Readonly<Record<string, string>>
}

/** Whether nothing would be lost with it. */
export const isEmpty = ({ text, proposed, quote }: Draft): boolean =>
  !text.trim() && (proposed === undefined || proposed === quote)

export class Drafts {
  readonly #key: string
  #kept: Kept

  /** `note` is the id of the note. */
  constructor(note: string) {
    this.#key = `pochette.drafts.${note}`
    this.#kept = read(remembered(this.#key, "sessionStorage"))
  }

  get begun(): readonly Draft[] {
    return this.#kept.begun
  }

  begin(draft: Omit<Draft, "id" | "text">): string {
    const id = `draft-${1 + Math.max(0, ...this.begun.map(one => Number(one.id.slice(6))))}`
    this.#keep({ begun: [...this.begun, { ...draft, id, text: "" }] })
    return id
  }

  change(id: string, change: Partial<Draft>): void {
    this.#keep({ begun: this.begun.map(one => (one.id === id ? { ...one, ...change } : one)) })
  }

  drop(id: string): void {
    this.#keep({ begun: this.begun.filter(one => one.id !== id) })
  }

  words(key: string): string | undefined {
    return this.#kept.words[key]
  }

  /** Empty text forgets. */
  write(key: string, text: string): void {
    const { [key]: _, ...rest } = this.#kept.words
    this.#keep({ words: text ? { ...rest, [key]: text } : rest })
  }

  #keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change }
    const isNothing = this.begun.length === 0 && Object.keys(this.#kept.words).length === 0
    remember(this.#key, isNothing ? null : JSON.stringify(this.#kept), "sessionStorage")
  }
}

function read(stored: string | null): Kept {
  try {
    return { begun: [], words: {}, ...(JSON.parse(stored ?? "{}") as Partial<Kept>) }
  } catch {
    return { begun: [], words: {} }
  }
}
