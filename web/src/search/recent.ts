/** Titles of what was opened last, asked of the server each time: this device keeps none. */
import { forgetOpened, opened } from "./opened.ts"

const SHOWN = 4
const GONE = [401, 403, 404, 410]

export interface Recent {
  readonly at: string
  readonly when: number
  readonly title: string
}

/** Those that this device may open now; the others are forgotten. Empty without a network. */
export async function recents(): Promise<Recent[]> {
  const asked = opened()
    .slice(0, SHOWN + 1)
    .filter(({ at }) => at !== location.pathname)
    .slice(0, SHOWN)
    .map(async ({ at, when }) => ({ at, when, title: await titleAt(at) }))
  return (await Promise.all(asked)).filter(({ title }) => title)
}

/** "" where it may not be known. */
async function titleAt(at: string): Promise<string> {
  try {
    const answer = await fetch(`${at}/own`, {
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(3_000),
    })
    if (answer.ok) return ((await answer.json()) as { title: string }).title
    if (GONE.includes(answer.status)) forgetOpened(at)
  } catch {
    // Without a network nothing is shown, and nothing is forgotten.
  }
  return ""
}
