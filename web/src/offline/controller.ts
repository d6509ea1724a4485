/** The copy of the open note: written while someone types, set aside when the server refuses it. */

import type { EditorPage } from "../note/page.ts"
import type { Session } from "../session/session.ts"
import type { Refusal } from "../transport/refusals.ts"
import { t } from "../words.ts"
import { type Copy, unsentIn } from "./copy.ts"
import { showAside } from "./set-aside.ts"
import { forgetShell, keepShell } from "./shell.ts"
import { follow, forget, keep, putAside, readdress, recall } from "./store.ts"

export interface Switch {
  readonly box: HTMLInputElement
  readonly hint: HTMLElement
}

export interface Controller {
  /** Whether unsent text is safe on this device. */
  readonly isKept: boolean
  /** Whether the page may close now: `isKept`, and the last key is on this device's disk too. */
  readonly isWritten: boolean
  toggle(): Promise<void>
  /** The copy on this device, or undefined when there is none. */
  recall(): Promise<Copy | undefined>
  /** Call after each change of the text or of its unsent part. */
  remember(): void
  /** Call when document and server agree. */
  synced(): Promise<void>
  /** Call when the server would send another page than the cached one. */
  renew(): void
  /** Call when the note has another address. */
  moved(): void
  /** Call when the server refuses this page for good. */
  refused(): Promise<void>
  /** Call when the person has copied the unsaved text. */
  rescued(): Promise<void>
}

export function openController(
  page: EditorPage,
  { box, hint }: Switch,
  session: () => Session,
  changed: () => void,
): Controller {
  let copy: Copy | undefined
  let isRefused = false

  const draw = () => {
    box.checked = copy !== undefined
    box.disabled = isRefused
    changed()
  }
  const letGo = async () => {
    const before = copy
    copy = undefined
    await forget(page.note, before)
    draw()
  }
  const begin = async () => {
    hint.textContent = t("keep.hint")
    try {
      copy = await keep(page, session())
      draw()
    } catch {
      hint.textContent = t("keep.failed")
      // A browser that stores nothing has nothing to erase, and refuses that too.
      await letGo().catch(draw)
    }
  }
  const renew = () => {
    if (copy) void keepShell(page.note).catch(() => undefined)
  }
  const write = () => void copy?.write()
  addEventListener("pagehide", write)
  document.addEventListener("visibilitychange", () => document.hidden && write())

  return {
    get isKept() {
      return copy?.isSound === true && !isRefused
    },
    get isWritten() {
      return copy?.isWritten === true && !isRefused
    },
    toggle: () => (box.checked ? begin() : letGo()),
    async recall() {
      try {
        copy = await recall(page)
        void showAside(page.note, unsentIn)
      } catch {
        hint.textContent = t("keep.failed")
      }
      draw()
      return copy
    },
    remember: () => copy?.remember(session().provider.isOpen),
    async synced() {
      if (copy && copy.doc !== session().doc) copy = await follow(page, session(), copy)
      renew()
    },
    renew,
    moved() {
      if (!copy) return
      readdress(page)
      renew()
    },
    async refused() {
      const { provider, unsent } = session()
      if (isRefused || !provider.refusal) return
      isRefused = true
      draw()
      if (!copy) return
      // The copy stays, and is sent after the password was given; until then no cached page shows it.
      if (provider.refusal === "password") await forgetShell(page.note)
      else if (!isClosed(provider.refusal)) await putAside(page, copy)
      else if (unsent.isEmpty) await letGo()
      else await forgetShell(page.note)
    },
    async rescued() {
      if (copy && isClosed(session().provider.refusal)) await letGo()
    },
  }
}

const isClosed = (refusal?: Refusal): boolean => refusal === "closed" || refusal === "withdrawn"
