/** The card of the note in the header, its status, and its length on paper; each with its dialog. */
import { drawCard, drawLength, showReopened } from "../card/header.ts"
import type { Card } from "../note/card.ts"
import { at } from "../screen/page.ts"
import { headings, titleChange, titleOf } from "../text/headings.ts"
import type { Editor } from "./editor.ts"
import { openPart } from "./parts.ts"

/** `changed` is called when the header shows another card. */
export function wireCard(editor: Editor, changed: () => void): void {
  const url = `${editor.note}/card`
  let { extent, fitsIn } = editor.page

  function show(now: Card): void {
    editor.card = now
    drawCard(at("path"), at("status"), now)
    drawLength(extent, now.budget, fitsIn)
    changed()
  }

  const openStatus = () =>
    openPart("status", ({ statusPanel }) => editor.view && statusPanel(url, editor.card, editor.view, show))

  const openCard = () =>
    openPart("card", ({ cardPanel }) => {
      const { view } = editor
      if (!view) return
      const title = titleOf(headings(view.state.doc)) ?? ""
      const retitle = (title: string) =>
        view.dispatch({ changes: titleChange(view.state.doc, title), userEvent: "input.format" })
      cardPanel({
        url,
        card: editor.card,
        fields: editor.page.cardFields,
        title,
        retitle,
        saved: show,
        openStatus,
      })
    })

  editor.use({
    actions: {
      card: openCard,
      status: openStatus,
      closeReopened: () => at("reopened").toggleAttribute("hidden", true),
    },
    event(event) {
      if (event.event === "card") {
        show(event)
        if (event.reopened) showReopened(at("reopened"), event)
      }
      if (event.event === "extent") {
        extent = event.pages
        fitsIn = event.fits_in
        drawLength(extent, editor.card.budget, fitsIn)
      }
    },
  })
  drawLength(extent, editor.card.budget, fitsIn)
}
