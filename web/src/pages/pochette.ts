/** The page of a pochette: the list of its notes, its print options, and its pages. */
import "./pochette.css"
import { html, nothing, render } from "lit-html"
import {
  type Edition,
  type FolderNote,
  type FolderPage,
  folderAt,
  type Listed,
  noteOf,
  type Options,
  type Print,
  RefusedError,
} from "../folder/api.ts"
import { noteList } from "../folder/list.ts"
import { options } from "../folder/options.ts"
import { editionList, summary } from "../folder/summary.ts"
import { pages } from "../folder/view.ts"
import { leftOut, whereabouts } from "../folder/whereabouts.ts"
import { type Dropped, dropping, pasting } from "../screen/drop.ts"
import { icon } from "../screen/icon.ts"
import { at, readPage } from "../screen/page.ts"
import { reloadByAddress } from "../screen/reload.ts"
import { keepOpened } from "../search/opened.ts"
import { search } from "../search/search.ts"
import { t } from "../words.ts"

reloadByAddress()
const page = readPage<FolderPage>()
const server = folderAt(page.base)
const list = at("list")
/** Delay until a slow request is shown. */
const SLOW_MS = 1_200

let notes = page.notes
let folder = page.folder
let editions: readonly Edition[] | undefined
let chosen: string | undefined
let removed: FolderNote | undefined
let print: Print | undefined
/** The last print that was ready. */
let made: Print | undefined
let leaf = 0
let trouble = ""
let isSlow = false
let isOver = false
let following = new AbortController()
/** Counts requests: an answer to an earlier one is stale. */
let asked = 0

document.title = `${at("name").textContent} — Pochette`
for (const id of ["rename", "share"]) at(id).hidden = false
at("rename").addEventListener("click", rename)
at("share").addEventListener("click", share)
const bringing = (dropped: Dropped) => void attempt(() => takeIn(dropped))
dropping(document.body, over, bringing)
pasting(bringing)
document.addEventListener("keydown", event => {
  const isUndo = (event.ctrlKey || event.metaKey) && event.key === "z" && !event.shiftKey
  if (!isUndo || !removed || (event.target as Element).closest("input, textarea, dialog")) return
  event.preventDefault()
  undo()
})
// Notes are written in other tabs: their titles and statuses may have changed meanwhile.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void changing(server.notes)
})
at("print").addEventListener("submit", () => setTimeout(() => editions && void readEditions(), SLOW_MS))
search({
  commands: [
    { label: "finding.act.readFolder", icon: "eye", href: `${page.base}?view=read` },
    { label: "finding.act.share", icon: "share-2", run: share },
  ],
})
keepOpened(page.own)
draw()
void follow()

function draw(): void {
  render(
    html`${leftOut(page.left)}${summary({ notes, folder, print, made, trouble, isSlow }, again)}
      ${noteList(notes, chosen, print ?? made, { choose, move, paint, remove, renew })}
      ${removed ? undoing(removed) : nothing}
      <button type="button" class=${isOver ? "add over" : "add"} @click=${add}>${icon("plus")}${t(
        isOver ? "folder.drophere" : "folder.add",
      )}</button>
      <p class="hint">${icon("file-up")}${t(notes.length ? "folder.drop" : "folder.firstNote")}</p>
      ${options(page.base, folder, change)}
      <details class="printed" @toggle=${readEditions}><summary>${t("folder.editions")}</summary>
        <p class="hint">${t(folder.code ? "folder.copyText" : "folder.copyNoCode")}</p>
        ${editions ? editionList(editions, new Date(), closeEdition) : nothing}
      </details>
      ${whereabouts(page.where, moveTo)}`,
    list,
  )
  const hasCover = made ? folder.cover : true
  const first = hasCover ? 2 : 1
  const begins = notes.map(({ id }) => made?.starts[id]).find(start => start)
  const shown = leaf || (chosen && made?.starts[chosen]) || begins || first
  const number = Math.max(first, Math.min(shown, made?.total ?? shown))
  const isEmpty = notes.every(({ withdrawn }) => withdrawn)
  render(
    pages(page.base, { print: made, hasCover, page: number, isEmpty }, by => {
      leaf = number + by
      draw()
    }),
    at("view"),
  )
}

