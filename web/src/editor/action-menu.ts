/** The menu of other actions, and whatever else on the page runs a command by its `data-run`. */
export function wireMore(run: (name: string) => void): void {
  document.addEventListener("click", event => {
    const button = (event.target as Element).closest<HTMLElement>("[data-run]")
    if (!button?.dataset.run) return
    // A link that runs a command leads somewhere where there is no script.
    if (button instanceof HTMLAnchorElement) event.preventDefault()
    button.closest<HTMLElement>("[popover]")?.hidePopover()
    run(button.dataset.run)
  })
}
