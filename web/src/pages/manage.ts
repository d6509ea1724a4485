/** The pages for managing a note: static HTML; the script localises dates, copies addresses, counts and polls. */
import { tellBusy } from "../screen/busy.ts"
import "./manage.css"
import { offerCopies } from "../screen/copy-button.ts"
import { clock, day, daysAgo } from "../screen/when.ts"
import { search } from "../search/search.ts"
import { t } from "../words.ts"

const LOOK_AGAIN_MS = 3000

tellBusy()
search({})
dress(document)
follow(document.querySelector("[data-waiting]"))
countCut(document.querySelector(".renewing form"), document.getElementById("cut"))
offerCopies(document.getElementById("told"))

function dress(part: ParentNode): void {
  const now = new Date()
  for (const time of part.querySelectorAll("time")) {
    const at = new Date(time.dateTime)
    time.textContent = daysAgo(at, now) === 0 ? clock(at) : day(at, now)
  }
}

/** How many devices a renewal cuts off, as they are ticked now. */
function countCut(form: HTMLFormElement | null, told: HTMLElement | null): void {
  form?.addEventListener("change", () => {
    const count = form.querySelectorAll("[type=checkbox]:not(:checked)").length
    told?.toggleAttribute("data-none", count === 0)
    if (told) told.textContent = count ? t("renew.cut", { count }) : t("renew.cutNobody")
  })
}

/** Mails that wait are looked for again until they have left, and nothing else of the page moves. */
function follow(list: Element | null): void {
  if (!list) return
  setTimeout(async () => {
    const fresh = await lookAgain().catch(() => null)
    if (!fresh || list.contains(document.activeElement)) return follow(list)
    dress(fresh)
    list.replaceWith(fresh)
    follow(fresh.matches("[data-waiting]") ? fresh : null)
  }, LOOK_AGAIN_MS)
}

function lookAgain(): Promise<Element | null> {
  const request = new XMLHttpRequest()
  request.responseType = "document"
  request.open("GET", location.href)
  return new Promise((tell, fail) => {
    request.onload = () => tell(request.responseXML?.querySelector(".sendings") ?? null)
    request.onerror = fail
    request.send()
  })
}
