/** The page of who manages: static HTML; its script writes days as people do, and copies addresses. */
import { tellBusy } from "./screen/busy.ts"
import "./styles/manage.css"
import { copyFrom } from "./screen/copying.ts"
import { clock, day, daysAgo } from "./screen/when.ts"

tellBusy()
const now = new Date()
for (const time of document.querySelectorAll("time")) {
  const at = new Date(time.dateTime)
  time.textContent = daysAgo(at, now) === 0 ? clock(at) : day(at, now)
}
const told = document.getElementById("told")
for (const button of document.querySelectorAll<HTMLElement>("[data-copy]")) {
  const address = button.parentElement?.querySelector("input")
  if (!address || !told) continue
  button.hidden = false
  button.addEventListener("click", () => void copyFrom(button, address.value, told))
}
