/** Numbers of list items, counted from the tree as paper counts them: the first item's number starts the list. */
import type { Text } from "@codemirror/state"
import type { SyntaxNode } from "@lezer/common"

const UNITS = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]

/** Counts the items of each list once, in the order of the text; valid for one tree. */
export class Ordinals {
  readonly #doc: Text
  /** By the start of each list: its last counted item, and that item's number. */
  readonly #counted = new Map<number, { item: SyntaxNode; number: number }>()

  constructor(doc: Text) {
    this.#doc = doc
  }

  /** What stands before an item of an ordered list, as paper has it (export/note/list_signs.py): `3.` or `3)`, then `c)`, then `iii)`. */
  signOf(item: SyntaxNode, level = 0): string {
    const number = this.#numberOf(item)
    // Of figures of base 36, those from 10 on are letters.
    const letter = number > 0 && number < 27 && (number + 9).toString(36)
    const roman = number < 40 && "x".repeat(number / 10) + UNITS[number % 10]
    if (level) return `${(level > 1 ? roman : letter) || number})`
    const mark = item.getChild("ListMark")
    return number + (mark ? this.#doc.sliceString(mark.to - 1, mark.to) : ".")
  }

  #numberOf(item: SyntaxNode): number {
    const list = item.parent as SyntaxNode
    let { item: at, number } = this.#counted.get(list.from) ?? this.#first(list)
    for (let next = at.nextSibling; at.from < item.from && next; next = next.nextSibling) {
      at = next
      if (next.name === "ListItem") number += 1
    }
    this.#counted.set(list.from, { item: at, number })
    return number
  }

  #first(list: SyntaxNode): { item: SyntaxNode; number: number } {
    const item = list.getChild("ListItem") as SyntaxNode
    const mark = item.getChild("ListMark")
    return { item, number: mark ? Number.parseInt(this.#doc.sliceString(mark.from, mark.to), 10) : 1 }
  }
}
