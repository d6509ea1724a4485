/** The page of a print before it is taken: its pages, which follow the options, and the edition that is taken. */
import "./styles/proof.css"
import { html, nothing, render } from "lit-html"
import { ask } from "./ask.ts"
import type { Card } from "./card-header.ts"
import { icon } from "./icon.ts"
import { readPage } from "./page.ts"
import { budget } from "./proof-budget.ts"
import { follow, type State } from "./proof-follow.ts"
import { largePage, type Mode, rail, spread, zoom } from "./proof-pages.ts"
import { forget, take } from "./proof-take.ts"
import { t } from "./words.ts"

interface ProofPage {
  /** The address of the note. */
  readonly base: string
  readonly mayTake: boolean
  readonly card: Card
  readonly next: number
  readonly state: State
}

/** Typing a name asks for new pages this long after the last key. */
const REST_MS = 500

const at = <E extends HTMLElement>(id: string) => document.getElementById(id) as E
const page = readPage<ProofPage>()
const form = at<HTMLFormElement>("options")
const view = at("view")
const isNarrow = matchMedia("(max-width: 900px)")

let { card, state } = page
let shown: State | undefined
let mode: Mode = "two"
let current = 1
let isStale = false
let isScrolled = false
let trouble = ""
let rest = 0
let asking = new AbortController()

for (const id of ["news", "spread", "budget"]) at(id).replaceChildren()
for (const id of ["zoom", "rail"]) at(id).hidden = false
const seen = new IntersectionObserver(see, {
  root: isNarrow.matches ? null : view,
  threshold: [0.1, 0.5, 0.9],
})
const visible = new Map<Element, number>()

accept(state)
void ask_()

form.addEventListener("input", event => {
  const isTyped = event.target instanceof HTMLInputElement && event.target.classList.contains("input")
  clearTimeout(rest)
  rest = window.setTimeout(change, isTyped ? REST_MS : 0)
})
form.addEventListener("submit", event => {
  if (event.submitter) return
  event.preventDefault()
  change()
})
// What others write meanwhile shows when somebody comes back to this page.
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void ask_())
document.addEventListener("keydown", press)
for (const name of ["wheel", "touchmove", "pointerdown"])
  view.addEventListener(name, () => (isScrolled = true), { passive: true })
for (const id of ["go", "download"])
  if (page.mayTake)
    at(id).addEventListener("click", event => {
      event.preventDefault()
      if (form.reportValidity()) void taking(id === "download")
    })
  else at(id).addEventListener("click", () => ((at(id) as HTMLAnchorElement).href = plainPdf()))

document.getElementById("editions")?.addEventListener("click", async () => {
  try {
    const { editionsPanel } = await import("./editions.ts")
    await editionsPanel(`${page.base}/editions`)
  } catch {
    trouble = t("proof.trouble")
    draw()
  }
})

/** The first value of a name counts: a hidden one after a box says that it is not ticked. */
function options(): URLSearchParams {
  const said = new URLSearchParams()
  for (const [name, value] of new FormData(form))
    if (typeof value === "string" && value && !said.has(name)) said.set(name, value)
  return said
}

function plainPdf(): string {
  return `${page.base}/note.pdf?${options()}`
}

function change(): void {
  isStale = true
  if (page.mayTake) forget(at("edition"), page.next)
  history.replaceState(null, "", `?${options()}`)
  draw()
  void ask_()
}

/** Asks for the pages of the options as they are, until they are here; a later wish ends an earlier one. */
async function ask_(): Promise<void> {
  asking.abort()
  const mine = new AbortController()
  asking = mine
  trouble = ""
  try {
    await follow(`${page.base}/print/pages`, options(), mine.signal, accept)
  } catch {
    if (mine.signal.aborted) return
    trouble = t("proof.trouble")
    draw()
  }
}

function accept(news: State): void {
  state = news
  if (state.ready) {
    if (shown?.key !== state.key) at("told").textContent = t("proof.made", { count: state.pages.length })
    shown = state
  }
  isStale = !state.ready
  draw()
}

function draw(): void {
  const count = shown?.pages.length ?? 0
  current = Math.min(current, Math.max(1, count))
  const pdf = { base: `${page.base}/print`, query: options().toString() }
  const format = options().get("format") ?? "note"
  const isFolded = format === "pocket" && options().has("booklet")
  const problem = trouble || state.problem
  render(news(problem), at("news"))
  view.ariaBusy = String(isStale && !problem)
  view.dataset.mode = mode
  render(
    spread(pdf, shown, {
      format,
      isFolded,
      isStale: isStale && !problem,
      isRefused: Boolean(problem),
      mode,
      open,
    }),
    at("spread"),
  )
  render(rail(pdf, shown, current, goTo), at("rail"))
  render(zoom(mode, chosen), at("zoom"))
  render(budget(shown, card.budget, page.mayTake ? setBudget : undefined), at("budget"))
  const bars = form.querySelector("[name=bars] + span")
  if (bars && state.since) bars.textContent = t("proof.bars", { number: state.since })
  document.getElementById("says-code")?.toggleAttribute("hidden", options().get("code") === "0")
  const label = at("go").querySelector("span")
  if (label)
    label.textContent = isFolded ? t("proof.goBooklet") : count ? t("proof.go", { count }) : t("proof.title")
  for (const figure of at("spread").querySelectorAll("figure[data-page]")) seen.observe(figure)
}

function news(problem: string | null) {
  if (problem)
    return html`<p class="problem" role="alert">${icon("triangle-alert")}<span>${problem}</span>
      ${page.mayTake && !trouble ? html`<a class="btn" href=${page.base}>${icon("pencil-line")}${t("proof.write")}</a>` : nothing}
      <button type="button" class="btn" @click=${ask_}>${icon("refresh-cw")}${t("proof.retry")}</button></p>`
  if (!isStale) return nothing
  const words = state.before ? t("proof.makingAfter", { count: state.before }) : t("proof.making")
  return html`<p class="making"><progress aria-label=${words}></progress><span>${words}</span></p>`
}

function chosen(next: Mode): void {
  mode = next
  draw()
  goTo(current)
}

function open(number: number): void {
  if (isNarrow.matches && shown) largePage(`${page.base}/print`, options().toString(), shown, number)
  else {
    current = number
    chosen(mode === "one" ? "two" : "one")
  }
}

function goTo(number: number): void {
  const count = shown?.pages.length ?? 0
  isScrolled = false
  current = Math.max(1, Math.min(number, count))
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
  if (isOrder || (isPlain && key.toLowerCase() === "p" && view.contains(from))) at("go").click()
  else if (isPlain && to !== undefined) goTo(to)
  else return
  event.preventDefault()
}

function setBudget(wish: number | null): void {
  card = { ...card, budget: wish }
  draw()
  void ask<Card>("PUT", `${page.base}/card`, { budget: wish }).then(answer => {
    if ("body" in answer) card = answer.body
    else trouble = answer.refusal
    draw()
  })
}

async function taking(isDownload: boolean): Promise<void> {
  const wish = Object.fromEntries(options())
  const buttons = ["go", "download"].map(id => at<HTMLButtonElement>(id))
  for (const button of buttons) button.disabled = true
  await take({
    base: page.base,
    wish,
    key: shown?.key ?? "",
    next: page.next,
    place: at("edition"),
    told: at("told"),
    isDownload,
  })
  for (const button of buttons) button.disabled = false
}
