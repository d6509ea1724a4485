/** Remembers on this device when a note was last before its reader, so that its history can say what is new. */

export const keyOf = (note: string) => `pochette.seen.${note}`

export function keepSeen(note: string): void {
  const keep = () => localStorage.setItem(keyOf(note), String(Date.now()))
  // A phone that closes a page tells nothing but this.
  document.addEventListener("visibilitychange", keep)
  addEventListener("pagehide", keep)
}
