/** The page with all pages of a pochette before it is printed; they follow the print options. */
import "./proof.css"
import { html, nothing, render } from "lit-html"
import { type FolderNote, folderAt, type Options, type Print, RefusedError } from "../folder/api.ts"
import type { State } from "../proof/progress.ts"
import { pagesView } from "../proof/view.ts"
import { icon } from "../screen/icon.ts"
import { at, readPage } from "../screen/page.ts"
import { search } from "../search/search.ts"
import { number, t } from "../words.ts"

interface FolderProofPage {
  /** `/p/TOKEN`. */
  readonly base: string
  readonly folder: Options
  readonly notes: readonly FolderNote[]
  readonly mayChange: boolean
}

const [WIDTH, HEIGHT] = [210, 297]

const page = readPage<FolderProofPage>()
search({})
const server = folderAt(page.base)
const drawPages = pagesView(
  at,
  ({ key }, number, width) =>
    `${page.base}/page/${number}.png?width=${width}&key=${key}${made?.copy ? `&copy=${made.copy}` : ""}`,
  () => at("go").click(),
)

let { folder } = page
/** The last print that was ready, and how far the one that is asked for is. */
let made: (Print & { readonly copy: string }) | undefined
let print: Print | undefined
let trouble = ""
/** Whose copy is shown and printed: the number of the recipient, "" for nobody's. */
let copy = ""
let following = new AbortController()

if (page.mayChange) at("options").addEventListener("change", change)
// Notes are written in other tabs.
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void follow())
draw()
void follow()

function change({ target }: Event): void {
  const { id, name, value, type, checked } = target as HTMLInputElement
  if (id === "copy") {
    showCopy(value)
    return
  }
  const wish = { [name]: type === "checkbox" ? checked : value } as Partial<Options>
  print = undefined
  draw()
  server
    .change(wish)
    .then(now => {
      folder = now
      return follow()
    })
    .catch(fail)
}

function showCopy(number: string): void {
  copy = number
  const printed = at("printed-copy") as HTMLInputElement
  printed.value = copy
  printed.disabled = !copy
  print = undefined
  draw()
  void follow()
}

/** Asks how far the print is until it is there; a later wish ends an earlier one. */
async function follow(): Promise<void> {
  following.abort()
  const mine = new AbortController()
  following = mine
  print = undefined
  trouble = ""
  try {
    while (!mine.signal.aborted && !print?.ready && !print?.problem) {
      const news: Print = await server.print(print, mine.signal, copy)
      if (mine.signal.aborted) return
      print = news
      if (news.ready && made?.key !== news.key) at("told").textContent = t("folder.made")
      if (news.ready) made = { ...news, copy }
      draw()
    }
  } catch (error) {
    if (!mine.signal.aborted) fail(error)
  }
}

function fail(error: unknown): void {
  trouble = error instanceof RefusedError ? error.message : t("folder.trouble")
  draw()
}

function draw(): void {
  const problem = trouble || (print?.problem ? problemOf(print.problem) : "")
  const isEmpty = page.notes.every(({ withdrawn }) => withdrawn)
  const isStale = !problem && !isEmpty && !print?.ready
  render(isEmpty ? html`<p class="problem">${t("folder.empty")}</p>` : news(problem, isStale), at("news"))
  drawPages(made && stateOf(made), {
    format: "note",
    isFolded: false,
    isStale,
    isBegun: false,
    isRefused: Boolean(problem) || isEmpty,
  })
  render(count(), at("count"))
}

function count() {
  const total = made?.total ?? 0
  const sheets = folder.two_sided ? made?.sheets : null
  return html`<div class="n">${
    total ? html`<b>${number(total)}</b><span>${t("proof.unit", { count: total })}</span>` : html`<b>–</b>`
  }</div>${total && sheets ? html`<p class="none">${t("folder.sheets", { count: sheets })}</p>` : nothing}`
}

function news(problem: string, isStale: boolean) {
  if (problem)
    return html`<p class="problem" role="alert">${icon("triangle-alert")}<span>${problem}</span>
      <button type="button" class="btn" @click=${follow}>${icon("refresh-cw")}${t("proof.retry")}</button></p>`
  if (!isStale) return nothing
  const words = print?.of ? t("folder.makingOf", { done: print.done, of: print.of }) : t("folder.making")
  return html`<p class="making"><progress max=${print?.of || 1} value=${print?.done ?? 0} aria-label=${words}></progress
    ><span>${words}</span></p>`
}

/** As a print of a note tells it: each note is named by the page where it begins. */
function stateOf({ key, total, starts }: Print): State {
  const titles = new Map(page.notes.map(({ id, title }) => [starts[id], title]))
  const pages = Array.from({ length: total ?? 0 }, (_, index) => {
    const title = titles.get(index + 1)
    return { width: WIDTH, height: HEIGHT, headings: title ? [title] : [] }
  })
  return { key, ready: true, before: 0, first: [], pages, problem: null }
}

function problemOf({ note, message }: NonNullable<Print["problem"]>): string {
  const title = page.notes.find(({ id }) => id === note)?.title
  return title ? `${title} — ${message}` : message
}
