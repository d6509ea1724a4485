/** The toolbar: its buttons run commands, and take arrow keys. */

/** Buttons run by their `data-run`, as everywhere on the page; `run` is for the choices of the heading menu. */
export function wireToolbar(bar: HTMLElement, run: (name: string) => void): void {
  const menu = bar.querySelector("select")
  // The text keeps its focus and selection, and a phone its keyboard, while a button is pressed.
  bar.addEventListener("mousedown", event => {
    if ((event.target as Element).closest("button")) event.preventDefault()
  })
  menu?.addEventListener("change", () => run(menu.value))
  walkWithArrows(bar)
}

function walkWithArrows(bar: HTMLElement): void {
  const tools = () =>
    [...bar.querySelectorAll<HTMLElement>("button, select, a")].filter(tool => tool.offsetParent)
  const all = bar.querySelectorAll<HTMLElement>("button, select, a")
  all.forEach((tool, index) => {
    tool.tabIndex = index === 0 ? 0 : -1
  })
  bar.addEventListener("focusin", event => {
    for (const tool of all) tool.tabIndex = tool === event.target ? 0 : -1
  })
  bar.addEventListener("keydown", event => {
    const list = tools()
    const at = list.indexOf(document.activeElement as HTMLElement)
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: list.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    list.at(next % list.length)?.focus()
  })
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
