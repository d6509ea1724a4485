/** The toolbar: its buttons run commands. */

/** Buttons run by their `data-run`, as everywhere on the page; `run` is for the choices of the heading menu. */
export function wireToolbar(bar: HTMLElement, run: (name: string) => void): void {
  const menu = bar.querySelector("select")
  // The text keeps its focus and selection, and a phone its keyboard, while a button is pressed.
  bar.addEventListener("mousedown", event => {
    if ((event.target as Element).closest("button")) event.preventDefault()
  })
  menu?.addEventListener("change", () => run(menu.value))
}

/** Keeps the toolbar above a phone's keyboard that is laid over the page (iOS): sets `--seen-height` to the visible height. */
export function followKeyboard(): void {
  const seen = window.visualViewport
  if (!seen) return
  const measure = () => {
    const isCovered = seen.scale === 1 && seen.height < window.innerHeight - 1
    const root = document.documentElement
    if (isCovered) root.style.setProperty("--seen-height", `${seen.height}px`)
    else root.style.removeProperty("--seen-height")
    if (isCovered) window.scrollTo(0, 0)
  }
  seen.addEventListener("resize", measure)
  measure()
}
