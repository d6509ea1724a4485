/** During a composition (IME) remote edits are held back: one beside it would double the composed text. */
import type { Extension } from "@codemirror/state"
import { EditorView } from "@codemirror/view"

/** Debounce after which a composition is ended, if remote edits wait for it. */
const REST_MS = 5_000

export interface Held {
  /** Whether anything waits. */
  readonly isHolding: boolean
  hold(): void
  release(): void
}

export function holdWhileComposing(received: Held): Extension {
  let isComposing = false
  let rest = 0
  const go = (_event: Event, view: EditorView) => {
    isComposing = true
    received.hold()
    clearTimeout(rest)
    rest = window.setTimeout(() => {
      if (!isComposing || !received.isHolding) return
      // The keyboard gives what it has, and begins anew with the next key.
      view.contentDOM.blur()
      view.focus()
    }, REST_MS)
    return false
  }
  const end = () => {
    isComposing = false
    clearTimeout(rest)
    // After the letters have come; a keyboard may begin with the next ones in the same breath.
    setTimeout(() => !isComposing && received.release())
    return false
  }
  // A key may take the focus elsewhere and never say that it composes no more: nobody waits for it.
  const leave = (_event: Event, { compositionStarted, contentDOM }: EditorView) => {
    if (compositionStarted) contentDOM.dispatchEvent(new CompositionEvent("compositionend"))
    return false
  }
  return EditorView.domEventHandlers({
    compositionstart: go,
    compositionupdate: go,
    compositionend: end,
    blur: leave,
  })
}
