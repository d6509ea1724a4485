/** Who is here: the faces and names, the person who is followed, and the visitor's own name. */
import type { Visitor } from "../note/page.ts"
import { drawPeople } from "../people/faces.ts"
import type { Following } from "../people/follow.ts"
import { ofOthers, type Person, people } from "../people/presence.ts"
import { askName } from "../people/visitor-name.ts"
import { at } from "../screen/page.ts"
import { t } from "../words.ts"
import type { Editor } from "./editor.ts"
import { openPart } from "./parts.ts"

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
  let following: Following | undefined

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
        area: document.querySelector("main") ?? document.body,
        notice: at("following"),
        changed: editor.redraw,
      })
      following.turn(person)
    })
  }

  /** Before the first key, whether the focus or the right to write came first. */
  function nameBeforeWriting(): void {
    if (!isAsked && editor.view?.hasFocus && editor.session.provider.mayWrite) void rename()
  }

  editor.use({
    actions: { rename, unfollow: () => following?.stop() },
    opened: view => view.contentDOM.addEventListener("focus", nameBeforeWriting),
    shown: ({ provider }) => void ofOthers(provider.awareness, editor.redraw),
    event(event) {
      if (event.event === "welcome") me = event.visitor
    },
    updated: update => following?.moved(update),
    draw() {
      const { provider } = editor.session
      // Offline, the faces stay, grey: those who were here last.
      if (provider.isOpen) others = people(provider.awareness)
      following?.keep(others)
      drawPeople(at("people"), at("legend"), me, others, {
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
