/** The editor page: wires its features together; the only file of them with side effects. */
import "./editor.css"
import { EditorView, type ViewUpdate } from "@codemirror/view"
import type { CardWish } from "../card/card.ts"
import { drawCard, drawLength, showReopened } from "../card/header.ts"
import { catchBeside, pasting } from "../clipboard/paste.ts"
import type { Comments } from "../comments/comments.ts"
import { wireMore } from "../editor/action-menu.ts"
import { drawCounts } from "../editor/counts.ts"
import { editingState, setWritable } from "../editor/extensions.ts"
import { drawOutline } from "../editor/outline.ts"
import { fetchAhead, type Part, type PartName, part, partHere } from "../editor/parts.ts"
import { keepLastRead } from "../history/last-read.ts"
import type { Card } from "../note/card.ts"
import type { EditorPage, Visitor } from "../note/page.ts"
import { wireKeeping } from "../offline/switch.ts"
import type { Authors } from "../people/authors.ts"
import { drawPeople } from "../people/faces.ts"
import { Following } from "../people/follow.ts"
import { ofOthers, type Person, people } from "../people/presence.ts"
import { askName } from "../people/visitor-name.ts"
import { measurePlainLetters } from "../preview/letters.ts"
import { wirePlain } from "../preview/live-preview.ts"
import { once } from "../screen/coalesce.ts"
import { readPage } from "../screen/page.ts"
import { toast } from "../screen/toast.ts"
import { follow } from "../session/new-address.ts"
import { drawPending } from "../session/pending.ts"
import { keepSelection, retype, unsentText } from "../session/rescue.ts"
import { lineShown, saveState } from "../session/save-state.ts"
import { type Held, openSession, type Session, syncAddress } from "../session/session.ts"
import type { Unsent } from "../session/unsent.ts"
import { headings, titleChange, titleOf } from "../text/headings.ts"
import type { Watcher } from "../transport/provider.ts"
import { t } from "../words.ts"
import { editCommands } from "../writing/commands.ts"
import type { Command } from "../writing/format.ts"
import { keys, pageShortcut, shortcutsOf } from "../writing/keys.ts"
import { mending } from "../writing/mending.ts"
import { drawToolbar, followKeyboard, wireToolbar } from "../writing/toolbar.ts"

/** What is derived from the whole text is redrawn this long after the last key. */
const REST_MS = 200

const page = readPage<EditorPage>()
const at = <E extends HTMLElement>(id: string) => document.getElementById(id) as E
/** What is there only for who may write. */
const find = (id: string) => document.getElementById(id)
const bar = at("toolbar")
const shortcuts = at<HTMLDialogElement>("shortcuts")
const allKeys = shortcutsOf(shortcuts)

let visitor: Visitor = page.visitor
let { card, extent } = page
let isAsked = visitor.name !== null
let view: EditorView | undefined
let others: Person[] = []
let rest = 0
let authors: Authors | undefined
let comments: Comments | undefined

const note = `/n/${page.token}`

const commands = editCommands(() => session.undo, {
  find: () => openPart("search", ({ find }) => view && find(view)),
  print: () => location.assign(`${note}/print`),
  shortcuts: () => shortcuts.showModal(),
})
const state = saveState(at("state"), at("spoken"), at("banner"), {
  unsent: () => (view ? unsentText(session.unsent, view.state) : ""),
  whole: () => ({ name: document.title, text: view?.state.doc.toString() ?? "" }),
  retry: () => session.provider.retry(),
  rescued: () => void keeping.keeper?.rescued(),
})
const redraw = once(requestAnimationFrame, () => {
  const { provider, unsent } = session
  // Offline, the faces stay, grey: those who were here last.
  if (provider.isOpen) others = people(provider.awareness)
  following.keep(others)
  drawPeople(at("people"), at("legend"), visitor, others, {
    rename: () => void rename(),
    follow: person => following.turn(person),
    followed: following.visitor,
  })
  document.body.classList.toggle("off", provider.state === "offline")
  document.body.classList.toggle("reading", !provider.mayWrite)
  document.body.classList.toggle("stopped", provider.refusal !== undefined)
  const isKept = keeping.keeper?.isKept ?? false
  state.tell(provider, isKept)
  state.explain(provider, unsent.places.length, isKept)
  // The server clears what a closed device has kept, as soon as it asks for a page.
  if (provider.refusal === "device") location.replace("/")
  else if (provider.refusal) void keeping.keeper?.refused()
  if (!view) return
  setWritable(view, provider.mayWrite && !provider.refusal)
  drawPending(view, isPending(provider))
  askOnce()
})

const following = new Following({
  view: () => view,
  area: document.querySelector("main") ?? document.body,
  notice: at("following"),
  changed: redraw,
})
const keeping = wireKeeping(page, { box: at("keep"), hint: at("keep-hint") }, () => session, redraw)
const isPending = ({ state }: Session["provider"]) => state === "offline" || state === "refused"
let session: Session
/** What of the line is on the page. */
let shown = ""
void begin()