function undoing(note: FolderNote) {
  return html`<p class="undo"><span>${t("folder.removed", { title: note.title })}</span>
    <button type="button" class="btn" @click=${undo}>${icon("undo-2")}${t("folder.undo")}</button></p>`
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

function over(isHeld: boolean): void {
  isOver = isHeld
  draw()
}

function again(): void {
  void changing(server.notes)
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
  void changing(() => server.order(notes.map(({ id }) => id)))
}

function paint(id: string, colour: number): void {
  notes = notes.map(note => (note.id === id ? { ...note, colour } : note))
  draw()
  void changing(() => server.paint(id, colour))
}

function renew(note: FolderNote): void {
  void changing(
    () => server.renew(note.id),
    () => list.querySelector<HTMLElement>(`[data-id="${note.id}"] .main`)?.focus(),
  )
}

function remove(note: FolderNote): void {
  void changing(
    () => server.remove(note.id),
    () => {
      removed = note
      at("told").textContent = t("folder.removed", { title: note.title })
      draw()
      list.querySelector<HTMLElement>(".undo .btn")?.focus()
    },
  )
}

function undo(): void {
  const note = removed
  if (!note) return
  void changing(
    () => server.putBack(note.id),
    () => {
      at("told").textContent = t("folder.putBack", { title: note.title })
      list.querySelector<HTMLElement>(`[data-id="${note.id}"] .main`)?.focus()
    },
  )
}

async function add(): Promise<void> {
  const dialog = import("../folder/add.ts")
  await attempt(async () => {
    const choices = await server.choices()
    ;(await dialog).addDialog({
      choices,
      find: server.choices,
      accept: page.accept,
      add: async (picked, link) => take(await server.add({ notes: picked, links: link ? [link] : [] })),
      addFiles: files => takeIn({ files, links: [] }),
    })
  })
}

async function takeIn({ files, links }: Dropped): Promise<void> {
  const made: string[] = []
  for (const file of files) made.push(await noteOf(file, page.where.files_at || "/notes/import"))
  if (made.length + links.length === 0) throw new RefusedError(t("folder.nothingDropped"))
  take(await server.add({ links: [...links, ...made] }))
}

function take(now: Listed): void {
  const before = new Set(notes.map(({ id }) => id))
  at("told").textContent = t("folder.added", { count: now.notes.filter(({ id }) => !before.has(id)).length })
  show(now)
}

function rename(): void {
  void import("../folder/name.ts").then(({ nameDialog }) =>
    nameDialog(folder, async wish => {
      await server.change(wish)
      location.reload()
    }),
  )
}

async function moveTo(): Promise<void> {
  const { movingDialog } = await import("../folder/moving.ts")
  movingDialog(page.where, async binder => {
    await server.move(binder)
    location.reload()
  })
}

async function share(): Promise<void> {
  const { shareDialog } = await import("../share/share.ts")
  const { edit = null, read = null } = page.links
  const { linksAt, mails, role } = page
  shareDialog({ links: { edit, read }, linksAt, mails, role, of: "folder" })
}

function change(wish: Partial<Options>): void {
  folder = { ...folder, ...wish }
  draw()
  void attempt(async () => {
    folder = await server.change(wish)
    void follow()
  })
}

async function readEditions(): Promise<void> {
  await attempt(async () => {
    editions = await server.editions()
  })
}

function closeEdition({ number }: Edition): void {
  void attempt(async () => {
    await server.closeEdition(number)
    editions = await server.editions()
  })
}

function keep(now: Listed): void {
  notes = now.notes
  folder = { ...folder, agenda: now.agenda }
}

function show(now: Listed): void {
  keep(now)
  removed = undefined
  if (!notes.some(({ id }) => id === chosen)) chosen = undefined
  leaf = 0
  void follow()
}

/** Asks for another list, and shows it unless something newer was asked for meanwhile. */
function changing(work: () => Promise<Listed>, done?: () => void): Promise<void> {
  asked += 1
  const mine = asked
  return attempt(async () => {
    const now = await work()
    if (mine !== asked) return
    show(now)
    done?.()
  })
}

async function attempt(work: () => Promise<void>): Promise<void> {
  trouble = ""
  const waiting = setTimeout(() => {
    isSlow = true
    draw()
  }, SLOW_MS)
  try {
    await work()
  } catch (error) {
    fail(error)
    await server.notes().then(keep, () => undefined)
  }
  clearTimeout(waiting)
  isSlow = false
  draw()
}

function fail(error: unknown): void {
  trouble =
    error instanceof RefusedError ? error.message : t(navigator.onLine ? "folder.trouble" : "folder.offline")
  draw()
}
