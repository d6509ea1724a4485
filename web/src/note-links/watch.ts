/** Replaces addresses of this server by links to their own address, as they are pasted or typed. Part, loaded late. */
import { type Extension, Prec, type TransactionSpec } from "@codemirror/state"
import { type EditorView, type PluginValue, ViewPlugin, type ViewUpdate } from "@codemirror/view"
import { ySyncAnnotation } from "y-codemirror.next"
import type { UndoManager } from "yjs"
import { t } from "../words.ts"
import { type Address, finder, givesRight } from "./addresses.ts"
import { type Own, ownOf, rightOf } from "./own.ts"
import { replacement } from "./replace.ts"
import { undoable } from "./undoable.ts"

/** Debounce of typing: an address is whole when its letters rest. */
const TYPED_MS = 400
interface Range {
  from: number
  to: number
}

/** What was put in the place of an address. */
interface Replaced extends Range {
  readonly original: string
}

export function replaceAddresses(hosts: readonly string[], undo: () => UndoManager): Extension {
  const find = finder(hosts)
  return Prec.highest(
    ViewPlugin.define(view => new Watch(view, find, undo), {
      eventHandlers: {
        paste(event) {
          return this.paste(event)
        },
      },
    }),
  )
}

class Watch implements PluginValue {
  readonly #view: EditorView
  readonly #find: (text: string) => Address[]
  readonly #undo: () => UndoManager
  /** What was typed or pasted since the last look. */
  #fresh: Range[] = []
  /** Addresses with a right that were replaced before a paste, by their own address. */
  readonly #before = new Map<string, { readonly original: string; readonly own: Own }>()
  /** Addresses that were looked at: typing beside one that stayed does not ask again. */
  readonly #seen = new Set<string>()
  #replaced: Replaced[] = []
  #timer = 0
  #isPassing = false

  constructor(view: EditorView, find: (text: string) => Address[], undo: () => UndoManager) {
    this.#view = view
    this.#find = find
    this.#undo = undo
  }

  update({ transactions, changes, docChanged }: ViewUpdate): void {
    if (!docChanged) return
    const move = <R extends Range>(range: R): R => ({
      ...range,
      from: changes.mapPos(range.from, 1),
      to: changes.mapPos(range.to, -1),
    })
    this.#replaced = this.#replaced.map(move)
    this.#fresh = this.#fresh.map(({ from, to }) => ({
      from: changes.mapPos(from, -1),
      to: changes.mapPos(to, 1),
    }))
    const own = transactions.filter(change => !change.annotation(ySyncAnnotation))
    const isPaste = own.some(change => change.isUserEvent("input.paste") || change.isUserEvent("input.drop"))
    if (!isPaste && !own.some(change => change.isUserEvent("input.type"))) return
    changes.iterChangedRanges((_fromA, _toA, from, to) => this.#fresh.push({ from, to }))
    if (isPaste) this.#seen.clear()
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.#look(), isPaste ? 0 : TYPED_MS)
  }

  destroy(): void {
    clearTimeout(this.#timer)
  }

  /** An address with a right is replaced before it is pasted: the history of the note never has it. */
  paste(event: ClipboardEvent): boolean {
    const data = event.clipboardData
    if (!data || this.#isPassing || this.#view.state.readOnly) return false
    const [text, html] = [data.getData("text/plain"), data.getData("text/html")]
    const links = [...this.#find(text), ...this.#find(html)].filter(givesRight)
    if (links.length === 0 || data.files.length > 0) return false
    event.preventDefault()
    void this.#pasteWithout(text, html, links)
    return true
  }

  async #pasteWithout(text: string, html: string, links: readonly Address[]): Promise<void> {
    const owns = new Map(await Promise.all(links.map(async ({ path }) => [path, await ownOf(path)] as const)))
    const without = (said: string) => {
      let out = said
      for (const at of this.#find(said).reverse()) {
        const own = owns.get(at.path)
        if (!own || !givesRight(at)) continue
        this.#before.set(own.url, { original: said.slice(at.from, at.to), own })
        out = out.slice(0, at.from) + location.origin + own.url + at.hash + out.slice(at.to)
      }
      return out
    }
    const [plain, rich] = [without(text), without(html)]
    const clipboardData = new DataTransfer()
    clipboardData.setData("text/plain", plain)
    if (rich) clipboardData.setData("text/html", rich)
    const again = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
    this.#isPassing = true
    if (again.clipboardData?.getData("text/plain") === plain) this.#view.contentDOM.dispatchEvent(again)
    else this.#view.dispatch(this.#view.state.replaceSelection(plain), { userEvent: "input.paste" })
    this.#isPassing = false
  }

  async #look(): Promise<void> {
    const asked = this.#found()
    this.#fresh = this.#fresh.filter(() => asked.length > 0)
    if (asked.length === 0) return
    const owns = new Map<string, Own | undefined>()
    for (const { path } of asked) owns.set(path, this.#before.get(path)?.own ?? (await ownOf(path)))
    // The text went on meanwhile.
    const found = this.#found()
    this.#fresh = []
    this.#put(found, owns)
  }

  /** The addresses that touch what is fresh, in the document as it is now. */
  #found(): Address[] {
    const { doc } = this.#view.state
    const lines = new Set(
      this.#fresh.flatMap(({ from, to }) => {
        const [first, last] = [doc.lineAt(from).number, doc.lineAt(Math.min(to, doc.length)).number]
        return Array.from({ length: last - first + 1 }, (_, n) => first + n)
      }),
    )
    return [...lines]
      .map(number => doc.line(number))
      .flatMap(line =>
        this.#find(line.text).map(at => ({ ...at, from: at.from + line.from, to: at.to + line.from })),
      )
      .filter(at => this.#fresh.some(({ from, to }) => from <= at.to && at.from <= to))
      .filter(at => !this.#seen.has(this.#view.state.sliceDoc(at.from, at.to)))
  }

  #put(found: readonly Address[], owns: ReadonlyMap<string, Own | undefined>): void {
    const { state } = this.#view
    const made = found.flatMap(at => {
      const own = owns.get(at.path)
      const said = state.sliceDoc(at.from, at.to)
      this.#seen.add(said)
      const change = own && replacement(state, at, own)
      const before = this.#before.get(at.path)
      const gives = before?.own.gives ?? own?.gives
      return change ? [{ change, gives, original: before?.original ?? said }] : []
    })
    if (made.length === 0) return
    const changes = state.changes(made.map(({ change }) => change))
    this.#undo().stopCapturing()
    this.#view.dispatch({ changes, userEvent: "input.format" })
    this.#undo().stopCapturing()
    const gave = made.filter(({ gives }) => gives)
    this.#replaced = gave.map(({ change, original }) => ({
      from: changes.mapPos(change.from, -1),
      to: changes.mapPos(change.to, 1),
      original,
    }))
    const given = gave.at(-1)?.gives
    if (given) undoable(t(rightOf(given)), () => this.#takeBack())
  }

  /** Puts the addresses back, as they were pasted. */
  #takeBack(): void {
    for (const { original } of this.#replaced) this.#seen.add(original)
    const changes = this.#replaced.map(({ from, to, original }) => ({ from, to, insert: original }))
    this.#replaced = []
    this.#undo().stopCapturing()
    this.#view.dispatch({ changes, userEvent: "input.format" } satisfies TransactionSpec)
    this.#view.focus()
  }
}
