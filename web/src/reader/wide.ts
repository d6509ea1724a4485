/** Lets what is wider than a phone scroll by itself, by finger and by keyboard, instead of the page. */

/** `name` is what a table or a chart without a caption is called. */
export function scrollWide(text: HTMLElement, name: string): void {
  for (const wide of text.querySelectorAll("table, .chart svg")) {
    const caption = wide.parentElement?.querySelector("figcaption") ?? wide.querySelector("caption")
    const frame = document.createElement("div")
    frame.className = "scroll"
    frame.tabIndex = 0
    frame.role = "group"
    frame.ariaLabel = caption?.textContent ?? name
    wide.replaceWith(frame)
    frame.append(wide)
  }
}
