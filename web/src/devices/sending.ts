/** A new address to whom it is for: the share sheet of the system, where there is one; else a mail, as without a script. */

export function sending(): void {
  if (!navigator.share) return
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-send]"))
    link.addEventListener("click", event => {
      event.preventDefault()
      // Who closes the sheet sends nothing, and can press again.
      void navigator.share({ url: link.dataset.send ?? "" }).catch(() => undefined)
    })
}
