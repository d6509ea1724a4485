/** The print preview of a note: its pages follow the options, until an edition is taken. */
import "./proof.css"
import { html, nothing, render } from "lit-html"
import type { Card } from "../note/card.ts"
import { budget } from "../proof/budget.ts"
import { follow, type State } from "../proof/progress.ts"
import { keep, recall } from "../proof/remembered-options.ts"
import { forget, take } from "../proof/take.ts"
import { pagesView } from "../proof/view.ts"
import { ask } from "../screen/ask.ts"
import { icon } from "../screen/icon.ts"
import { at, readPage } from "../screen/page.ts"
import { search } from "../search/search.ts"
import { t } from "../words.ts"

interface ProofPage {
  /** The address of the note. */
  readonly base: string
  readonly mayTake: boolean
  readonly card: Card
  readonly next: number
  readonly state: State
  /** Empty where a message may not tell it. */
  readonly title: string
  readonly role: string
  readonly linksAt: string
  readonly mails: boolean
}

/** Typing a name asks for new pages this long after the last key. */
const REST_MS = 500

const page = readPage<ProofPage>()
search({})
const form = at<HTMLFormElement>("options")

let { card, state } = page
let shown: State | undefined
/** Its first pages, until the print that is asked for is ready. */
let begun: State | undefined
let isStale = false
let trouble = ""
let rest = 0
let asking = new AbortController()

const share = document.getElementById("share")
share?.toggleAttribute("hidden", false)
share?.addEventListener("click", async () => {
  const { shareDialog } = await import("../share/share.ts")
  shareDialog({ ...page, links: { edit: null, read: null }, right: "print" })
})
for (const id of ["news", "budget"]) at(id).replaceChildren()
const drawPages = pagesView(
  at,
  ({ key, ready }, number, width) =>
    `${page.base}/print/${key}/${number}.png?width=${width}${ready ? "" : "&first=1"}&${options()}`,
  () => at("go").click(),
)

accept(state)
// An address that says how is obeyed.
if (!location.search && recall(form)) change()
else void ask_()

form.addEventListener("input", event => {
  // At once: who leaves before the pages are drawn has chosen all the same.
  keep(form)
  const isTyped = event.target instanceof HTMLInputElement && event.target.classList.contains("input")
  clearTimeout(rest)
  rest = window.setTimeout(change, isTyped ? REST_MS : 0)
})
form.addEventListener("submit", event => {
  if (event.submitter) return
  event.preventDefault()
  change()
})
// Refresh when the page becomes visible again: others may have written meanwhile.
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void ask_())
for (const id of ["go", "download"])
  if (page.mayTake)
    at(id).addEventListener("click", event => {
      event.preventDefault()
      if (form.reportValidity()) void taking(id === "download")
    })
  else at(id).addEventListener("click", () => ((at(id) as HTMLAnchorElement).href = plainPdf()))

document.getElementById("editions")?.addEventListener("click", async () => {
  try {
    const { editionsPanel } = await import("../proof/editions.ts")
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
  // A sheet says the time of the browser that prints it.
  said.set("timezone", Intl.DateTimeFormat().resolvedOptions().timeZone)
  return said
}

/** An address that is passed on says nothing of this browser. */
function shareable(said: URLSearchParams): URLSearchParams {
  said.delete("timezone")
  return said
}

function plainPdf(): string {
  return `${page.base}/note.pdf?${options()}`
}

function change(): void {
  isStale = true
  begun = undefined
  if (page.mayTake) forget(at("edition"), page.next)
  history.replaceState(null, "", `?${shareable(options())}`)
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
    if (state.proposals?.length && !(shown?.key === state.key && shown.proposals))
      at("told").textContent = t("proof.proposed", { count: state.proposals.length })
    shown = state
  }
  isStale = !state.ready
  begun = isStale && state.first.length ? { ...state, pages: state.first } : undefined
  draw()
}

function draw(): void {
  const count = shown?.pages.length ?? 0
  const format = options().get("format") ?? "note"
  const isFolded = format === "pocket" && options().has("booklet")
  const problem = trouble || state.problem
  render(news(problem), at("news"))
  drawPages(begun ?? shown, {
    format,
    isFolded,
    isStale: isStale && !problem && !begun,
    isBegun: Boolean(begun),
    isRefused: Boolean(problem),
  })
  // What was proposed for other pages is out of date.
  const measured = shown && (isStale ? { ...shown, proposals: [] } : shown)
  render(
    budget(measured, card.budget, choice(), page.mayTake ? { setBudget, write: page.base } : undefined),
    at("budget"),
  )
  const bars = form.querySelector("[name=bars] + span")
  if (bars && state.since) bars.textContent = t("proof.bars", { number: state.since })
  document.getElementById("says-code")?.toggleAttribute("hidden", options().get("code") === "0")
  document.getElementById("says-comments")?.toggleAttribute("hidden", !options().has("comments"))
  const label = at("go").querySelector("span")
  if (label)
    label.textContent = isFolded ? t("proof.goBooklet") : count ? t("proof.go", { count }) : t("proof.title")
}

function news(problem: string | null) {
  if (problem)
    return html`<p class="problem" role="alert">${icon("triangle-alert")}<span>${problem}</span>
      ${page.mayTake && !trouble ? html`<a class="btn" href=${page.base}>${icon("pencil-line")}${t("proof.write")}</a>` : nothing}
      <button type="button" class="btn" @click=${ask_}>${icon("refresh-cw")}${t("proof.retry")}</button></p>`
  if (!isStale) return nothing
  if (begun)
    return html`<p class="making"><progress aria-label=${t("proof.begun")}></progress><span>${t("proof.begun")}</span></p>`
  const words = state.before ? t("proof.makingAfter", { count: state.before }) : t("proof.making")
  return html`<p class="making"><progress aria-label=${words}></progress><span>${words}</span></p>`
}

function boxes(): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>("[name=pages]")]
}

/** Chooses a number of pages; one that is not offered is put before the last choice, which is as usual. */
function askFor(pages: string): void {
  const last = boxes().at(-1)?.closest("label")
  if (last && !boxes().some(({ value }) => value === pages)) {
    const more = last.cloneNode(true) as HTMLLabelElement
    const box = more.querySelector("input")
    if (box) box.value = pages
    box?.setAttribute("aria-label", t("proof.inPages", { count: Number(pages) }))
    more.lastChild?.replaceWith(pages)
    last.before(more)
  }
  for (const box of boxes()) box.checked = box.value === pages
}

function choice() {
  return {
    pages: boxes().find(({ checked }) => checked)?.value ?? "",
    choose(pages: string) {
      askFor(pages)
      change()
      at("budget").querySelector<HTMLElement>(".set-closer button")?.focus()
    },
    accept(options: Readonly<Record<string, string>>) {
      for (const [name, value] of Object.entries(options)) {
        if (name === "pages") askFor(value)
        else
          for (const box of form.querySelectorAll<HTMLInputElement>(`[type=checkbox][name="${name}"]`))
            box.checked = value === "1"
      }
      // For this print alone: the next note is set as it was chosen by hand.
      change()
      at("budget").focus()
    },
  }
}

function setBudget(wish: number | null): void {
  card = { ...card, budget: wish }
  draw()
  void ask<Card>("PUT", `${page.base}/card`, { budget: wish }).then(answer => {
    if ("body" in answer) card = answer.body
    else trouble = answer.refusal
    // A print fits in the budget of the card.
    if ("body" in answer) change()
    else draw()
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
