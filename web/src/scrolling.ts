/** Lets a wide table scroll by itself, by finger and by keyboard, instead of the page. */

/** `name` is what a table without a caption is called. */
export function scrollTables(text: HTMLElement, name: string): void {
  for (const table of text.querySelectorAll("table")) {
    const frame = document.createElement("div")
    frame.className = "scroll"
    frame.tabIndex = 0
    frame.role = "group"
    frame.ariaLabel = table.caption?.textContent ?? name
    table.replaceWith(frame)
    frame.append(table)
  }
}
