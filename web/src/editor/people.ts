/** People: faces and names, the followed person, the visitor's own name, and the colours of authors. */
import type { Visitor } from "../note/page.ts"
import type { Authors } from "../people/authors.ts"
import type { Following } from "../people/follow.ts"
import { ofOthers, type Person, people } from "../people/presence.ts"
import { askName } from "../people/visitor-name.ts"
import { at } from "../screen/page.ts"
import { t } from "../words.ts"
import type { Editor } from "./editor.ts"
import { openPart, type Part, part } from "./parts.ts"

export interface People {
  readonly me: Visitor
  readonly others: readonly Person[]
  /** Asks for the visitor's name, unless that has been done. */
  nameOnce(): Promise<void>
}

/** `renamed` is called after the visitor took another name. */
export function wirePeople(editor: Editor, renamed: () => void): People {
  let me = editor.page.visitor
  let others: readonly Person[] = []
  let isAsked = me.name !== null
  /** Where a note begins nobody waits for a name yet, and a dialog would take the first keys: the next focus asks. */
  let isHeld = editor.page.begins
  let following: Following | undefined
  let faces: Part<"faces"> | undefined

  /** One's other tabs are no other person. */
  const notMe = ({ visitor }: Person) => visitor !== editor.page.holder

  async function rename(): Promise<void> {
    isAsked = true
    // After the focus has settled: else the text would take it back from the dialog.
    await Promise.resolve()
    me = await askName(at<HTMLDialogElement>("name"), me, t("editor.anonymous"))
    editor.session.provider.appear()
    renamed()
    editor.redraw()
  }

  function follow(person: Person): void {
    void openPart("follow", ({ Following }) => {
      following ??= new Following({
        view: () => editor.view,
        area: document.querySelector<HTMLElement>(".doc") ?? document.body,
        notice: at("following"),
        changed: editor.redraw,
      })
      following.turn(person)
    })
  }

  /** Before the first key, whether the focus or the right to write came first. */
  function nameBeforeWriting(): void {
    if (!isHeld && !isAsked && editor.view?.hasFocus && editor.session.provider.mayWrite) void rename()
  }

  editor.use({
    actions: { rename, unfollow: () => following?.stop() },
    opened({ contentDOM }) {
      contentDOM.addEventListener("focus", nameBeforeWriting)
      contentDOM.addEventListener("blur", () => (isHeld = false))
    },
    shown: ({ provider }) => void ofOthers(provider.awareness, editor.redraw),
    async synced() {
      faces ??= await part("faces")
      editor.redraw()
    },
    event(event) {
      if (event.event === "welcome") me = event.visitor
    },
    updated: update => following?.moved(update),
    draw() {
      const { provider } = editor.session
      // Offline, the last faces stay, in grey.
      if (provider.isOpen) others = people(provider.awareness).filter(notMe)
      following?.keep(others)
      faces?.drawPeople(at("people"), at("legend"), me, others, {
        rename: () => void rename(),
        follow,
        followed: following?.visitor,
      })
      nameBeforeWriting()
    },
  })
  return {
    get me() {
      return me
    },
    get others() {
      return others
    },
    nameOnce: async () => {
      if (!isAsked) await rename()
    },
  }
}

/** The colours of authors, once that part is loaded. */
export function wireAuthors(editor: Editor): void {
  let authors: Authors | undefined

  async function toggle({ Authors }: Part<"authors">): Promise<void> {
    if (!editor.view) return
    authors ??= new Authors(editor.view, editor.note, () => editor.session.text, at("authors"))
    await authors.turn()
    for (const button of document.querySelectorAll("[data-run=authors]"))
      button.ariaPressed = String(authors.isOn)
  }

  editor.use({
    actions: { authors: () => openPart("authors", part => toggle(part)) },
    async synced() {
      const module = editor.session.provider.mayWrite ? await part("authors") : undefined
      // If this browser is set to show them always.
      if (module?.areWanted() && !authors) void toggle(module)
    },
    updated({ docChanged, selectionSet, focusChanged }) {
      if (docChanged || selectionSet || focusChanged) authors?.moved()
    },
  })
}
