/** Keys of the list; none while a field has the focus or something is open over it. */

type Run = (row: HTMLElement | undefined) => void

/** `keys`: what each key does, given the row that has the focus. */
export function keys(runs: Readonly<Record<string, Run>>): void {
  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return
    if ((event.ctrlKey || event.metaKey) && !(event.key === "z" && !event.shiftKey)) return
    const target = event.target as Element
    if (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return
    if (document.querySelector("dialog[open], [popover]:popover-open")) return
    const run = runs[event.ctrlKey || event.metaKey ? `Ctrl+${event.key}` : event.key]
    if (!run) return
    event.preventDefault()
    run(rowWithFocus())
  })
}

/** Moves the focus by some rows, from the first or the last one where none has it. */
export function step(by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>("#notes [data-note] .row")]
  const focused = rowWithFocus()?.querySelector<HTMLElement>(".row")
  const at = focused ? all.indexOf(focused) + by : by === 1 ? 0 : all.length - 1
  const next = all[Math.max(0, Math.min(at, all.length - 1))]
  next?.focus()
  next?.scrollIntoView({ block: "nearest" })
}

/** Gives the focus back to a row once the list was drawn anew, or to the one that is in its place then. */
export function placeOf(id: string | undefined): () => void {
  const at = rows().findIndex(row => row.dataset.note === id)
  return () => {
    if (id === undefined) return
    const now = rows()
    const row = now.find(row => row.dataset.note === id) ?? now[Math.min(Math.max(at, 0), now.length - 1)]
    row?.querySelector<HTMLElement>(".row")?.focus()
  }
}

const rows = () => [...document.querySelectorAll<HTMLElement>("#notes [data-note]")]

const rowWithFocus = (): HTMLElement | undefined =>
  document.activeElement?.closest<HTMLElement>("[data-note]") ?? undefined
