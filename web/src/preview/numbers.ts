/** Numbers of list items, counted from the tree as paper counts them: the first item's number starts the list. */
import type { Text } from "@codemirror/state"
import { Decoration, WidgetType } from "@codemirror/view"
import type { SyntaxNode } from "@lezer/common"

class NumberSign extends WidgetType {
  readonly text: string

  constructor(text: string) {
    super()
    this.text = text
  }

  override eq({ text }: NumberSign): boolean {
    return text === this.text
  }

  toDOM(): HTMLElement {
    const sign = document.createElement("span")
    sign.className = "lp-number"
    sign.textContent = this.text
    return sign
  }

  override ignoreEvent(): boolean {
    return false
  }
}

export const numberSign = (text: string) => Decoration.replace({ widget: new NumberSign(text) })

/** Counts the items of each list once, in the order of the text; valid for one tree. */
export class Ordinals {
  readonly #doc: Text
  /** By the start of each list: its last counted item, and that item's number. */
  readonly #counted = new Map<number, { item: SyntaxNode; number: number }>()

  constructor(doc: Text) {
    this.#doc = doc
  }

  /** What stands before an item of an ordered list: `3.` or `3)`. */
  signOf(item: SyntaxNode): string {
    const mark = item.getChild("ListMark")
    const delimiter = mark ? this.#doc.sliceString(mark.to - 1, mark.to) : "."
    return `${this.#numberOf(item)}${delimiter}`
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
