/** The home page: dates in local time, and files that are dropped on it. */
import "./home.css"
import { carrying } from "../carry/begin.ts"
import { offerMoves } from "../home/moving.ts"
import { bringAll } from "../import/drop.ts"
import { keptNotes } from "../offline/note-index.ts"
import { dropping } from "../screen/drop.ts"
import { readPage } from "../screen/page.ts"
import { clock, day, daysAgo, fullDay } from "../screen/when.ts"
import type { Place } from "../search/here.ts"
import { search } from "../search/search.ts"

interface HomePage {
  /** Whether this visitor may begin notes. */
  readonly begins: boolean
  /** Address of today's pochette. */
  readonly day: string | null
  readonly binders: readonly Place[]
}

carrying()
if (keptNotes().length) void import("../offline/sweep.ts").then(({ sweep }) => sweep())
const now = new Date()
const list = document.getElementById("notes")
const { today = "", yesterday = "", earlier = "" } = list?.dataset ?? {}
const names = [today, yesterday]

for (const time of document.querySelectorAll("time")) {
  const at = new Date(time.dateTime)
  const recent = names[daysAgo(at, now)]
  const isUnderItsDay = list?.contains(time)
  time.textContent = recent ? (isUnderItsDay ? clock(at) : `${recent}, ${clock(at)}`) : day(at, now)
  time.title = `${fullDay(at)}, ${clock(at)}`
}
if (list) group(list)
document.getElementById("no-cookies")?.toggleAttribute("hidden", navigator.cookieEnabled)
const moved = document.getElementById("moved")
if (list && moved) offerMoves(list, moved)

const page = readPage<HomePage>()
search({
  ...(page.begins ? { begins: { form: "/notes", api: "/api/notes" } } : {}),
  ...(page.day ? { day: page.day } : {}),
  binders: page.binders,
  commands: [{ label: "finding.act.trash", icon: "trash-2", href: "/trash" }],
})

const brought = document.getElementById("brought")
const dropHere = document.getElementById("drop-here")
if (brought && dropHere) {
  const take = (files: readonly File[]) => {
    brought.replaceChildren()
    if (files.length) void bringAll(files, { action: "/notes/import", list: brought })
  }
  dropping(
    document.body,
    isOver => dropHere.toggleAttribute("hidden", !isOver),
    ({ files }) => take(files),
  )
}

/** Splits the one list that the server made; it is ordered already, the newest first. */
function group(list: HTMLElement): void {
  let under: HTMLUListElement | undefined
  let last = ""
  for (const item of [...list.querySelectorAll("li")]) {
    const time = item.querySelector("time")
    const name = names[daysAgo(new Date(time?.dateTime ?? 0), now)] ?? earlier
    if (name !== last || !under) {
      const heading = document.createElement("h3")
      heading.className = "eyebrow"
      heading.textContent = name
      under = document.createElement("ul")
      list.append(heading, under)
      last = name
    }
    under.append(item)
  }
  list.querySelector("ul:empty")?.remove()
}
