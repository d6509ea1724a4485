/** The extensions of CodeMirror that the text is made of: at once for each session, and those loaded late. */
import { Compartment, EditorState, type Extension } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import { guard } from "../hands/guard.ts"
import type { EditorPage } from "../note/page.ts"
import { presence } from "../people/presence.ts"
import { livePreview, unlessPlain } from "../preview/live-preview.ts"
import { pendingMarks } from "../session/pending.ts"
import type { Session } from "../session/session.ts"
import { sharedText } from "../session/undo.ts"
import { trackUnsent } from "../session/unsent.ts"
import { wholeCharacters } from "../text/code-points.ts"
import { markdown } from "../text/markdown.ts"
import { t } from "../words.ts"
import { holdWhileComposing } from "../writing/composing.ts"
import { typing } from "../writing/typing.ts"
import type { Editor } from "./editor.ts"
import { part } from "./parts.ts"

const writing = new Compartment()

const writable = (may: boolean): Extension => [EditorState.readOnly.of(!may), EditorView.editable.of(may)]

export function setWritable(view: EditorView, may: boolean): void {
  if (view.state.readOnly === may) view.dispatch({ effects: writing.reconfigure(writable(may)) })
}

/** Holds the extensions that are loaded after the first paint. */
const late = new Compartment()
const NONE: Extension = []

/** The one list of what the text is made of; `keys` and `more` need more of the page than the session. */
export function noteExtensions(
  page: EditorPage,
  session: Session,
  keys: Extension,
  more: Extension,
): Extension {
  const { text, undo, unsent, provider } = session
  const label = { "aria-label": t("editor.text"), "aria-multiline": "true", tabindex: "0" }
  const writer = { spellcheck: "true", autocorrect: "on", autocapitalize: "sentences", lang: page.lang }
  return [
    EditorView.cspNonce.of(page.nonce),
    wholeCharacters(),
    writing.of(writable(provider.mayWrite)),
    holdWhileComposing(provider),
    // Before the binding: an edit is recorded before it is sent.
    trackUnsent(unsent, () => provider.isReceiving),
    keys,
    typing(),
    markdown(),
    // Who sees the marks changes them as they are.
    unlessPlain([livePreview(`/n/${page.token}`, page.numbers), guard]),
    presence(provider.awareness, text),
    pendingMarks(unsent),
    sharedText(text, undo),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ ...label, ...writer }),
    more,
    late.of(NONE),
  ]
}

/** Adds search and `lateExtensions` once they are loaded; `run` runs a command. */
export function wireLateExtensions(editor: Editor, run: (name: string) => void): void {
  let extension: Extension | undefined
  editor.use({
    async synced() {
      const module = await part("late")
      if (!editor.view || !module) return
      module.addSearch(editor.view)
      extension ??= module.lateExtensions(editor.page, () => editor.session.undo, run)
      // Not yet in this state.
      if (late.get(editor.view.state) === NONE) editor.view.dispatch({ effects: late.reconfigure(extension) })
    },
  })
}
