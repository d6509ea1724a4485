/** Shows on the pressed button that a form is being sent, and prevents sending it twice. */
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
  // The back/forward cache would show the page as it was left.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload())
}
