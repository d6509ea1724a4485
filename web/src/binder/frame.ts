/** The frame of every page of a classeur: its share dialog, its name in the title, the size of its text. */
import { carrying } from "../carry/begin.ts"
import { textSize } from "../reader/text-size.ts"
import { at, readPage } from "../screen/page.ts"
import { search } from "../search/search.ts"

/** What the server says of a classeur on each of its pages. */
export interface BinderPage {
  readonly binder: string
  readonly name: string
  readonly role: "read" | "comment" | "edit" | "manage"
  /** Address of the page of the classeur, and the beginning of those below it. */
  readonly base: string
  /** The other classeurs that this device may read. */
  readonly others: readonly { readonly name: string; readonly url: string }[]
  readonly linksAt: string
  readonly mails: boolean
}

export function frame(): BinderPage {
  const page = readPage<BinderPage>()
  document.title = `${page.name} — Pochette`
  const share = document.getElementById("share")
  if (share) {
    share.hidden = false
    share.addEventListener("click", () => void openShare(page))
    // From the share dialog of a note that is open through this classeur.
    if (location.hash === "#share") {
      history.replaceState(history.state, "", location.pathname + location.search)
      void openShare(page)
    }
  }
  const sizes = document.getElementById("sizes")
  if (sizes) textSize(sizes)
  openSearch(page)
  carrying()
  for (const menu of document.querySelectorAll<HTMLElement>(".menu")) closing(menu)
  return page
}

async function openShare({ linksAt, mails, role, name }: BinderPage): Promise<void> {
  const { shareDialog } = await import("../share/share.ts")
  shareDialog({ links: { edit: null, read: null }, linksAt, mails, role, of: "binder", name })
}

function openSearch({ binder, name, role, base, others }: BinderPage): void {
  const mayEdit = role === "edit" || role === "manage"
  const notes = { form: `${base}/notes`, api: `${base}/notes`, binder: name }
  search({
    scope: { id: binder, name },
    ...(mayEdit ? { begins: notes } : {}),
    binders: others,
    commands: [
      { label: "finding.act.pochettes", icon: "folder", href: `${base}/pochettes` },
      { label: "finding.act.archive", icon: "archive", href: `${base}/archive` },
    ],
  })
}

/** A menu goes once one of its lines is pressed, and is moved through with arrows. */
function closing(menu: HTMLElement): void {
  menu.addEventListener("click", ({ target }) => {
    if ((target as Element).closest("a, button")) menu.hidePopover()
  })
  menu.addEventListener("keydown", event => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!by || (event.target as Element).matches("input")) return
    event.preventDefault()
    const lines = [...menu.querySelectorAll<HTMLElement>("a, button")].filter(line => line.offsetParent)
    const next = lines.indexOf(document.activeElement as HTMLElement) + by
    lines[(next + lines.length) % lines.length]?.focus()
  })
}

/** Says something to screen readers. */
export function tell(text: string): void {
  at("told").textContent = text
}