/** What this device keeps of the note is shown at once; the rest of it comes with the network. */
async function begin(): Promise<void> {
  const held = await keeping.recall()
  session = start(undefined, held)
  if (held?.isFilled) show()
}

/** Opens the document; what `before` could not save is typed into it again once it is there. */
function start(before?: Session, held?: Held): Session {
  const watcher: Watcher = {
    changed() {
      state.tell(session.provider, keeping.keeper?.isKept ?? false)
      keeping.keeper?.remember()
      const line = lineShown(session.provider)
      // Without a line each key changes how much there is to be saved.
      if (line === shown && !isPending(session.provider)) return
      shown = line
      redraw()
    },
    synced() {
      if (view && !before) redraw()
      else show(before?.unsent)
      void keeping.keeper?.synced()
      fetchAhead()
      if (!before) aim()
      if (session.provider.mayWrite) void part("authors").then(showAuthors)
      if (page.role !== "read") void withComments(comments => comments.load())
      void part("search").then(search => view && search?.addSearch(view))
      void part("chart").then(chart => view && chart?.addCharts(view))
      void part("copy").then(copy => view && copy?.addCopy(view))
      void part("table").then(table => view && table?.addTable(view, find("table-menu"), find("table-tools")))
      void part("slash").then(
        slash => view && slash?.addSlash(view, find("slash"), run, find("insert-menu"), find("insert")),
      )
    },
    async moved() {
      if (!(await follow(page))) return undefined
      keeping.keeper?.moved()
      return syncAddress(page)
    },
    event(event) {
      if (event.event === "welcome") visitor = event.visitor
      if (event.event === "client-id-taken") startAgain()
      if (event.event === "comments") void comments?.load()
      if (event.event === "card") {
        learn(event)
        if (event.reopened) showReopened(at("reopened"), card)
      }
      if (event.event === "extent") {
        extent = event.pages
        drawLength(extent, card.budget)
      }
    },
  }
  return openSession(page, watcher, held)
}

/** The server gave our client id to somebody else: another document, and what it did not take typed again. */
function startAgain(): void {
  const before = session
  session = start(before)
  before.close()
}

function show(unsent?: Unsent): void {
  // Until now what is typed goes on into the document before.
  const carried = unsent && { base: unsent.base, changes: unsent.changes }
  const next = editingState(page, session, keys(commands, allKeys), [
    EditorView.updateListener.of(watch),
    pasting({ note, undo: session.undo, pictures: openPicture, converter: () => part("paste") }),
  ])
  ofOthers(session.provider.awareness, redraw)
  const before = view?.state
  if (view) view.setState(next)
  else {
    at("editor").replaceChildren()
    view = new EditorView({ parent: at("editor"), state: next, dispatchTransactions: mending })
    measurePlainLetters(view)
    wireToolbar(bar, view, commands)
    view.contentDOM.addEventListener("focus", askOnce)
  }
  if (carried) retype(view, carried)
  if (before) keepSelection(view, before)
  drawText()
  redraw()
}

function watch(update: ViewUpdate): void {
  following.moved(update)
  if (!update.docChanged && !update.selectionSet && !update.focusChanged) return
  drawTools()
  authors?.moved()
  if (update.docChanged) comments?.moved()
  clearTimeout(rest)
  rest = window.setTimeout(drawText, update.docChanged ? REST_MS : 0)
}

const drawTools = once(requestAnimationFrame, () => {
  const { undoStack, redoStack } = session.undo
  if (view) drawToolbar(bar, view.state, { canUndo: undoStack.length > 0, canRedo: redoStack.length > 0 })
})

function drawText(): void {
  if (!view) return
  const all = headings(view.state.doc)
  const title = titleOf(all) ?? t("editor.untitled")
  const name = `${title} — Pochette`
  // Told once more what it is called, a page is shown anew.
  if (document.title !== name) {
    document.title = name
    at("title").textContent = title
  }
  drawOutline(at("outline"), view, all, copyLink)
  drawCounts(document, view.state)
}

/** Goes where the address of the page leads, as soon as that part of the page is here. */
function aim(): void {
  const { hash } = location
  if (hash.length < 2) return
  void part("target").then(target => {
    if (!view || !target || target.goTo(view, hash) || page.role === "read") return
    void withComments(async comments => {
      await comments.load()
      target.goToComment(comments, hash)
    })
  })
}

const copyLink = (hash?: string) => openPart("target", target => view && void target.copyLink(view, hash))

