/** Files and links that are dropped on a page or pasted into it. */

export interface Dropped {
  readonly files: readonly File[]
  /** Addresses of notes. */
  readonly links: readonly string[]
}

/** The address of a note in a text, as people send it. */
const LINK = /https?:\/\/[^\s<>"]+\/n\/[\w-]{32}/g

const ANY: readonly string[] = ["Files", "text/uri-list", "text/plain"]

/** `over` is called when something of these `kinds` enters the element, and when it leaves. */
export function dropping(
  element: HTMLElement,
  over: (isOver: boolean) => void,
  take: (dropped: Dropped) => void,
  kinds = ANY,
): void {
  let depth = 0
  const has = ({ dataTransfer }: DragEvent) => dataTransfer?.types.some(type => kinds.includes(type))
  const hold = (by: number) => {
    depth = Math.max(0, depth + by)
    over(depth > 0)
  }
  element.addEventListener("dragenter", event => has(event) && hold(1))
  element.addEventListener("dragleave", event => has(event) && hold(-1))
  element.addEventListener("dragover", event => has(event) && event.preventDefault())
  element.addEventListener("drop", event => {
    if (!has(event) || !event.dataTransfer) return
    event.preventDefault()
    hold(-depth)
    take(brought(event.dataTransfer))
  })
}

/** Pastes outside of fields; text without a link is ignored. */
export function pasting(take: (dropped: Dropped) => void): void {
  document.addEventListener("paste", event => {
    if ((event.target as Element).closest("input, textarea, dialog") || !event.clipboardData) return
    const { files, links } = brought(event.clipboardData)
    if (files.length + links.length === 0) return
    event.preventDefault()
    take({ files, links })
  })
}

function brought(data: DataTransfer): Dropped {
  const text = `${data.getData("text/uri-list")}\n${data.getData("text/plain")}`
  return { files: [...data.files], links: [...new Set(text.match(LINK) ?? [])] }
}
