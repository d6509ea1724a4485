/** Places the cards beside the text, each at the height of its passage, and draws those near the screen. */
import type { EditorView } from "@codemirror/view"
import { coalesce } from "../screen/coalesce.ts"
import { inSight, packed } from "./pack.ts"
import type { Place } from "./thread.ts"

/** A card that was not drawn yet is taken for so high. */
const GUESS_PX = 76
/** The first line of a card stands at that of its passage. */
const LIFT_PX = 6
/** Between the head, or the lower edge, and a card that is brought into sight. */
const ROOM_PX = 10
/** A passage is in sight when so much of it is. */
const LINE_PX = 16
const GLIDE_MS = 260
/** Heights that are guessed wrong move others into view: drawn again so often at most. */
const ROUNDS = 4
const SETTLE_MS = 140
/** What a choice scrolls is aimed at in the frame in which it comes. */
const CHOSEN_MS = 500

/** A card at the place of its passage in the text. */
export interface Anchored extends Place {
  readonly id: string
}

export interface MarginDesk {
  readonly view: EditorView
  /** The element whose first child is the head and whose list has the cards. */
  readonly column: HTMLElement
  /** All cards, in the order of the text. */
  cards(): readonly Anchored[]
  current(): string | undefined
  draw(cards: ReadonlySet<string>): void
}

export class Margin {
  readonly #desk: MarginDesk
  readonly #scroller: HTMLElement
  readonly #heights = new Map<string, number>()
  readonly #resized: ResizeObserver
  #cards: readonly Anchored[] = []
  #current: string | undefined
  /** The card that the others give way to where it is not the current one. */
  #beside: string | undefined
  #chosenAt = 0
  /** So far it stands from its passage, to be whole in sight; and where the head ended when that was found. */
  #off = 0
  #edge = Number.NEGATIVE_INFINITY
  #isAimed = true
  /** A card that was pressed, and where it stood. */
  #pressed: { readonly id: string; readonly top: number } | undefined
  #tops: readonly number[] = []
  #settling = 0
  /** What is drawn, from and to which height of the column. */
  #band = { from: 0, to: 0 }
  #gliding = 0
  #isOn = false
  #watched: Element | undefined