/** Who may comment sees what is said, once that part of the page is here. */
async function withComments(use: (comments: Comments) => unknown): Promise<void> {
  const module = await part("comments")
  if (!module || !view) return
  const mayEdit = session.provider.mayWrite
  const counts = document.querySelectorAll<HTMLElement>("[data-count=comments]")
  const places = { aside: at("comments"), inside: at("threads"), counts }
  comments ??= new module.Comments({
    view,
    note,
    id: page.note,
    mayEdit,
    text: () => session.text,
    me: () => visitor.name,
    others: () => others,
    copyLink,
    ...places,
  })
  use(comments)
}

/** Shows who wrote what where this browser wants it always. */
function showAuthors(part?: Part<"authors">): void {
  if (part?.areWanted() && !authors) void turnAuthors(part)
}

/** Who wrote what is shown in colours, or no longer. */
async function turnAuthors({ Authors }: Part<"authors">): Promise<void> {
  if (!view) return
  authors ??= new Authors(view, note, () => session.text, at("authors"))
  await authors.turn()
  document.querySelector("[data-run=authors]")?.setAttribute("aria-pressed", String(authors.isOn))
}

function learn(now: Card): void {
  card = now
  drawCard(at("path"), at("status"), card)
  drawLength(extent, card.budget)
  keeping.keeper?.renew()
}

const openStatus = () =>
  openPart("status", ({ statusPanel }) => view && statusPanel(`${note}/card`, card, view, learn))

/** Asks what a picture shows, of those that were brought or of one to be chosen. */
const openPicture = (files?: readonly File[]) =>
  openPart("picture", ({ pictureDialog }) => view && pictureDialog(view, `${note}/images`, files))

const cardWish = (text: EditorView): CardWish => ({
  url: `${note}/card`,
  card,
  title: titleOf(headings(text.state.doc)) ?? "",
  retitle: title => text.dispatch({ changes: titleChange(text.state.doc, title), userEvent: "input" }),
  saved: learn,
  openStatus: () => void openStatus(),
})

/** Opens a part of the page that comes with its own chunk. */
async function openPart<Name extends PartName>(name: Name, use: (module: Part<Name>) => void): Promise<void> {
  const module = partHere(name) ?? (await part(name))
  if (module) use(module)
  else toast(t("editor.noPart"))
}

/** Before the first key, whether the focus or the right to write came first. */
function askOnce(): void {
  if (!isAsked && view?.hasFocus && session.provider.mayWrite) void rename()
}

async function rename(): Promise<void> {
  isAsked = true
  // After the focus has settled: else the text would take it back from the dialog.
  await Promise.resolve()
  visitor = await askName(at<HTMLDialogElement>("name"), visitor, t("editor.anonymous"))
  session.provider.appear()
  keeping.keeper?.renew()
  redraw()
}

followKeyboard()
catchBeside(files => view && !view.state.readOnly && openPicture(files))
wirePlain(at("plain"), () => view)
drawLength(extent, card.budget)
keepLastRead(page.note)
const actions: Record<string, () => unknown> = {
  rename,
  comments: () => withComments(comments => comments.toggle()),
  comment: async () => {
    if (!isAsked) await rename()
    await withComments(comments => comments.compose())
  },
  authors: () => openPart("authors", part => turnAuthors(part)),
  card: () => openPart("card", ({ cardPanel }) => view && cardPanel(cardWish(view))),
  status: openStatus,
  picture: () => openPicture(),
  editions: () => openPart("editions", ({ editionsPanel }) => editionsPanel(`${note}/editions`)),
  unfollow: () => following.stop(),
  copyLink: () => copyLink(),
  closeReopened: () => at("reopened").toggleAttribute("hidden", true),
}
const run = (name: string) => {
  if (actions[name]) void actions[name]()
  else if (name.startsWith("table:")) void openPart("table", ({ TABLE }) => changeBlock(TABLE[name]))
  else if (!commands[name]) void openPart("slash", ({ BLOCKS }) => changeBlock(BLOCKS[name]))
  else if (view) commands[name](view)
}
/** What is done to a table or put into the text is a step of undo. */
const changeBlock = (change?: Command) => {
  if (!view || !change) return
  session.undo.stopCapturing()
  change(view)
  view.focus()
}
wireMore(run)
at("share").addEventListener("click", () => openPart("share", ({ shareDialog }) => shareDialog(page)))
// The passage that is chosen goes along to the page that erases it.
document.getElementById("erase")?.addEventListener("formdata", ({ formData }) => {
  const { from, to } = view?.state.selection.main ?? { from: 0, to: 0 }
  formData.set("text", view?.state.sliceDoc(from, to) ?? "")
})
addEventListener("hashchange", aim)
addEventListener("beforeunload", event => {
  if (session?.provider.refusal !== "device" && session?.provider.isDirty && !keeping.keeper?.isWritten)
    event.preventDefault()
})
addEventListener("keydown", event => {
  const name = pageShortcut(event, allKeys)
  if (!name || !view) return
  event.preventDefault()
  run(name)
})
