/** "Garder sur cet appareil": the switch in the menu; what keeps the note is loaded only where it is wanted. */

import type { EditorPage } from "../note/page.ts"
import type { Session } from "../session/session.ts"
import { type Key, t } from "../words.ts"
import type { Keeper, Switch } from "./controller.ts"
import { keptNote } from "./note-index.ts"

export interface Keeping {
  /** Undefined while the note is not kept, and never was on this page. */
  readonly keeper: Keeper | undefined
  /** What this device holds of the note. */
  recall(): ReturnType<Keeper["recall"]>
}

/** `changed` is called when the answer of `keeper.isKept` is another one. */
export function wireKeeping(
  page: EditorPage,
  { box, hint }: Switch,
  session: () => Session,
  changed: () => void,
): Keeping {
  const why = whyNot()
  if (why) hint.textContent = t(why)
  let keeper: Keeper | undefined
  const load = async () => {
    const { openKeeper } = await import("./controller.ts")
    keeper ??= openKeeper(page, { box, hint }, session, changed)
    return keeper
  }
  box.disabled = why !== undefined
  box.addEventListener("change", async () => {
    box.disabled = true
    await (await load()).toggle()
  })
  return {
    get keeper() {
      return keeper
    },
    recall: async () => (why || !keptNote(page.note) ? undefined : (await load()).recall()),
  }
}

function whyNot(): Key | undefined {
  if (!isSecureContext) return "keep.insecure"
  return "caches" in window && "indexedDB" in window && "serviceWorker" in navigator
    ? undefined
    : "keep.private"
}
