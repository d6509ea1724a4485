/** One request to the server, and what its answer says. */
import { WORDLESS } from "./socket.ts"

export interface Told {
  session?: string
  taken?: number
  expected?: number
  code?: number
  error?: { code: string }
}

/** The close codes of what the server answers as an error. */
const REFUSALS: Record<string, number> = {
  no_link: 4401,
  role: 4403,
  in_trash: 4404,
  in_your_trash: 4404,
  device_closed: 4405,
  password: 4423,
}

/** Reads an answer that must be complete `within` so many ms, and before `end`. */
export async function request<Read>(
  url: URL,
  init: RequestInit,
  read: (answer: Response) => Promise<Read>,
  within: number,
  end: AbortSignal,
): Promise<Read> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), within)
  end.addEventListener("abort", () => late.abort(), { signal: late.signal })
  try {
    return await read(await fetch(url, { ...init, signal: late.signal }))
  } finally {
    clearTimeout(timer)
    late.abort()
  }
}

/** What the server told. A proxy between us may answer with anything: 5xx and what is no JSON is a failure. */
export async function tell(answer: Response): Promise<Told> {
  if (answer.status >= 500) throw new Error(`expected an answer of the server, got ${answer.status}`)
  return answer.json()
}

/** The close code in what the server told. */
export function codeOf(told: Told | undefined): number {
  return told?.code ?? REFUSALS[told?.error?.code ?? ""] ?? WORDLESS
}
