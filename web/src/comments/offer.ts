/** Completion of names after `@` in the text fields of comments. */
import "../styles/slash.css"
import { html, render } from "lit-html"
import { onPress, placeAt, stepped } from "../screen/popup.ts"
import { t } from "../words.ts"
import { offered, wishAt } from "./names.ts"

const TALLEST_PX = 236
/** Keys that move the caret away from the query. */
const LEAVES = /^(?:Arrow[LR]|Home|End|Page)/

/** Offers `names` in the fields called `text` that are, or come to be, in `inside`. */
export function offerNames(inside: HTMLElement, names: () => readonly string[]): void {
  const list = document.createElement("ul")
  Object.assign(list, { id: "mention", className: "slash", popover: "manual", role: "listbox", tabIndex: 0 })
  list.ariaLabel = t("comments.people")
  inside.after(list)
  let field: HTMLTextAreaElement | undefined
  let shown: readonly string[] = []
  let at = 0
  let from = -1
  /** The position of an `@` that was dismissed. */
  let done = -1

  const draw = () => {
    if (!field) return
    const lines = shown.map(
      (name, n) =>
        html`<li role="option" id=${`mention-${n}`} aria-selected=${n === at}><span>${name}</span></li>`,
    )
    render(lines, list)
    list.showPopover()
    place()
    field.ariaAutoComplete = "list"
    field.ariaHasPopup = "listbox"
    field.setAttribute("aria-controls", "mention")
    field.setAttribute("aria-activedescendant", `mention-${at}`)
    list.children[at]?.scrollIntoView({ block: "nearest" })
  }
  const place = () => field && placeAt(list, field.getBoundingClientRect(), document.body, TALLEST_PX)
  const close = () => {
    if (!field) return
    list.hidePopover()
    field.removeAttribute("aria-activedescendant")
    field = undefined
  }
  const choose = (name: string | undefined) => {
    if (!field || name === undefined) return
    const chosen = field
    const { value, selectionStart: to } = chosen
    const gap = /^\s/.test(value.slice(to)) ? "" : " "
    chosen.setRangeText(`@${name}${gap}`, from, to, "end")
    done = from
    close()
    // As typed: what is written is kept.
    chosen.dispatchEvent(new Event("input", { bubbles: true }))
  }

  onPress(list, line => choose(shown[[...list.children].indexOf(line)]))
  inside.addEventListener("input", ({ target }) => {
    const typed = target as HTMLTextAreaElement
    if (typed.name !== "text") return
    const wish = wishAt(typed.value.slice(0, typed.selectionStart))
    // An `@` that nothing follows has just been typed.
    if (!wish?.query) done = -1
    const found = wish && wish.from !== done ? offered(names(), wish.query) : []
    from = wish?.from ?? -1
    if (found.length === 0) return close()
    at = 0
    field = typed
    shown = found
    draw()
  })
  const keys: Record<string, () => void> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => choose(shown[at]),
    Tab: () => choose(shown[at]),
    Escape() {
      done = from
      close()
    },
  }
  const step = (by: number) => {
    at = stepped(at, by, shown.length)
    draw()
  }
  // Before the field itself hears of them: Enter would send.
  const press = (event: KeyboardEvent) => {
    if (!field || event.isComposing) return
    if (LEAVES.test(event.key)) return close()
    const does = keys[event.key]
    if (!does || event.shiftKey) return
    event.preventDefault()
    event.stopPropagation()
    does()
  }
  inside.addEventListener("keydown", press, true)
  inside.addEventListener("pointerdown", close)
  inside.addEventListener("focusout", close)
  addEventListener("scroll", place, true)
  addEventListener("resize", place)
}
