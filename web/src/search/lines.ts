/** The lines of the list that arrows move through, numbered in the order in which they are drawn. */

export interface Line {
  /** `tab`: in a new one. */
  open(tab: boolean): void
  /** Shows more of it in place. */
  unfold?: () => void
}

/** What the template of a line needs. */
export interface Placed {
  readonly id: string
  readonly isAt: boolean
  readonly press: (event: MouseEvent) => void
}

export class Lines {
  readonly all: Line[] = []
  /** The one that Enter opens; -1 where it opens none. */
  readonly at: number

  constructor(at: number) {
    this.at = at
  }

  add(line: Line): Placed {
    const place = this.all.push(line) - 1
    return {
      id: lineId(place),
      isAt: place === this.at,
      press: event => {
        if (event.button > 1) return
        event.preventDefault()
        line.open(event.button === 1 || event.ctrlKey || event.metaKey)
      },
    }
  }
}

export const lineId = (place: number): string => `finding-${place}`

/** Where a key leads from `at` among `count` lines, around the ends; undefined for other keys. */
export function moved(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined
  switch (key) {
    case "ArrowDown":
      return (at + 1) % count
    case "ArrowUp":
      return at < 0 ? count - 1 : (at - 1 + count) % count
    case "PageDown":
      return Math.min(at + 5, count - 1)
    case "PageUp":
      return Math.max(at - 5, 0)
    default:
      return undefined
  }
}

/** Ctrl with Home or End; alone they move in the field. */
export const edge = (key: string, count: number): number | undefined =>
  count === 0 ? undefined : key === "Home" ? 0 : key === "End" ? count - 1 : undefined
