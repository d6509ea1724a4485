/** What a page to read does behind its text: marks to go through, what waits to be said, a button that gains weight. */
import { isOfDevice } from "../carry/of-device.ts"
import { keep, tellPending } from "../carry/pending.ts"
import { say, turn } from "./read.ts"
import { unmark } from "./unmark.ts"
import { tellWhen } from "./when.ts"

/** `said` is heard. */
export function begin(text: HTMLElement, note: string, said: HTMLElement): void {
  const band = document.getElementById("since")
  const when = band?.querySelector("time")
  if (when) tellWhen(when)
  const read = document.querySelector<HTMLFormElement>("#read")
  if (read) whenAtEnd(text, () => document.body.classList.add("read-end"))
  read?.addEventListener("submit", event => {
    event.preventDefault()
    void say(read, note, event.submitter, said)
  })
  if (read && isOfDevice()) {
    // A page that this device has kept was made for nobody: it is shown now.
    const seen = read.querySelector<HTMLInputElement>("[name=seen]")?.value
    if (seen) keep({ url: read.action, seen, do: "shown" })
  }
  void wordHere(note).then(word => {
    const isSaid = read?.querySelector<HTMLInputElement>("[name=do]")?.value === "undo"
    if (read && word && isSaid !== (word === "read")) turn(read, word)
    if (word === "read" && band) unmark(text, band)
    else if (band?.querySelector("a"))
      void import("./since.ts").then(({ showSince }) => showSince(text, band, said))
  })
  addEventListener("online", () => void tellPending())
}

/** What was said of the note after this page was taken along. */
async function wordHere(note: string): Promise<"read" | "undo" | undefined> {
  return isOfDevice() ? (await import("../carry/said-here.ts")).lastWord(note) : undefined
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
