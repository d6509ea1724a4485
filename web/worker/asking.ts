/** Pages asked of the network while this device shows its own: an answer is whole before it counts, and is given to the next load. */

/** An answer that is not whole by then is given up. */
const LIMIT_MS = 60_000
/** How old an answer may be that somebody asks to read. */
const FRESH_MS = 300_000
/** Answers that are kept for their pages at most. */
const MOST = 8
/** A page that was told of its answer loads it by then. */
const HANDOVER_MS = 10_000

/**
 * `fresh`: the page, whole. `over`: refused, the device has erased it. `trouble`: an error of the server (5xx).
 * `silent`: not whole by the limit. `offline`: no network.
 */
export type Came =
  | { readonly outcome: "fresh" | "over"; readonly answer: Response; readonly at: number }
  | {
      readonly outcome: "trouble" | "silent" | "offline"
      readonly answer?: undefined
      readonly at: number
    }

const asked = new Map<string, Promise<Came>>()
const handover = new Map<string, { readonly answer: Response; readonly until: number }>()

/** Waits for the whole of an answer to a page's address; the last question counts. It never rejects. */
export function ask(address: string, answer: Promise<Response>): Promise<Came> {
  const coming = come(answer)
  asked.delete(address)
  asked.set(address, coming)
  for (const other of [...asked.keys()].slice(0, -MOST)) asked.delete(other)
  void coming.then(({ answer }) => {
    if (!answer && asked.get(address) === coming) asked.delete(address)
  })
  return coming
}

/** The answer under way or just here, else a new question to the network. */
export async function lately(address: string, question: () => Promise<Response>): Promise<Came> {
  const came = await asked.get(address)
  return came && Date.now() - came.at < FRESH_MS ? came : ask(address, question())
}

/** The page is told, and loads itself again: that load gets this answer, without the network. */
export function handOver(address: string, { answer }: Came): void {
  if (answer) handover.set(address, { answer: answer.clone(), until: Date.now() + HANDOVER_MS })
}

export function handed(address: string): Response | undefined {
  const ready = handover.get(address)
  handover.delete(address)
  if (!ready || Date.now() >= ready.until) return undefined
  asked.delete(address)
  return ready.answer
}

async function come(answer: Promise<Response>): Promise<Came> {
  try {
    const came = await Promise.race([answer.then(whole), late()])
    if (!came) return { outcome: "silent", at: Date.now() }
    if (came.status >= 500) return { outcome: "trouble", at: Date.now() }
    return { outcome: came.status >= 400 ? "over" : "fresh", answer: came, at: Date.now() }
  } catch {
    return { outcome: "offline", at: Date.now() }
  }
}

/** With its body, so that a line that stalls in the middle shows no half of a page. A redirect is passed on. */
async function whole(answer: Response): Promise<Response> {
  if (answer.type === "opaqueredirect") return answer
  const { status, statusText, headers } = answer
  const kept = new Headers(headers)
  // The bytes are plain by now.
  for (const name of ["content-encoding", "content-length"]) kept.delete(name)
  return new Response(await answer.arrayBuffer(), { status, statusText, headers: kept })
}

const late = (): Promise<undefined> => new Promise(resolve => setTimeout(resolve, LIMIT_MS, undefined))
