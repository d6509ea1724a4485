/** What the server says of a move, and the requests that make one. */
import { type Answer, ask } from "../screen/ask.ts"

export interface Place {
  readonly id: string
  readonly name: string
}

export interface Effect {
  readonly readers: number
  readonly editors: number
  readonly losing: number
  readonly loses: boolean
  readonly manages: boolean
  readonly links: number
}

export interface Choice extends Effect {
  readonly binder: string
  readonly name: string
  readonly role: "edit" | "manage"
  readonly tabs: readonly number[]
}

export interface Choices {
  readonly notes: readonly {
    readonly note: string
    readonly title: string
    readonly classification: string
  }[]
  readonly into: readonly Choice[]
  /** The classeur that all of them are in; its name is empty where this device may not know it. */
  readonly binder: Place | null
  readonly out: Effect | null
}

export function choicesOf(ids: readonly string[]): Promise<Answer<Choices>> {
  return ask<Choices>("POST", "/binders/choices", { notes: ids })
}

/** Moves notes from a classeur or none into another or none; gives what was refused. */
export async function move(
  ids: readonly string[],
  from: Place | null,
  to: Place | null,
): Promise<string | undefined> {
  const address = to ? `/c/${to.id}/put` : from && `/c/${from.id}/take-out`
  if (!address) return undefined
  const answer = await ask("POST", address, { notes: ids })
  return "refusal" in answer ? answer.refusal : undefined
}
