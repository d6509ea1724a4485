/** The editor of a note: the life of its document and its view, and the features that follow both. */
import type { Extension } from "@codemirror/state"
import { EditorView, type ViewUpdate } from "@codemirror/view"
import type { Card } from "../note/card.ts"
import type { EditorPage } from "../note/page.ts"
import { coalesce } from "../screen/coalesce.ts"
import { isPending } from "../session/pending.ts"
import { keepSelection, retype } from "../session/rescue.ts"
import { connectionShown } from "../session/save-state.ts"
import { type Held, openSession, type Session, syncAddress } from "../session/session.ts"
import type { Unsent } from "../session/unsent.ts"
import type { ServerEvent } from "../transport/frames.ts"
import { fetchAhead, part } from "./parts.ts"
import { openView, parsedState, sayNotOpened } from "./view.ts"

/** Debounce of what is derived from the whole text. */
const REST_MS = 200

/** Hooks of a feature; each is optional. */
export interface Feature {
  /** Commands of buttons (`data-run`) and shortcuts, by name. */
  readonly actions?: Readonly<Record<string, () => unknown>>
  /** The view was created. */
  opened?(view: EditorView): void
  /** The view shows another document: the first one, or one that replaces it. */
  shown?(session: Session): void
  /** Document and server agree for the first time; `isRestart` where the document replaces another one. */
  synced?(isRestart: boolean): void
  event?(event: ServerEvent): void
  /** Each message sent or received may change the state of the connection. */
  changed?(): void
  /** The note has another address. */
  moved?(): void
  /** The view was updated. */
  updated?(update: ViewUpdate): void
  /** Text or selection changed, and then rested. */
  rested?(view: EditorView): void
  /** At most once a frame, after the connection, the other people or the view changed. */
  draw?(): void
}

export class Editor {
  readonly page: EditorPage
  /** The path of the note. */
  readonly note: string
  /** As it is now. */
  card: Card
  /** Undefined until there is text to show. */
  view: EditorView | undefined
  /** Set by `open`, once the copy on this device has been read. */
  session!: Session
  readonly #features: Feature[] = []
  #extensions: (session: Session) => Extension = () => []
  #rest = 0
  #connection = ""

  constructor(page: EditorPage) {
    this.page = page
    this.card = page.card
    this.note = `/n/${page.token}`
  }

  use(feature: Feature): void {
    this.#features.push(feature)
  }

  /** `recall` gives the copy on this device, shown at once; `extensions` make the state of each document. */
  async open(
    recall: () => Promise<(Held & { readonly isFilled: boolean }) | undefined>,
    extensions: (session: Session) => Extension,
  ): Promise<void> {
    this.#extensions = extensions
    const held = await recall()
    this.session = this.#start(undefined, held)
    if (held?.isFilled) this.#show()
  }

  /** The action of that name, if a feature has one. */
  action(name: string): (() => unknown) | undefined {
    return this.#features.map(({ actions }) => actions?.[name]).find(Boolean)
  }

  readonly redraw = coalesce(requestAnimationFrame, () => {
    for (const feature of this.#features) feature.draw?.()
  })

  /** Opens a document; once it is synced, the edits that `before` could not save are typed into it again. */
  #start(before?: Session, held?: Held): Session {
    return openSession(
      this.page,
      {
        changed: () => this.#changed(),
        synced: () => {
          if (this.view && !before) this.redraw()
          else this.#show(before?.unsent)
          fetchAhead()
          for (const feature of this.#features) feature.synced?.(before !== undefined)
        },
        own: async (theirs, origins) =>
          (await part("wentBack"))?.ownLetters(this.session.doc, theirs, client =>
            origins.isOfOthers(client),
          ),
        moved: async () => {
          const module = await part("moved")
          if (!(await module?.goOn(this.page))) return undefined
          for (const feature of this.#features) feature.moved?.()
          return syncAddress(this.page)
        },
        event: event => {
          if (event.event === "client-id-taken") this.#startAgain()
          for (const feature of this.#features) feature.event?.(event)
        },
      },
      held,
    )
  }

  /** The server gave our client id to somebody else: continues in another document. */
  #startAgain(): void {
    const before = this.session
    this.session = this.#start(before)
    before.close()
  }

  #changed(): void {
    const { provider } = this.session
    for (const feature of this.#features) feature.changed?.()
    const connection = connectionShown(provider)
    // Without a connection each key changes how much there is to be saved.
    if (connection === this.#connection && !isPending(provider)) return
    this.#connection = connection
    this.redraw()
  }

  #show(unsent?: Unsent): void {
    try {
      this.#shown(unsent)
    } catch (error) {
      if (!this.view) sayNotOpened()
      throw error
    }
  }

  #shown(unsent?: Unsent): void {
    // Until now typing goes on into the document before.
    const carried = unsent && { base: unsent.base, changes: unsent.changes }
    const watch = EditorView.updateListener.of(update => this.#updated(update))
    // First: a listener that edits would else tell of its own edit before the one that it answers.
    const next = parsedState(this.session.text.toString(), [watch, this.#extensions(this.session)])
    const before = this.view?.state
    if (this.view) this.view.setState(next)
    else {
      this.view = openView(next)
      for (const feature of this.#features) feature.opened?.(this.view)
    }
    for (const feature of this.#features) feature.shown?.(this.session)
    if (carried) retype(this.view, carried)
    if (before) keepSelection(this.view, before)
    this.#rested()
    this.redraw()
  }

  #updated(update: ViewUpdate): void {
    for (const feature of this.#features) feature.updated?.(update)
    if (!update.docChanged && !update.selectionSet && !update.focusChanged) return
    clearTimeout(this.#rest)
    this.#rest = window.setTimeout(() => this.#rested(), update.docChanged ? REST_MS : 0)
  }

  #rested(): void {
    if (this.view) for (const feature of this.#features) feature.rested?.(this.view)
  }
}
