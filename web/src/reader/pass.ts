/** Passes an address on: by what the device shares with, else by copying it. */
import { copyFrom } from "../screen/copy-button.ts"

/** The address alone, without a title, which messengers would show. `button` has it in `data-url`, or it is this page's. */
export async function pass(button: HTMLElement, told: HTMLElement): Promise<void> {
  const url = button.dataset.url || location.origin + location.pathname
  // A rejection means that the person cancelled.
  if ("share" in navigator) await navigator.share({ url }).catch(() => undefined)
  else await copyFrom(button, url, told)
}
