/** What the server says of a move, and the requests that make one. */
import { type Answer, ask } from "../screen/ask.ts"

export interface Place {
  readonly id: string
  readonly name: string
}

/** What a move would do: `sign` is the name of an icon, `strong` stands before the text. */
export interface Fact {
  readonly sign: string
  readonly strong: string
  readonly text: string
}

export interface Choice {
  readonly binder: string
  readonly name: string
  readonly may: string
  readonly tabs: readonly number[]
  readonly facts: readonly Fact[]
}

export interface Choices {
  readonly notes: readonly {
    readonly note: string
    readonly title: string
    readonly classification: string
    /** The id of the classeur that it is in. */
    readonly binder: string | null
  }[]
  /** That some have a classification and stay unless they are ticked; empty where none has one. */
  readonly kept: string
  readonly into: readonly Choice[]
  /** The classeur that all of them are in; its name is empty where this device may not know it. */
  readonly binder: Place | null
  readonly out: { readonly facts: readonly Fact[] } | null
}

export function choicesOf(ids: readonly string[]): Promise<Answer<Choices>> {
  return ask<Choices>("POST", "/binders/choices", { notes: ids })
}

/** Moves notes out of `from`, or out of whichever classeur where `to` is another one; gives what was refused. */
export async function move(
  ids: readonly string[],
  from: string | null,
  to: string | null,
): Promise<string | undefined> {
  const address = to ? `/c/${to}/put` : from && `/c/${from}/take-out`
  if (!address) return undefined
  const answer = await ask("POST", address, { notes: ids })
  return "refusal" in answer ? answer.refusal : undefined
}

/** Brings notes back to where each of them was. */
export async function moveBack(
  ids: readonly string[],
  before: Choices["notes"],
  to: string | null,
): Promise<string | undefined> {
  for (const place of new Set(before.map(note => note.binder))) {
    const there = before.filter(note => note.binder === place && ids.includes(note.note))
    if (there.length === 0) continue
    const refusal = await move(
      there.map(note => note.note),
      to,
      place,
    )
    if (refusal) return refusal
  }
  return undefined
}
