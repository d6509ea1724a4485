/** The switch "Garder sur cet appareil" of the menu. It loads the controller only when needed. */

import type { EditorPage } from "../note/page.ts"
import { hasStorage } from "../screen/storage.ts"
import type { Session } from "../session/session.ts"
import { type Key, t } from "../words.ts"
import type { Controller, Switch } from "./controller.ts"
import { keptNote } from "./note-index.ts"

export interface Kept {
  /** Undefined while the note is not kept, and never was on this page. */
  readonly controller: Controller | undefined
  /** Reads the copy of the note on this device. */
  recall(): ReturnType<Controller["recall"]>
}

/** `changed` is called when the answer of `controller.isKept` is another one. */
export function wireSwitch(
  page: EditorPage,
  { box, hint }: Switch,
  session: () => Session,
  changed: () => void,
): Kept {
  const why = whyNot()
  if (why) hint.textContent = t(why)
  let controller: Controller | undefined
  const load = async () => {
    const { openController } = await import("./controller.ts")
    controller ??= openController(page, { box, hint }, session, changed)
    return controller
  }
  box.disabled = why !== undefined
  box.addEventListener("change", async () => {
    box.disabled = true
    await (await load()).toggle()
  })
  return {
    get controller() {
      return controller
    },
    recall: async () => (why || !keptNote(page.note) ? undefined : (await load()).recall()),
  }
}

function whyNot(): Key | undefined {
  if (!isSecureContext) return "keep.insecure"
  return hasStorage() && "caches" in window && "indexedDB" in window && "serviceWorker" in navigator
    ? undefined
    : "keep.private"
}
