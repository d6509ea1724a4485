/** Passes an address on: by what the device shares with, else by copying it. */
import { copyFrom } from "../screen/copy-button.ts"

/**
 * The address alone, without a title, which messengers would show. `button` has it in `data-url`, or it is this page's.
 * Who may edit and has no link to read yet makes one by the press, at `data-links`.
 */
export async function pass(button: HTMLElement, told: HTMLElement): Promise<void> {
  const { links } = button.dataset
  const made = links ? await linkToRead(links).catch(() => undefined) : undefined
  if (made) {
    button.dataset.url = made
    delete button.dataset.links
  }
  const url = button.dataset.url || location.origin + location.pathname
  // A rejection means that the person cancelled.
  if ("share" in navigator) await navigator.share({ url }).catch(() => undefined)
  else await copyFrom(button, url, told)
}

/** Undefined where the server refuses: then an address is passed on that gives nothing by itself. */
async function linkToRead(links: string): Promise<string | undefined> {
  const answer = await fetch(links, {
    method: "POST",
    body: JSON.stringify({ role: "read" }),
    headers: { "Content-Type": "application/json" },
  })
  return answer.ok ? ((await answer.json()) as { url: string }).url : undefined
}
