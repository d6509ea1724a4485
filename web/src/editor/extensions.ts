/** Everything that the text area is made of, for one session. */
import { ensureSyntaxTree } from "@codemirror/language"
import { Compartment, EditorState, type Extension, Text } from "@codemirror/state"
import { EditorView, placeholder } from "@codemirror/view"
import type { EditorPage } from "../note/page.ts"
import { remoteCarets } from "../people/carets.ts"
import { presence } from "../people/presence.ts"
import { livePreview, unlessPlain } from "../preview/live-preview.ts"
import { openLinks } from "../preview/open-links.ts"
import { pendingMarks } from "../session/pending.ts"
import type { Session } from "../session/session.ts"
import { separateSteps, sharedText } from "../session/undo.ts"
import { trackUnsent } from "../session/unsent.ts"
import { wholeCharacters } from "../text/code-points.ts"
import { markdown } from "../text/markdown.ts"
import { t } from "../words.ts"
import { holdWhileComposing } from "../writing/composing.ts"
import { typing } from "../writing/typing.ts"

/** As many letters as the server draws before the editor is there (export/note/first_paint.py). */
const FIRST_PAINT = 6_000
const PARSE_MS = 2_000

const writing = new Compartment()

const writable = (may: boolean): Extension => [EditorState.readOnly.of(!may), EditorView.editable.of(may)]

export function setWritable(view: EditorView, may: boolean): void {
  if (view.state.readOnly === may) view.dispatch({ effects: writing.reconfigure(writable(may)) })
}

export function editingState(
  page: EditorPage,
  session: Session,
  keys: Extension,
  more: Extension,
): EditorState {
  const { text, undo, unsent, provider } = session
  const label = { "aria-label": t("editor.text"), "aria-multiline": "true", tabindex: "0" }
  const writer = { spellcheck: "true", autocorrect: "on", autocapitalize: "sentences", lang: page.lang }
  const state = EditorState.create({
    doc: Text.of(text.toString().split("\n")),
    extensions: [
      EditorView.cspNonce.of(page.nonce),
      wholeCharacters(),
      writing.of(writable(provider.mayWrite)),
      holdWhileComposing(provider),
      // Before the binding: an edit is written down before it is sent.
      trackUnsent(unsent, () => provider.isReceiving),
      separateSteps(undo),
      keys,
      typing(),
      markdown(),
      unlessPlain(livePreview(`/n/${page.token}`)),
      openLinks(),
      presence(provider.awareness, text),
      remoteCarets(t("editor.anonymous")),
      pendingMarks(unsent),
      sharedText(text, undo),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ ...label, ...writer }),
      placeholder(t("editor.placeholder")),
      more,
    ],
  })
  return parsed(state)
}

/** Parses what is seen first before it is drawn. CodeMirror gives it 20 ms, and draws the marks of the rest as letters. */
function parsed(state: EditorState): EditorState {
  ensureSyntaxTree(state, Math.min(FIRST_PAINT, state.doc.length), PARSE_MS)
  // A state holds the tree of its own beginning: the next one has what was parsed since.
  return state.update({}).state
}
