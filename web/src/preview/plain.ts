/** "Texte simple": the marks stay in sight and nothing is drawn over them; kept by this browser for every note. */
import { Compartment, type Extension, Facet } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"
import { faces } from "../text/faces.ts"

const KEPT = "pochette.plain"
const place = new Compartment()
const wanted = Facet.define<Extension>()

const isPlain = () => localStorage.getItem(KEPT) === "1"

/** The `preview` of a text, unless this browser wants none. */
export const unlessPlain = (preview: Extension): Extension => [
  wanted.of(preview),
  place.of(isPlain() ? faces() : preview),
]

/** The switch in the menu. */
export function wirePlain(box: HTMLInputElement, view: () => EditorView | undefined): void {
  box.checked = isPlain()
  box.addEventListener("change", () => {
    localStorage.setItem(KEPT, box.checked ? "1" : "0")
    const shown = view()
    shown?.dispatch({ effects: place.reconfigure(isPlain() ? faces() : shown.state.facet(wanted)) })
  })
}
