/** What a page to read loads behind its text: the search, and what is taken along. */
import { carrying } from "../carry/begin.ts"
import { searchFrom } from "../finding/reading.ts"

export function behind(text: HTMLElement, note: string): void {
  searchFrom(text, note)
  carrying()
}
