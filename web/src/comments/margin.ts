/** Places the cards beside the text, each at the height of its passage, and draws those near the screen. */
import type { EditorView } from "@codemirror/view"
import { coalesce } from "../screen/coalesce.ts"
import { packed } from "./pack.ts"

/** A card that was not drawn yet is taken for so high. */
const GUESS_PX = 132
/** The first line of a card stands at that of its passage. */
const LIFT_PX = 6
const GLIDE_MS = 260
/** Heights that are guessed wrong move others into view: drawn again so often at most. */
const ROUNDS = 4
/** The line that tells of cards without room stands so high above the others. */
const ABOVE_PX = 32
const SETTLE_MS = 140

export interface Anchored {
  readonly id: string
  /** Where the passage begins in the text. */
  readonly from: number
}

export interface MarginDesk {
  readonly view: EditorView
  /** The element whose first child is the head and whose list has the cards. */
  readonly column: HTMLElement
  /** All cards, in the order of the text. */
  cards(): readonly Anchored[]
  current(): string | undefined
  /** Draws these cards; `above` of them all have no room. */
  draw(cards: ReadonlySet<string>, above: number): void
}

export class Margin {
  readonly #desk: MarginDesk
  readonly #scroller: HTMLElement
  readonly #heights = new Map<string, number>()
  #cards: readonly Anchored[] = []
  #current: string | undefined
  /** Where passages are too near each other for their cards, the one beside which they stand while none is current. */
  #beside: string | undefined
  #settling = 0
  #hasAbove = false
  /** What is drawn, from and to which height of the column. */
  #band = { from: 0, to: 0 }
  #gliding = 0
  #isOn = false

