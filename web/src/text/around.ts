/** How many nodes of a kind stand around one. */
import type { SyntaxNode } from "@lezer/common"

export function around({ parent }: SyntaxNode, name: string): number {
  return parent ? around(parent, name) + Number(parent.name === name) : 0
}
