/** Whether the text is safe: the save state and its banner, the copy on this device, and unsaved text underlined. */
import { wireSwitch } from "../offline/switch.ts"
import { at } from "../screen/page.ts"
import { drawPending, isPending } from "../session/pending.ts"
import { unsentText } from "../session/rescue.ts"
import { type Lost, saveState, shownState } from "../session/save-state.ts"
import { syncAddress } from "../session/session.ts"
import type { Editor } from "./editor.ts"
import { setWritable } from "./extensions.ts"
import { part } from "./parts.ts"

export interface Saving {
  /** Reads the copy on this device. */
  recall: ReturnType<typeof wireSwitch>["recall"]
  /** Stores the page anew in the copy: the server would give another one than before. */
  renew(): void
}

export function wireSaving(editor: Editor): Saving {
  const { page, redraw } = editor
  const kept = wireSwitch(page, { box: at("keep"), hint: at("keep-hint") }, () => editor.session, redraw)
  const isKept = () => kept.controller?.isKept ?? false
  const state = saveState(at("state"), at("spoken"), at("banner"), {
    unsent: () => (editor.view ? unsentText(editor.session.unsent, editor.view.state) : ""),
    whole: () => ({ name: document.title, text: editor.view?.state.doc.toString() ?? "" }),
    retry: () => editor.session.provider.retry(),
    rescued() {
      isRescued = true
      void kept.controller?.rescued()
    },
  })
  /** Of a server that returned to an earlier state; undefined until it is known. */
  let lost: Lost | undefined
  let isCompared = false
  let isRescued = false

  async function compare(): Promise<void> {
    if (isCompared) return
    isCompared = true
    try {
      const module = await part("wentBack")
      const text = () => editor.view?.state.doc.toString() ?? ""
      lost = await module?.compareWithServer(editor.session, syncAddress(page), text)
    } catch {
      // The banner says to keep the text all the same.
    }
    await kept.controller?.refused()
    redraw()
  }

  /** Nothing is called saved while there is no text to see. */
  function tell(): void {
    const { provider } = editor.session
    if (editor.view || shownState(provider) !== "saved") state.tell(provider, isKept(), lost)
  }

  editor.use({
    synced: () => void kept.controller?.synced(),
    moved: () => kept.controller?.moved(),
    changed() {
      tell()
      kept.controller?.remember()
    },
    draw() {
      const { view, session } = editor
      const { provider, unsent } = session
      const { classList } = document.body
      classList.toggle("off", provider.state === "offline")
      classList.toggle("reading", !provider.mayWrite)
      classList.toggle("stopped", provider.refusal !== undefined)
      tell()
      state.explain(provider, unsent.places.length, isKept(), lost)
      // The server clears the storage of a closed device as soon as that asks for a page.
      if (provider.refusal === "device") location.replace("/")
      else if (provider.refusal === "wentBack") void compare()
      else if (provider.refusal) void kept.controller?.refused()
      if (!view) return
      setWritable(view, provider.mayWrite && !provider.refusal)
      drawPending(view, isPending(provider))
    },
  })
  addEventListener("beforeunload", event => {
    const provider = editor.session?.provider
    if (provider?.refusal === "device" || (provider?.refusal && isRescued)) return
    if (provider?.isDirty && !kept.controller?.isWritten) event.preventDefault()
  })
  return { recall: () => kept.recall(), renew: () => kept.controller?.renew() }
}
