/** Opens links: with Ctrl or Cmd and a click, with Alt+Enter at the caret, with a click alone where the text is read-only. */
import { type Extension, Prec } from "@codemirror/state"
import { EditorView, keymap } from "@codemirror/view"
import { copyText } from "../screen/clipboard.ts"
import { toast } from "../screen/toast.ts"
import { anchorsOf } from "../text/headings.ts"
import { t } from "../words.ts"
import { linkAt } from "./find.ts"

/** `target` is a whole address; a heading of this note is scrolled to. */
export function openLink(target: string): void {
  if (target.startsWith("#")) location.hash = anchorOf(target)
  else window.open(target, "_blank", "noopener,noreferrer")
}

function anchorOf(target: string): string {
  try {
    return `#${anchorsOf([{ text: decodeURIComponent(target.slice(1)) }])[0]}`
  } catch {
    return target
  }
}

/** Of a note with the name of this server, of a person without `mailto:`. */
export async function copyAddress(target: string): Promise<void> {
  const whole = target.startsWith("/") ? location.origin + target : target.replace(/^(?:mailto|tel):/, "")
  toast(t((await copyText(whole)) ? "links.copied" : "links.notCopied"))
}

function openAt(view: EditorView, at: number | null): boolean {
  const target = at === null ? undefined : linkAt(view.state, at)?.target
  if (target) openLink(target)
  return Boolean(target)
}

export const opening = (): Extension => [
  Prec.high(keymap.of([{ key: "Alt-Enter", run: view => openAt(view, view.state.selection.main.head) }])),
  EditorView.domEventHandlers({
    click(event, view) {
      const isMeant = event.ctrlKey || event.metaKey || view.state.readOnly
      return (
        isMeant &&
        (event.target as Element).closest(".lp-link") !== null &&
        openAt(view, view.posAtCoords(event))
      )
    },
  }),
]
