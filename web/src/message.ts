/** The page of a notice or an error: passes on the message that asks for another link. */
import "./styles/message.css"
import { copyText } from "./clipboard.ts"

const TOLD_MS = 3000

const asking = document.getElementById("asking")?.textContent
const send = document.getElementById("send")
const copy = document.getElementById("copy")

if (asking && send && copy) {
  send.parentElement?.removeAttribute("hidden")
  send.hidden = !("share" in navigator)
  copy.classList.toggle("primary", send.hidden)
  // Whoever closes the system's sheet has changed their mind, which is no failure.
  send.addEventListener("click", () => void navigator.share({ text: asking }).catch(() => undefined))
  copy.addEventListener("click", () => void tell(copy, asking))
}

async function tell(button: HTMLElement, text: string): Promise<void> {
  const label = button.querySelector("span")
  if (!label) return
  const before = label.textContent
  label.textContent = ((await copyText(text)) ? button.dataset.copied : button.dataset.notCopied) ?? before
  setTimeout(() => {
    label.textContent = before
  }, TOLD_MS)
}
