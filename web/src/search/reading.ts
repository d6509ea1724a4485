/** The search from a page to read, and the passage that it led to. Loaded behind the text. */
import { passageOfAddress } from "./arriving.ts"
import { keepOpened } from "./opened.ts"
import { search } from "./search.ts"

export function searchFrom(text: HTMLElement, note: string): void {
  const arrive = (quote: string) => {
    if (quote) void import("./arrival.ts").then(({ showPassage }) => showPassage(text, quote))
  }
  arrive(passageOfAddress())
  addEventListener("hashchange", () => arrive(passageOfAddress()))
  search({ note, goTo: arrive })
  keepOpened(`/n/${note}`)
}
