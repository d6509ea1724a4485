/** A button that copies, and shows and announces whether it did. */
import { copyText } from "./clipboard.ts"

/** How long the button says it. */
const TOLD_MS = 3000

/** `button` carries its label in a span, both answers in `data-copied` and `data-not-copied`. */
export async function copyFrom(button: HTMLElement, text: string, status: HTMLElement): Promise<void> {
  const label = button.querySelector("span")
  const answer = (await copyText(text)) ? button.dataset.copied : button.dataset.notCopied
  if (!label || answer === undefined) return
  // A second press while the answer stands must not make it the label.
  button.dataset.label ??= label.textContent ?? ""
  label.textContent = answer
  status.textContent = answer
  setTimeout(() => {
    label.textContent = button.dataset.label ?? ""
    status.textContent = ""
  }, TOLD_MS)
}

/** Shows the buttons that copy the address beside them, and tells it in `told`. */
export function offerCopies(told: HTMLElement | null): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-copy]")) {
    const address = button.parentElement?.querySelector("input")
    if (!address || !told) continue
    button.hidden = false
    button.addEventListener("click", () => void copyFrom(button, address.value, told))
  }
}
