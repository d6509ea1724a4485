/** The page of a first visit by a link: opens what it leads to once somebody sees it. */
import "./first-visit.css"
import { whenSeen } from "../screen/when-seen.ts"

const form = document.querySelector<HTMLFormElement>(".opens form")

if (form) {
  // Before the page has loaded, this replaces its entry in the history of the browser. Its address keeps all that it says.
  whenSeen(() => form.submit())
  // It was left, and came back as it was: by now its address may show what it leads to.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload())
}
