/** A note that begins with the words that were looked for. */
import { ask } from "../screen/ask.ts"
import type { Here } from "./here.ts"

/** Its address; undefined where it could not be made. */
export async function begin({ begins }: Here, title: string): Promise<string | undefined> {
  if (!begins) return undefined
  const answer = await ask<{ readonly note: string }>("POST", begins.api, { title })
  return "body" in answer ? `/n/${answer.body.note}?view=edit` : undefined
}
