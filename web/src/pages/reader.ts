/** The reader: static HTML; the script adds text size, scroll position and sharing. */
import "./reader.css"
import { keepLastRead } from "../history/last-read.ts"
import { keepPlace } from "../reader/scroll-position.ts"
import { turning } from "../reader/swipe.ts"
import { textSize } from "../reader/text-size.ts"
import { layOut } from "../screen/lazy-layout.ts"
import { at } from "../screen/page.ts"
import { reloadByAddress } from "../screen/reload.ts"
import { clock, day } from "../screen/when.ts"

const { note } = JSON.parse(at("page").textContent ?? "{}") as { note: string }
const text = at("text")
const share = at("share")
const changed = at<HTMLTimeElement>("changed")
const moment = new Date(changed.dateTime)

reloadByAddress()
document.title = `${text.querySelector("h1")?.textContent} — Pochette`
changed.textContent = `${day(moment, new Date())}, ${clock(moment)}`
scrollWide(text, text.dataset.table ?? "")
textSize(at("sizes"))
keepPlace(text, note)
keepLastRead(note)
addEventListener("scroll", drawProgress, { passive: true })
addEventListener("resize", drawProgress)
drawProgress()
layOut(text, drawProgress)
share.hidden = false
void import("../reader/behind.ts").then(({ behind }) => behind(text, note, at("told")))
// Comments stand beside the text of the editor.
const edit = document.querySelector<HTMLAnchorElement>("#edit")
if (edit && location.hash.startsWith("#c-")) location.replace(edit.href + location.hash)
const turn = document.getElementById("turn")
if (turn) turning(turn)
share.addEventListener("click", () => {
  void import("../reader/pass.ts").then(({ pass }) => pass(share, at("told")))
})

function drawProgress(): void {
  const page = document.documentElement
  const rest = page.scrollHeight - innerHeight
  at("progress").style.scale = `${rest > 0 ? Math.min(1, scrollY / rest) : 1} 1`
}

/** Lets wide tables and charts scroll by themselves, by finger and keyboard; `name` is for those without a caption. */
function scrollWide(text: HTMLElement, name: string): void {
  for (const wide of text.querySelectorAll("table, .chart svg")) {
    const caption = wide.parentElement?.querySelector("figcaption") ?? wide.querySelector("caption")
    const frame = document.createElement("div")
    frame.className = "scroll"
    frame.tabIndex = 0
    frame.role = "group"
    frame.ariaLabel = caption?.textContent ?? name
    wide.replaceWith(frame)
    frame.append(wide)
  }
}
