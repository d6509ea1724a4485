/** Letters that are typed before what they are for has come: a field out of sight holds them. */
import { EditorView } from "@codemirror/view"
import { toast } from "../screen/toast.ts"
import { t } from "../words.ts"

const SAID_AFTER_MS = 400

/**
 * Gives what is typed into the text during `work` to whatever has the focus after it, else back to the text.
 * Where `work` answers that it failed, the letters come behind what is selected: they were not meant to replace it.
 */
export async function typedAhead(work: () => Promise<boolean>): Promise<void> {
  const text = document.activeElement
  const view = text instanceof HTMLElement && text.isContentEditable ? EditorView.findFromDOM(text) : null
  if (!view) {
    await work()
    return
  }
  const field = document.createElement("textarea")
  field.className = "vh"
  field.ariaLabel = t("editor.coming")
  // Else WebKit keeps no plain space in it.
  field.style.whiteSpace = "pre-wrap"
  document.body.append(field)
  field.focus({ preventScroll: true })
  const said = setTimeout(() => toast(t("editor.coming")), SAID_AFTER_MS)
  const hasCome = await work()
  clearTimeout(said)
  await new Promise(requestAnimationFrame)
  const typed = field.value
  if (document.activeElement === field || document.activeElement === document.body) view.focus()
  field.remove()
  if (!hasCome) view.dispatch({ selection: { anchor: view.state.selection.main.to } })
  if (typed && view.hasFocus) type(view, typed)
  // A field's own undo has it.
  else if (typed) document.execCommand("insertText", false, typed)
}

/** As a key would. WebKit's `execCommand` writes no-break spaces into a text. */
function type(view: EditorView, typed: string): void {
  const { from, to } = view.state.selection.main
  const plain = () =>
    view.state.update(view.state.replaceSelection(typed), { userEvent: "input.type", scrollIntoView: true })
  const isTaken = view.state.facet(EditorView.inputHandler).some(take => take(view, from, to, typed, plain))
  if (!isTaken) view.dispatch(plain())
}