  constructor(desk: MarginDesk) {
    this.#desk = desk
    this.#scroller = desk.column.closest<HTMLElement>(".doc") ?? document.documentElement
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true })
    this.#resized = new ResizeObserver(this.request)
    this.#resized.observe(desk.column)
    new ResizeObserver(() => this.aim()).observe(this.#scroller)
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

  /** The current card is brought whole into sight, and again when the text is scrolled to its passage. */
  aim(): void {
    this.#isAimed = false
    this.request()
  }

  /** A card that is pressed stays under the pointer. */
  press(id: string): void {
    const top = this.#tops[this.#cards.findIndex(card => card.id === id)]
    if (top !== undefined) this.#pressed = { id, top }
  }

  get #list(): HTMLOListElement | null {
    return this.#desk.column.querySelector("ol")
  }

  /** Draws and places the cards now. Not while the view is being updated. */
  lay(): void {
    this.#cards = this.#desk.cards()
    this.#follow(this.#desk.current())
    let tops: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const anchors = this.#anchors()
      if (!this.#isAimed) this.#aimAt(anchors)
      tops = this.#pack(anchors)
      this.#desk.draw(this.#near(tops))
      if (!this.#measure()) break
    }
    this.#isAimed = true
    this.#put(tops)
  }

  /** Where no card is current any more, the last one keeps its place. */
  #follow(current: string | undefined): void {
    if (current === this.#current) return
    const last = this.#beside ?? this.#current
    const isLeft = this.#cards.some(({ id }) => id === last)
    this.#beside = current ? undefined : isLeft ? last : this.#cards.find(this.isSeen)?.id
    this.#current = current
    if (current || !isLeft) this.#isAimed = false
    if (!current) return
    this.#chosenAt = performance.now()
  }

  get #active(): number {
    const id = this.#beside ?? this.#current
    return this.#cards.findIndex(card => card.id === id)
  }

  #aimAt(anchors: readonly number[]): void {
    const { head, end } = this.#sight()
    this.#edge = head
    this.#desk.column.style.setProperty("--room", `${Math.round(end - head)}px`)
    const active = this.#active
    const card = this.#cards[active]
    const anchor = anchors[active]
    const isChosen = performance.now() - this.#chosenAt < CHOSEN_MS
    if (!card || anchor === undefined || !(isChosen || this.isSeen(card))) return
    const at = this.#pressed?.id === card.id ? this.#pressed.top : anchor
    this.#off = inSight({ at, height: this.#heights.get(card.id) ?? GUESS_PX }, head, end) - anchor
  }

  /** Where the first card may stand. */
  #first(): number {
    return ((this.#desk.column.firstElementChild as HTMLElement | null)?.offsetHeight ?? 0) + ROOM_PX
  }

  #pack(anchors: readonly number[]): number[] {
    const active = this.#active
    const cards = this.#cards.map(({ id }, n) => ({
      at: (anchors[n] ?? 0) + (n === active ? this.#off : 0),
      height: this.#heights.get(id) ?? GUESS_PX,
    }))
    return packed(cards, active, this.#first(), this.#edge)
  }

  /** Scrolling has ended: the current card, or else the first one whose passage is in sight, is whole in sight. */
  settle(): void {
    if (!this.isOn) return
    this.#cards = this.#desk.cards()
    this.#pressed = undefined
    const current = this.#cards.find(({ id }) => id === this.#current)
    const first = this.#cards.find(this.isSeen)
    // A card that is written in does not give way.
    if (current && (this.isSeen(current) || this.#hasFocus(current.id))) this.#beside = undefined
    else if (first) this.#beside = first.id
    else return
    this.#isAimed = false
    this.glide()
    this.lay()
  }

  /** Whether some of the passage is in sight. */
  readonly isSeen = ({ from, to }: Place): boolean => {
    const seen = this.#seen()
    return (
      this.#height(to) + LINE_PX > seen && this.#height(from) + LINE_PX < seen + this.#scroller.clientHeight
    )
  }

  #hasFocus = (id: string) => document.activeElement?.closest<HTMLElement>("[data-card]")?.dataset.card === id

  /** The heights of the passages in the column. */
  #anchors(): number[] {
    return this.#cards.map(({ from }) => this.#height(from))
  }

  #height(position: number): number {
    const { view, column } = this.#desk
    const top = column.getBoundingClientRect().top
    const { from, to } = view.viewport
    const at = Math.min(position, view.state.doc.length)
    const exact = at >= from && at <= to ? view.coordsAtPos(at, 1) : null
    return (exact?.top ?? view.documentTop + view.lineBlockAt(at).top) - top - LIFT_PX
  }

  /** The cards within a screen of what is seen, and those that must not go: the current one, and one with the focus. */
  #near(tops: readonly number[]): Set<string> {
    const seen = this.#seen()
    const first = this.#first()
    const height = this.#scroller.clientHeight
    this.#band = { from: seen - height, to: seen + 2 * height }
    const near = this.#cards.filter(({ id }, n) => {
      const top = tops[n] ?? 0
      const isNear = top < this.#band.to && top + (this.#heights.get(id) ?? GUESS_PX) > this.#band.from
      return (isNear && top >= first) || id === this.#current || this.#hasFocus(id)
    })
    return new Set(near.map(({ id }) => id))
  }

  /** How much of the column is scrolled away. */
  #seen(): number {
    return this.#scroller.getBoundingClientRect().top - this.#desk.column.getBoundingClientRect().top
  }

  /** Where in the column cards are seen whole: between the head, which stays, and the lower edge. */
  #sight(): { readonly head: number; readonly end: number } {
    const { column } = this.#desk
    const top = column.getBoundingClientRect().top
    const head = (column.firstElementChild?.getBoundingClientRect().bottom ?? top) - top + ROOM_PX
    return { head, end: this.#seen() + this.#scroller.clientHeight - ROOM_PX }
  }

  /** True if some card has another height than it was placed with. */
  #measure(): boolean {
    let isNew = false
    for (const card of this.#list?.children ?? []) {
      const { dataset, offsetHeight } = card as HTMLElement
      if (!dataset.card || this.#heights.get(dataset.card) === offsetHeight) continue
      this.#heights.set(dataset.card, offsetHeight)
      isNew = true
      // A field that grows keeps its button in sight.
      if (dataset.card === this.#current) this.#isAimed = false
    }
    return isNew
  }

  #put(tops: readonly number[]): void {
    this.#tops = tops
    const at = new Map(this.#cards.map(({ id }, n) => [id, tops[n] ?? 0]))
    const fresh: HTMLElement[] = []
    for (const card of (this.#list?.children ?? []) as Iterable<HTMLElement>) {
      const translate = `0 ${Math.round(at.get(card.dataset.card ?? "") ?? 0)}px`
      // A card that comes into view does not fly in from the top.
      if (!card.style.translate) fresh.push(card)
      card.style.translate = translate
      if (card.dataset.card === this.#current) this.#watch(card)
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

  #watch(card: Element): void {
    if (card === this.#watched) return
    if (this.#watched) this.#resized.unobserve(this.#watched)
    this.#watched = card
    this.#resized.observe(card)
  }

  #scrolled(): void {
    if (!this.isOn) return
    clearTimeout(this.#settling)
    this.#settling = window.setTimeout(() => this.settle(), SETTLE_MS)
    if (performance.now() - this.#chosenAt < CHOSEN_MS) this.aim()
    const seen = this.#seen()
    const half = this.#scroller.clientHeight / 2
    if (seen - half < this.#band.from || seen + 3 * half > this.#band.to) this.request()
  }
}
