/** What the margin shows, and what can be done there: the interface between its state and its templates. */
import type { Draft } from "./drafts.ts"
import type { Comment, Thread } from "./thread.ts"

/** Open threads, ended ones, or the talk about the whole note. */
export type Side = "open" | "ended" | "talk"

/** A card of the margin: a thread, or one that is being begun. */
export type Entry =
  | { readonly id: string; readonly thread: Thread; readonly isGone: boolean }
  | { readonly id: string; readonly draft: Draft }

export interface Shown {
  readonly side: Side
  /** The cards to draw now, of all that there are. */
  readonly cards: readonly Entry[]
  readonly all: readonly Entry[]
  readonly talk: Thread | undefined
  readonly open: number
  readonly ended: number
  readonly current: string | undefined
  /** The comment that is being said otherwise. */
  readonly edited: string | undefined
  /** Threads whose answers are all shown. */
  readonly unfolded: ReadonlySet<string>
  /** One card at a time, in a sheet from below. */
  readonly isNarrow: boolean
  /** Comments of others after this time are unread. */
  readonly seenBefore: string
  /** Names that can be mentioned. */
  readonly names: readonly string[]
  readonly mayEdit: boolean
  readonly refusal: string
  /** True if a text mentions the reader. */
  citesMe(text: string): boolean
  /** What is written in a field and not yet sent. */
  words(key: string): string | undefined
}

export interface Actions {
  show(side: Side): void
  choose(id: string): void
  /** Goes on to the next card, or the one before. */
  step(by: 1 | -1): void
  reply(thread: Thread): void
  unfold(id: string): void
  /** Whether what is said has come, as with the next three. */
  answer(thread: Thread, text: string): Promise<boolean>
  talk(text: string): Promise<boolean>
  begin(draft: Draft, text: string, proposed: string): Promise<boolean>
  rewrite(comment: Comment, text: string): Promise<boolean>
  /** Begins to say a comment otherwise; undefined ends it. */
  edit(comment: Comment | undefined): void
  propose(draft: Draft, isProposal: boolean): void
  discard(draft: Draft): void
  end(thread: Thread, state: Thread["state"]): void
  copyLink(thread: Thread): void
  remove(comment: Comment): void
}
