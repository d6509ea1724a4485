/** What a page to read does behind its text: marks to go through, what waits to be said, a button that gains weight. */
import { keep, tellPending } from "./pending.ts"
import { say } from "./read.ts"
import { tellWhen } from "./when.ts"

/** `said` is heard. */
export function begin(text: HTMLElement, said: HTMLElement): void {
  const band = document.getElementById("since")
  const when = band?.querySelector("time")
  if (when) tellWhen(when)
  if (band?.querySelector("a")) void import("./since.ts").then(({ showSince }) => showSince(text, band, said))
  const read = document.querySelector<HTMLFormElement>("#read")
  if (read) whenAtEnd(text, () => document.body.classList.add("read-end"))
  read?.addEventListener("submit", event => {
    event.preventDefault()
    void say(read, event.submitter, said)
  })
  // A page that this device has kept was made for nobody: it is shown now.
  const seen = read?.querySelector<HTMLInputElement>("[name=seen]")?.value
  if (read && seen && document.getElementById("carried")) keep({ url: read.action, seen, do: "shown" })
  addEventListener("online", () => void tellPending())
}

function whenAtEnd(text: HTMLElement, then: () => void): void {
  const end = document.createElement("i")
  text.after(end)
  new IntersectionObserver(([seen], observer) => {
    if (!seen?.isIntersecting) return
    observer.disconnect()
    then()
  }).observe(end)
}
