/** Links to a heading or a comment: the address of the page leads there, and its links are copied. */
import type { Comments } from "../comments/comments.ts"
import type { Editor } from "./editor.ts"
import { openPart, part } from "./parts.ts"

/** Copies the link to what `hash` names, or to the heading over the caret. */
export const copyLink = ({ view }: Editor, hash?: string) =>
  openPart("target", target => view && void target.copyLink(view, hash))

/** Only a visitor who may comment is led to comments. */
export function wireLinks(
  editor: Editor,
  withComments: (use: (comments: Comments) => unknown) => Promise<void>,
): void {
  async function goTo(hash: string): Promise<void> {
    const target = hash.length > 1 ? await part("target") : undefined
    if (!editor.view || !target || target.goTo(editor.view, hash) || editor.page.role === "read") return
    await withComments(async comments => {
      await comments.load()
      target.goToComment(comments, hash)
    })
  }

  editor.use({
    actions: { copyLink: () => copyLink(editor) },
    synced: isRestart => void (isRestart || goTo(location.hash)),
  })
  addEventListener("hashchange", () => void goTo(location.hash))
}
