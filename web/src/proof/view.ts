/** The view of page images: side by side or one enlarged; navigated by pointer, rail and keyboard. */
import { nothing, render } from "lit-html"
import { type Look, largePage, type Mode, type Pictures, rail, spread, zoom } from "./pages.ts"
import type { State } from "./progress.ts"

/** How the pages look. */
export type Shown = Omit<Look, "mode" | "open">

/** `print` handles Ctrl+P. Returns a function that draws the pages of a print. */
export function pagesView(
  at: (id: string) => HTMLElement,
  pictures: Pictures,
  print: () => void,
): (state: State | undefined, look: Shown) => void {
  const view = at("view")
  const isNarrow = matchMedia("(max-width: 900px)")
  const visible = new Map<Element, number>()
  const seen = new IntersectionObserver(see, {
    root: isNarrow.matches ? null : view,
    threshold: [0.1, 0.5, 0.9],
  })
  let shown: State | undefined
  let look: Shown = { format: "note", isFolded: false, isStale: true, isBegun: false, isRefused: false }
  let mode: Mode = "two"
  let current = 1
  let isScrolled = false
  let isGray = false

  for (const id of ["zoom", "rail"]) at(id).hidden = false
  at("spread").replaceChildren()
  document.addEventListener("keydown", press)
  for (const name of ["wheel", "touchmove", "pointerdown"])
    view.addEventListener(name, () => (isScrolled = true), { passive: true })
  return (state, now) => {
    shown = state
    look = now
    draw()
  }

  function draw(): void {
    current = Math.min(current, Math.max(1, shown?.pages.length ?? 0))
    view.ariaBusy = String(look.isStale || look.isBegun)
    view.dataset.mode = mode
    render(spread(pictures, shown, { ...look, mode, open }), at("spread"))
    render(look.isBegun ? nothing : rail(pictures, shown, current, goTo), at("rail"))
    render(zoom(mode, chosen, isGray, turnGray), at("zoom"))
    for (const figure of at("spread").querySelectorAll("figure[data-page]")) seen.observe(figure)
  }

  function chosen(next: Mode): void {
    mode = next
    draw()
    goTo(current)
  }

  /** As a black-and-white printer gives them. */
  function turnGray(): void {
    isGray = !isGray
    document.body.classList.toggle("in-gray", isGray)
    draw()
  }

  function open(number: number): void {
    if (isNarrow.matches && shown) largePage(pictures, shown, number)
    else {
      current = number
      chosen(mode === "one" ? "two" : "one")
    }
  }

  function goTo(number: number): void {
    isScrolled = false
    current = Math.max(1, Math.min(number, shown?.pages.length ?? 0))
    const figure = at("spread").querySelector(`[data-page="${current}"]`)
    figure?.scrollIntoView({ block: isNarrow.matches ? "nearest" : "start", inline: "center" })
    draw()
  }

  /** The page that is seen best is the one where the reader is, unless another one was asked for. */
  function see(entries: IntersectionObserverEntry[]): void {
    for (const { target, intersectionRatio } of entries) visible.set(target, intersectionRatio)
    if (!isScrolled) return
    const [best] = [...visible].filter(([figure]) => figure.isConnected).sort(([, a], [, b]) => b - a)
    const number = Number((best?.[0] as HTMLElement | undefined)?.dataset.page ?? current)
    if (number === current) return
    current = number
    draw()
  }

  function press(event: KeyboardEvent): void {
    const from = event.target as HTMLElement
    const { key, altKey, shiftKey } = event
    const isOrder = (event.ctrlKey || event.metaKey) && key.toLowerCase() === "p"
    const isHere = from === document.body || view.contains(from) || at("rail").contains(from)
    if (altKey || shiftKey || document.querySelector("dialog[open]")) return
    const isPlain = isHere && !(event.ctrlKey || event.metaKey)
    const moves: Record<string, number> = {
      ArrowRight: current + 1,
      ArrowLeft: current - 1,
      PageDown: current + 1,
      PageUp: current - 1,
      Home: 1,
      End: shown?.pages.length ?? 1,
    }
    const to = moves[key]
    // A letter alone works only where the pages have the focus.
    if (isOrder || (isPlain && key.toLowerCase() === "p" && view.contains(from))) print()
    else if (isPlain && to !== undefined) goTo(to)
    else return
    event.preventDefault()
  }
}
