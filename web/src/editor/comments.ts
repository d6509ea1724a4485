/** Comments beside the text, once that part of the page is loaded, and links that lead to them. */
import type { Comments } from "../comments/comments.ts"
import { at } from "../screen/page.ts"
import type { Editor } from "./editor.ts"
import { copyLink } from "./links.ts"
import { openPart, type Part, part } from "./parts.ts"
import type { People } from "./people.ts"

/** Gives a function that uses the comments as soon as they are loaded. */
export function wireComments(
  editor: Editor,
  people: People,
): (use: (comments: Comments) => unknown) => Promise<void> {
  const { note, page } = editor
  let comments: Comments | undefined

  function made(module: Part<"comments">): Comments | undefined {
    if (!editor.view) return
    comments ??= new module.Comments({
      view: editor.view,
      note,
      id: page.note,
      mayEdit: editor.session.provider.mayWrite,
      aside: at("comments"),
      inside: at("threads"),
      counts: document.querySelectorAll("[data-count=comments]"),
      text: () => editor.session.text,
      undo: () => editor.session.undo,
      isSaved: () => !editor.session.provider.isDirty,
      me: () => people.me.name,
      others: () => people.others,
      copyLink: hash => copyLink(editor, hash),
    })
    return comments
  }

  async function withComments(use: (comments: Comments) => unknown): Promise<void> {
    const module = await part("comments")
    const here = module && made(module)
    if (here) use(here)
  }

  editor.use({
    actions: {
      comments: () => withComments(comments => comments.toggle()),
      comment: async () => {
        await people.nameOnce()
        await openPart("comments", module => made(module)?.compose())
      },
    },
    synced() {
      if (page.role !== "read") void withComments(comments => comments.load())
    },
    event(event) {
      if (event.event === "comments") void comments?.load()
    },
    changed() {
      if (!editor.session.provider.isDirty) comments?.saved()
    },
    // Places in the document before are no places in this one.
    shown: () => comments?.draw(),
    updated: update => comments?.updated(update),
  })
  return withComments
}
