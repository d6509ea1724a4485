/** What a model says of a table whose rows and columns change places: its letters in the lines of a grid. */

export const MOVES = ["Alt-ArrowUp", "Alt-ArrowDown", "Alt-ArrowLeft", "Alt-ArrowRight"] as const
type Move = (typeof MOVES)[number]

const RULE = 1
const swapped = <One>(all: readonly One[], first: number): One[] =>
  all.map((one, index) => all[index === first ? first + 1 : index === first + 1 ? first : index] ?? one)

export class Grid {
  readonly #lines: readonly (readonly string[])[]

  private constructor(lines: readonly (readonly string[])[]) {
    this.#lines = lines
  }

  /** Undefined where the lines have not as many cells, each between two pipes. */
  static of(text: string): Grid | undefined {
    const lines = text.split("\n")
    const cells = lines.map(line => line.split("|").slice(1, -1))
    const isGrid = lines.every(
      (line, index) => /^\|.*\|$/.test(line) && cells[index]?.length === cells[0]?.length,
    )
    return isGrid && !text.includes("\\") ? new Grid(cells) : undefined
  }

  get size(): { readonly rows: number; readonly columns: number } {
    return { rows: this.#lines.length, columns: this.#lines[0]?.length ?? 0 }
  }

  /** The first letter of a cell, counted from the beginning of the table. */
  at(row: number, column: number): number {
    const above = this.#lines.slice(0, row).map(cells => this.#line(cells).length + 1)
    const before = this.#lines[row]?.slice(0, column).map(cell => cell.length + 1) ?? []
    return [...above, ...before].reduce((sum, length) => sum + length, 0) + 2
  }

  #line(cells: readonly string[]): string {
    return `|${cells.join("|")}|`
  }

  /** The text, once the row or the column of a cell has changed places; the head and the rule stay. */
  moved(row: number, column: number, move: Move): string {
    const { rows, columns } = this.size
    const isRow = move === "Alt-ArrowUp" || move === "Alt-ArrowDown"
    const isBack = move === "Alt-ArrowUp" || move === "Alt-ArrowLeft"
    const first = (isRow ? row : column) - (isBack ? 1 : 0)
    const isKept = isRow ? first <= RULE || first + 1 >= rows : first < 0 || first + 1 >= columns
    const lines = isKept
      ? this.#lines
      : isRow
        ? swapped(this.#lines, first)
        : this.#lines.map(cells => swapped(cells, first))
    return lines.map(cells => this.#line(cells)).join("\n")
  }
}
