/** The list of a classeur: local times, sections that unfold, keys, several notes at once, news of others. */
import { at } from "../screen/page.ts"
import { hang } from "../screen/popup.ts"
import { t } from "../words.ts"
import { tellTimes, tellWhole } from "./dates.ts"
import { following } from "./following.ts"
import type { BinderPage } from "./frame.ts"
import { keys, placeOf, step } from "./keys.ts"
import { Picking } from "./picking.ts"
import { Refresh } from "./refresh.ts"
import { type Deed, Several } from "./several.ts"
import { tellDone, undoLast } from "./undoing.ts"
import { Unfolding } from "./unfold.ts"

/** Moves notes to another classeur; gives how to undo it, or null where nothing has moved. */
export type Move = (
  ids: readonly string[],
) => Promise<{ readonly told: string; readonly undo: () => Promise<string | undefined> } | null>

export function list(page: BinderPage, move?: Move): void {
  const by = document.getElementById("by")
  const opener = document.querySelector("[popovertarget=by]")
  if (by && opener) hang(by, opener)
  const form = document.querySelector<HTMLFormElement>("#picked")
  const picking = form ? new Picking(form) : undefined
  const refresh = new Refresh(hold, offer)
  const redraw = async () => {
    const place = placeOf(focusedNote() ?? picking?.ids[0])
    picking?.clear()
    await refresh.now()
    if (isFocusFree()) place()
  }
  const deeds = new Several(page.base, redraw)
  void dress()
  tellWhole()
  refresh.follow()
  if (form && picking) acts(form, picking)

  const ofRow = (row: HTMLElement | undefined): string[] => {
    const chosen = picking?.ids ?? []
    return chosen.length ? chosen : row?.dataset.note ? [row.dataset.note] : []
  }
  const help = () =>
    void import("./key-list.ts").then(({ openKeys }) => openKeys(picking !== undefined, move !== undefined))
  const show = at("show-keys")
  show.hidden = false
  show.addEventListener("click", help)
  keys({
    j: () => step(1),
    ArrowDown: () => step(1),
    k: () => step(-1),
    ArrowUp: () => step(-1),
    o: row => row?.querySelector<HTMLElement>(".row")?.click(),
    "?": help,
    ...(picking
      ? {
          n: () => document.querySelector<HTMLElement>(".rail .begin form button")?.click(),
          x: row => row?.dataset.note && picking.toggle(row.dataset.note),
          e: row => act("archive", ofRow(row)),
          "#": row => act("trash", ofRow(row)),
          Delete: row => act("trash", ofRow(row)),
          F2: row => row && startRename(row),
          m: row => void moveThese(ofRow(row)),
          Escape: () => picking.clear(),
          "Ctrl+z": () => void undoLast(),
        }
      : {}),
  })

  async function dress(): Promise<void> {
    const notes = document.getElementById("notes")
    if (!notes) return
    tellTimes(notes)
    following(notes)
    picking?.show()
    await new Unfolding(notes, page.binder).restore()
  }

  /** What was chosen, and the row that has the focus, come back with the new rows: those of unfolded sections a little later. */
  function hold(): () => void {
    const chosen = picking?.ids ?? []
    const place = placeOf(focusedNote())
    return () => {
      const dressed = dress()
      const missing = picking?.keep(chosen) ?? []
      place()
      void dressed.then(() => missing.length && picking?.keep(missing))
    }
  }

  function offer(showNow: (() => void) | null): void {
    if (showNow) tellDone(t("list.newer"), async () => showNow(), t("list.newerShow"))
  }

  function act(deed: Deed, notes: readonly string[]): void {
    if (notes.length) void deeds.run(deed, { notes })
  }

  function startRename(row: HTMLElement): void {
    void import("./rename.ts").then(({ rename }) => rename(page.base, row, redraw))
  }

  async function moveThese(ids: readonly string[]): Promise<void> {
    if (!move || !ids.length) return
    const moved = await move(ids)
    if (!moved) return
    tellDone(moved.told, async () => {
      tellDone((await moved.undo()) ?? t("list.undone"))
      await redraw()
    })
    await redraw()
  }

  function acts(form: HTMLFormElement, picking: Picking): void {
    for (const button of form.querySelectorAll<HTMLElement>("[data-do=move]")) button.hidden = !move
    form.addEventListener("submit", event => {
      const button = event.submitter
      if (!(button instanceof HTMLButtonElement)) return
      event.preventDefault()
      const notes = picking.ids
      const deed = button.dataset.do
      button.closest<HTMLElement>("[popover]")?.hidePopover()
      if (deed === "theme")
        void deeds.run("theme", { notes, theme: String(new FormData(form).get("theme") ?? "") })
      else if (deed === "status") void deeds.run("status", { notes, status: button.value })
      else if (deed === "archive" || deed === "trash") act(deed, notes)
    })
    form.addEventListener("click", ({ target }) => {
      const deed = (target as Element).closest<HTMLElement>("button[type=button][data-do]")?.dataset.do
      if (deed === "none") picking.clear()
      if (deed === "move") void moveThese(picking.ids)
      if (deed === "folder")
        void import("./folders.ts").then(({ openFolders }) =>
          openFolders(page.base, picking.ids, () => picking.clear()),
        )
    })
  }
}

const focusedNote = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>("[data-note]")?.dataset.note

/** Whether nobody has gone on to another place: what had the focus is gone, or hidden. */
const isFocusFree = (): boolean => {
  const focused = document.activeElement
  return !focused || focused === document.body || !focused.checkVisibility()
}
