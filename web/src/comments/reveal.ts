/** Widths of the window that the margin knows, the scroll to a passage, and what a screen reader is told. */
import { EditorView } from "@codemirror/view"
import type { Place } from "./thread.ts"

/** As in the styles: below it one card at a time is shown, in a sheet from below. */
export const NARROW = matchMedia("(max-width: 760px)")
/** There the margin is beside the sheet, which stays as it is. */
export const WIDE = matchMedia("(min-width: 1241px)")
/** A passage that is gone to stands at least so far from the edges of the screen. */
const MARGIN_PX = 150

/** Where a passage is brought to; `here`, the text stays as it is if some of the passage is in sight. */
export type Where = "here" | "nearest" | "center"

export function reveal(
  view: EditorView,
  place: Place | undefined,
  where: Where,
  isSeen: (place: Place) => boolean,
): void {
  if (!place || (where === "here" && !NARROW.matches && isSeen(place))) return
  const y: "nearest" | "center" = where === "center" ? where : "nearest"
  // On a narrow screen the sheet covers the lower part of the text: the passage goes to the upper one.
  const to = NARROW.matches ? { y: "start" as const, yMargin: 60 } : { y, yMargin: MARGIN_PX }
  view.dispatch({ effects: EditorView.scrollIntoView(place.from, to) })
}

export const announce = (view: EditorView, text: string): void =>
  view.dispatch({ effects: EditorView.announce.of(text) })
