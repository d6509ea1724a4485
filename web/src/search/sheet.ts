/** On a phone the search fills the screen, and the way back closes it. */

export const PHONE = matchMedia("(max-width: 640px)")

export interface Sheet {
  /** The dialog was closed otherwise than by the way back. */
  left(): void
  /** Leads to an address in the place of the search, so that the way back does not stop there. */
  go(url: string): void
}

const NO_SHEET: Sheet = { left: () => undefined, go: url => location.assign(url) }

/** `back` is called when the way back was taken. */
export function sheet(back: () => void): Sheet {
  if (!PHONE.matches) return NO_SHEET
  let isHere = true
  const gone = () => {
    isHere = false
    removeEventListener("popstate", gone)
    back()
  }
  history.pushState({ finding: true }, "")
  addEventListener("popstate", gone)
  return {
    left() {
      removeEventListener("popstate", gone)
      if (isHere) history.back()
    },
    go(url) {
      isHere = false
      location.replace(url)
    },
  }
}
