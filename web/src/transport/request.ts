/** One HTTP request with a timeout, and the close code in its answer. */
import { CLOSE_OF_ERROR, RELOADING } from "./close-codes.ts"
import { WORDLESS } from "./socket.ts"

export interface Told {
  session?: string
  /** The first of what waits to be fetched, in base64. */
  messages?: string[]
  taken?: number
  expected?: number
  code?: number
  error?: { code: string }
}

/** No answer has come in time. */
export class LateError extends Error {}

/** Fetches and reads an answer, unless `end` aborts it before. Throws LateError after `within` ms. */
export async function request<Read>(
  url: URL,
  init: RequestInit,
  read: (answer: Response) => Promise<Read>,
  within: number,
  end: AbortSignal,
): Promise<Read> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new LateError()), within)
  end.addEventListener("abort", () => late.abort(), { signal: late.signal })
  try {
    return await read(await fetch(url, { ...init, signal: late.signal }))
  } finally {
    clearTimeout(timer)
    late.abort()
  }
}

/** Parses an answer. Throws on 5xx and on anything but JSON, which a proxy may send. */
export async function tell(answer: Response): Promise<Told> {
  if (answer.status >= 500) throw new Error(`expected an answer of the server, got ${answer.status}`)
  return answer.json()
}

/** The close code of an answer. */
export function codeOf(told: Told | undefined): number {
  if (told?.error?.code === "no_session") return RELOADING
  return told?.code ?? CLOSE_OF_ERROR[told?.error?.code ?? ""] ?? WORDLESS
}
