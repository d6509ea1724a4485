/** Files and links that are dropped on a page. */

export interface Dropped {
  readonly files: readonly File[]
  /** Addresses of notes. */
  readonly links: readonly string[]
}

/** `over` is told when something that can be dropped is held over the element, and when it is gone. */
export function dropping(
  element: HTMLElement,
  over: (isOver: boolean) => void,
  take: (dropped: Dropped) => void,
): void {
  let depth = 0
  const has = ({ dataTransfer }: DragEvent) =>
    dataTransfer?.types.some(type => type === "Files" || type === "text/uri-list")
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
    const links = event.dataTransfer.getData("text/uri-list").split(/\r?\n/)
    take({
      files: [...event.dataTransfer.files],
      links: links.filter(link => /\/n\/[\w-]{32}/.test(link)),
    })
  })
}
