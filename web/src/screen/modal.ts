/** Opens a modal dialog that gives the focus back as it closes, on each engine. */
export function openModal(dialog: HTMLDialogElement): void {
  const before = document.activeElement
  dialog.showModal()
  const giveBack = () => {
    // WebKit gives it to nothing where it still has what lies below for inert: the next letters would be lost.
    if (document.activeElement !== document.body || !(before instanceof HTMLElement)) return
    before.getBoundingClientRect()
    before.focus({ preventScroll: true })
  }
  dialog.addEventListener("close", giveBack, { once: true })
}
