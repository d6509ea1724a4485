/** The passage that the address of the page names behind `#`; it is taken out of the address at once. */

const NAMED = /^#passage=(.+)$/

/** "" where it names none. */
export function passageOfAddress(): string {
  const said = NAMED.exec(location.hash)?.[1]
  if (!said) return ""
  history.replaceState(history.state, "", location.pathname + location.search)
  try {
    return decodeURIComponent(said)
  } catch {
    return ""
  }
}

/** Calls `clear` at the first key or tap. */
export function untilTouched(clear: () => void): void {
  const listening = new AbortController()
  const once = () => {
    listening.abort()
    clear()
  }
  for (const name of ["keydown", "pointerdown"])
    addEventListener(name, once, { capture: true, signal: listening.signal })
}
