/** Takes the marks out of a text, for as long as it is open. */

export function unmark(text: HTMLElement, band: HTMLElement): void {
  for (const gone of text.querySelectorAll(
    "del.ch, ins.ch > :is(.vh, .said), tr:has(> td[colspan] > .gone), .gone, .passage.head",
  ))
    gone.remove()
  for (const mark of text.querySelectorAll("ins.ch")) mark.replaceWith(...mark.childNodes)
  for (const passage of text.querySelectorAll("[data-ch]")) {
    passage.classList.remove("passage", "since-now", "whole")
    passage.removeAttribute("data-ch")
  }
  band.remove()
  // What had the focus is gone.
  text.tabIndex = -1
  text.focus({ preventScroll: true })
}
