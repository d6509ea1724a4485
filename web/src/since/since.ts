/** Ways through what has changed since a reading: a pill and two keys, a list beside a wide page. Loaded behind the text. */
import "./since.css"
import { html, render } from "lit-html"
import { icon } from "../screen/icon.ts"
import { layBlock } from "../screen/lazy-layout.ts"
import { t } from "../words.ts"
import { beforeIn } from "./before.ts"
import { beside } from "./beside.ts"
import { changedIn } from "./passages.ts"
import { unmark } from "./unmark.ts"

const WRITES = "input, textarea, select, [contenteditable], dialog"

/** `band` says that passages have changed, `said` is heard. */
export function showSince(text: HTMLElement, band: HTMLElement, said: HTMLElement): void {
  const changed = changedIn(text)
  const before = beforeIn(text)
  const pill = document.createElement("div")
  pill.className = "since-pill"
  pill.role = "group"
  pill.ariaLabel = t("since.move")
  let current = -1

  const told = (number: number) => {
    const { heading = "", came = "", went = "", isMoved = false } = changed[number] ?? {}
    const place = t("since.told", { number: number + 1, count: changed.length, heading })
    if (isMoved) return `${place} : ${t("since.moved", { words: came })}`
    // A task that was ticked: its words are the same.
    if (!came && !went) return place
    if (!came) return `${place} : ${t("since.went", { before: went })}`
    return `${place} : ${went ? t("since.swapped", { words: came, before: went }) : came}`
  }
  const go = (number: number) => {
    const blocks = changed[number]?.blocks
    if (!blocks) return
    for (const one of changed[current]?.blocks ?? []) one.classList.remove("since-now")
    current = number
    for (const one of blocks) one.classList.add("since-now", "whole")
    const [block] = blocks
    const top = [...text.children].find(child => child.contains(block))
    if (top instanceof HTMLElement) layBlock(top)
    block.scrollIntoView({ block: "center", behavior: "instant" })
    before.show(block)
    said.textContent = told(number)
    draw()
  }
  const step = (by: number) => go((Math.max(current, by > 0 ? -1 : 0) + by + changed.length) % changed.length)
  const list = beside(band, changed, go)
  const draw = () => {
    const many = { number: current + 1, count: changed.length }
    render(
      html`<button type="button" aria-label=${t("since.earlier")} @click=${() => step(-1)}>${icon("arrow-up")}</button>
        <span aria-hidden="true">${t(current < 0 ? "since.none" : "since.place", many)}</span>
        <button type="button" aria-label=${t("since.later")} @click=${() => step(1)}>${icon("arrow-down")}</button>
        <kbd aria-hidden="true">K</kbd><kbd aria-hidden="true">J</kbd>`,
      pill,
    )
    list.draw(current)
  }
  const press = (event: KeyboardEvent) => {
    const isOurs =
      !event.ctrlKey && !event.metaKey && !event.altKey && !(event.target as Element).closest(WRITES)
    const by = { j: 1, k: -1 }[event.key.toLowerCase()]
    if (isOurs && by) step(by)
  }
  text.after(pill)
  draw()
  document.addEventListener("keydown", press)
  text.addEventListener("click", ({ target }) =>
    (target as Element).closest(".gone")?.classList.toggle("whole"),
  )
  band.querySelector("a")?.addEventListener("click", event => {
    event.preventDefault()
    before.close()
    document.removeEventListener("keydown", press)
    pill.remove()
    unmark(text, band)
  })
}