  constructor(desk: MarginDesk) {
    this.#desk = desk
    this.#scroller = desk.column.closest<HTMLElement>(".doc") ?? document.documentElement
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true })
    new ResizeObserver(this.request).observe(desk.column)
  }

  readonly request = coalesce(requestAnimationFrame, () => {
    if (this.isOn) this.lay()
  })

  get isOn(): boolean {
    return this.#isOn
  }

  /** Off, the cards stand where the page puts them. */
  set isOn(isOn: boolean) {
    if (this.#isOn && !isOn) {
      this.#desk.column.style.minHeight = ""
      for (const card of (this.#list?.children ?? []) as Iterable<HTMLElement>) card.style.translate = ""
    }
    this.#isOn = isOn
  }

  /** The next changes of place are shown as movements. */
  glide(): void {
    const list = this.#list
    list?.classList.add("gliding")
    clearTimeout(this.#gliding)
    this.#gliding = window.setTimeout(() => this.#list?.classList.remove("gliding"), GLIDE_MS)
  }

  get #list(): HTMLOListElement | null {
    return this.#desk.column.querySelector("ol")
  }

  /** Draws and places the cards now. Not while the view is being updated. */
  lay(): void {
    this.#cards = this.#desk.cards()
    const current = this.#desk.current()
    if (current !== this.#current) this.#beside = undefined
    this.#current = current
    let tops: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const first = this.#first()
      tops = this.#pack(this.#anchors(), first)
      const above = tops.filter(top => top < first).length
      const hadAbove = this.#hasAbove
      this.#hasAbove = above > 0
      this.#desk.draw(this.#near(tops, first), above)
      if (!this.#measure() && this.#hasAbove === hadAbove) break
    }
    this.#put(tops)
  }

  /** Where the first card may stand. */
  #first(): number {
    const head = (this.#desk.column.firstElementChild as HTMLElement | null)?.offsetHeight ?? 0
    return head + (this.#hasAbove ? ABOVE_PX : 0)
  }

  #pack(anchors: readonly number[], first: number): number[] {
    const beside = this.#beside ?? this.#current
    const cards = this.#cards.map(({ id }, n) => ({
      at: anchors[n] ?? 0,
      height: this.#heights.get(id) ?? GUESS_PX,
    }))
    return packed(
      cards,
      this.#cards.findIndex(({ id }) => id === beside),
      first,
    )
  }

  /** Scrolling has ended: where no passage in view has its card beside it, the cards move to the first of them. */
  settle(): void {
    if (!this.isOn) return
    this.#cards = this.#desk.cards()
    const seen = this.#seen()
    const head = this.#first() + this.#desk.column.offsetTop
    const isSeen = (at: number) => at >= seen + head && at < seen + this.#scroller.clientHeight - ABOVE_PX
    const anchors = this.#anchors()
    const tops = this.#pack(anchors, this.#first())
    const inView = this.#cards.flatMap((card, n) =>
      isSeen(anchors[n] ?? 0) ? [{ card, top: tops[n] ?? 0 }] : [],
    )
    const [one] = inView
    if (!one || inView.some(({ top }) => isSeen(top))) return
    this.#beside = one.card.id
    this.glide()
    this.lay()
  }

  /** The heights of the passages in the column. */
  #anchors(): number[] {
    const { view, column } = this.#desk
    const top = column.getBoundingClientRect().top
    const begin = view.documentTop - top
    const { from, to } = view.viewport
    return this.#cards.map(card => {
      const at = Math.min(card.from, view.state.doc.length)
      const exact = at >= from && at <= to ? view.coordsAtPos(at, 1) : null
      return (exact ? exact.top - top : begin + view.lineBlockAt(at).top) - LIFT_PX
    })
  }

  /** The cards within a screen of what is seen, and those that must not go: the current one, and one with the focus. */
  #near(tops: readonly number[], first: number): Set<string> {
    const seen = this.#seen()
    const height = this.#scroller.clientHeight
    this.#band = { from: seen - height, to: seen + 2 * height }
    const focused = document.activeElement?.closest<HTMLElement>("[data-card]")?.dataset.card
    const near = this.#cards.filter(({ id }, n) => {
      const top = tops[n] ?? 0
      const isNear = top < this.#band.to && top + (this.#heights.get(id) ?? GUESS_PX) > this.#band.from
      return (isNear && top >= first) || id === this.#current || id === focused
    })
    return new Set(near.map(({ id }) => id))
  }

  /** How much of the column is scrolled away. */
  #seen(): number {
    return this.#scroller.getBoundingClientRect().top - this.#desk.column.getBoundingClientRect().top
  }

  /** True if some card has another height than it was placed with. */
  #measure(): boolean {
    let isNew = false
    for (const card of this.#list?.children ?? []) {
      const { dataset, offsetHeight } = card as HTMLElement
      if (!dataset.card || this.#heights.get(dataset.card) === offsetHeight) continue
      this.#heights.set(dataset.card, offsetHeight)
      isNew = true
    }
    return isNew
  }

  #put(tops: readonly number[]): void {
    const at = new Map(this.#cards.map(({ id }, n) => [id, tops[n] ?? 0]))
    const fresh: HTMLElement[] = []
    for (const card of (this.#list?.children ?? []) as Iterable<HTMLElement>) {
      const translate = `0 ${Math.round(at.get(card.dataset.card ?? "") ?? 0)}px`
      // A card that comes into view does not fly in from the top.
      if (!card.style.translate) fresh.push(card)
      card.style.translate = translate
    }
    for (const card of fresh) card.style.transition = "none"
    if (fresh.length > 0)
      requestAnimationFrame(() => {
        for (const card of fresh) card.style.transition = ""
      })
    const last = this.#cards.at(-1)
    const end = last ? (at.get(last.id) ?? 0) + (this.#heights.get(last.id) ?? GUESS_PX) + 24 : 0
    this.#desk.column.style.minHeight = `${Math.round(end)}px`
  }

  #scrolled(): void {
    if (!this.isOn) return
    clearTimeout(this.#settling)
    this.#settling = window.setTimeout(() => this.settle(), SETTLE_MS)
    const seen = this.#seen()
    const half = this.#scroller.clientHeight / 2
    if (seen - half < this.#band.from || seen + 3 * half > this.#band.to) this.request()
  }
}
