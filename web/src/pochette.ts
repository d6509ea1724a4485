/** The page where a pochette is put together: the list of its notes, how it prints, and its pages as they will be. */
import "./styles/pochette.css"
import { html, nothing, render } from "lit-html"
import {
  type FolderNote,
  type FolderPage,
  folderAt,
  noteOf,
  type Options,
  type Print,
  RefusedError,
} from "./folder.ts"
import { type Dropped, dropping } from "./folder-drop.ts"
import { noteList } from "./folder-list.ts"
import { options } from "./folder-options.ts"
import { pages } from "./folder-view.ts"
import { icon } from "./icon.ts"
import { readPage } from "./page.ts"
import { t } from "./words.ts"

const at = <E extends HTMLElement>(id: string) => document.getElementById(id) as E
const page = readPage<FolderPage>()
const server = folderAt(page.base)
const list = at("list")

let notes = page.notes
let folder = page.folder
let chosen: string | undefined
let print: Print | undefined
/** The last print that was ready. */
let made: Print | undefined
let leaf = 0
let trouble = ""
let isOver = false
let following = new AbortController()

document.title = `${at("name").textContent} — Pochette`
for (const id of ["rename", "share"]) at(id).hidden = false
at("rename").addEventListener("click", rename)
at("share").addEventListener("click", async () => (await import("./folder-share.ts")).shareDialog(page.links))
dropping(
  list,
  over => {
    isOver = over
    draw()
  },
  dropped => void attempt(() => takeIn(dropped)),
)
draw()
void follow()

function draw(): void {
  render(
    html`${summary()}
      ${noteList(notes, chosen, print, { choose, move, remove })}
      <button type="button" class=${isOver ? "add over" : "add"} @click=${add}>${icon("plus")}${t(
        isOver ? "folder.drophere" : "folder.add",
      )}</button>
      <p class="hint">${icon("file-up")}${t("folder.drop")}</p>
      ${options(page.base, folder, change)}`,
    list,
  )
  const hasCover = made ? folder.cover : true
  const first = hasCover ? 2 : 1
  const shown = leaf || (chosen && made?.starts[chosen]) || (notes[0] && made?.starts[notes[0].id]) || first
  const page_ = Math.max(first, Math.min(shown, made?.total ?? shown))
  render(
    pages(page.base, { print: made, hasCover, page: page_ }, by => {
      leaf = page_ + by
      draw()
    }),
    at("view"),
  )
}

function summary() {
  const count = notes.length
  const ready = notes.filter(note => note.status === "ready").length
  const total = made?.total ?? 0
  const sheets = folder.twoSided ? made?.sheets : null
  const sums = [
    t("folder.count", { count }),
    ...(total ? [t("folder.pages", { count: total })] : []),
    ...(sheets ? [t("folder.sheets", { count: sheets })] : []),
    t("reader.minutes", { count: notes.reduce((sum, note) => sum + note.minutes, 0) }),
  ]
  const general = print?.problem && !print.problem.note ? print.problem.message : ""
  return html`<div class="sums"><p>${sums.join(" · ")}</p>
    ${count ? html`<p class="ready"><b>${t("folder.ready", { count: ready, of: count })}</b></p>` : nothing}
    ${making()}
    ${trouble || general ? html`<p class="problem" role="alert">${icon("triangle-alert")}${trouble || general}</p>` : nothing}
  </div>`
}

function making() {
  if (print?.ready || print?.problem) return nothing
  const words = print?.of ? t("folder.makingOf", { done: print.done, of: print.of }) : t("folder.making")
  return html`<p class="making"><progress max=${print?.of || 1} value=${print?.done ?? 0} aria-label=${words}></progress
    ><span>${words}</span><small>${t("folder.leave")}</small></p>`
}

/** Asks how far the print is until it is there; a change of the pochette begins again. */
async function follow(): Promise<void> {
  following.abort()
  const mine = new AbortController()
  following = mine
  print = undefined
  draw()
  try {
    while (!mine.signal.aborted && !print?.ready && !print?.problem) {
      const news: Print = await server.print(print, mine.signal)
      if (mine.signal.aborted) return
      print = news
      if (news.ready) {
        made = news
        at("told").textContent = t("folder.made")
      }
      draw()
    }
  } catch (error) {
    if (!mine.signal.aborted) fail(error)
  }
}

function choose(id: string): void {
  chosen = chosen === id ? undefined : id
  leaf = 0
  draw()
}

function move(id: string, to: number, isLetGo: boolean): void {
  const from = notes.findIndex(note => note.id === id)
  const note = notes[from]
  if (!note) return
  notes = notes.toSpliced(from, 1).toSpliced(to, 0, note)
  draw()
  if (!isLetGo) return
  list.querySelector<HTMLElement>(`[data-id="${id}"] .grip`)?.focus()
  at("told").textContent = t("folder.moved", { title: note.title, at: to + 1, of: notes.length })
  void attempt(async () => show(await server.order(notes.map(({ id }) => id))))
}

function remove(note: FolderNote): void {
  void attempt(async () => {
    show(await server.remove(note.id))
    at("told").textContent = t("folder.removed", { title: note.title })
    list.querySelector<HTMLElement>(".add")?.focus()
  })
}

async function add(): Promise<void> {
  const dialog = import("./folder-add.ts")
  await attempt(async () => {
    const choices = await server.choices()
    ;(await dialog).addDialog({
      choices,
      add: async (picked, link) => take(await server.add({ notes: picked, links: link ? [link] : [] })),
      addFiles: files => takeIn({ files, links: [] }),
    })
  })
}

async function takeIn({ files, links }: Dropped): Promise<void> {
  const texts = files.filter(
    ({ name, type }) => /\.(md|markdown|txt)$/i.test(name) || type.startsWith("text/"),
  )
  const made: string[] = []
  for (const file of texts) made.push(await noteOf(await file.text()))
  if (made.length + links.length) take(await server.add({ links: [...links, ...made] }))
}

function take(now: readonly FolderNote[]): void {
  const before = new Set(notes.map(({ id }) => id))
  at("told").textContent = t("folder.added", { count: now.filter(({ id }) => !before.has(id)).length })
  show(now)
}

function rename(): void {
  void import("./folder-name.ts").then(({ nameDialog }) =>
    nameDialog(folder, async wish => {
      await server.change(wish)
      location.reload()
    }),
  )
}

function change(wish: Partial<Options>): void {
  folder = { ...folder, ...wish }
  draw()
  void attempt(async () => {
    folder = await server.change(wish)
    void follow()
  })
}

function show(now: readonly FolderNote[]): void {
  notes = now
  if (!notes.some(({ id }) => id === chosen)) chosen = undefined
  leaf = 0
  void follow()
}

async function attempt(work: () => Promise<void>): Promise<void> {
  trouble = ""
  try {
    await work()
  } catch (error) {
    fail(error)
    notes = await server.notes().catch(() => notes)
  }
  draw()
}

function fail(error: unknown): void {
  trouble = error instanceof RefusedError ? error.message : t("folder.trouble")
  draw()
}
