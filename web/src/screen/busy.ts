/** A form that takes a while says so on the button that was pressed, and is not sent twice. */
export function tellBusy(): void {
  document.addEventListener("submit", ({ target, submitter }) => {
    const busy = (target as HTMLFormElement).dataset.busy
    if (!busy || !(submitter instanceof HTMLButtonElement) || submitter.hasAttribute("data-quick")) return
    // A button that is disabled at once would not tell its value.
    requestAnimationFrame(() => {
      for (const button of (target as HTMLFormElement).querySelectorAll("button")) button.disabled = true
      submitter.textContent = busy
      submitter.ariaBusy = "true"
    })
  })
  // Whoever comes back by the browser's own arrow finds the page as it was left.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload())
}
