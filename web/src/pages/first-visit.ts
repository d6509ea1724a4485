/** The page of a first visit by a link: opens what it leads to once somebody sees it. */
import "./first-visit.css"
import { whenSeen } from "../screen/when-seen.ts"

/** Nobody sees a page that is here for a moment. */
const SHOWN_AFTER_MS = 700

const form = document.querySelector<HTMLFormElement>(".opens form")

if (form) {
  // Before the page has loaded, this replaces its entry in the history of the browser. Its address keeps all that it says.
  whenSeen(() => form.submit())
  setTimeout(() => document.body.classList.add("slow"), SHOWN_AFTER_MS)
  // It was left, and came back as it was: by now its address may show what it leads to.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload())
}
