/** The grammar of addresses in a text: `<https://…>`, and bare ones, as on paper (export/dialect/bare_links.py). */
import type { MarkdownConfig } from "@lezer/markdown"
import { targetOf } from "./links.ts"

const ANGLED = /^<((?:https?|mailto|tel):[^<>\0- ]*|[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d-]+(?:\.[a-z\d-]+)*)>/i
const BARE =
  /^(?:(?:https?:\/\/|www\.)[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+(?::\d+)?(?:[/?#][^\s<>[\]"«»“”*`|\\]*)?|(?:mailto:)?[\p{L}\p{N}][\p{L}\p{N}_.+-]{0,99}@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+)/iu
const WORD = /[\p{L}\p{N}_]/u
/** Signs of the sentence behind an address. */
const BEHIND = /[?!.,:;_~'’…-]+$/

/** The bare address that a text begins with; empty where there is none. */
export function bareAt(text: string): string {
  let said = BARE.exec(text)?.[0].replace(BEHIND, "") ?? ""
  while (said.endsWith(")") && said.split(")").length > said.split("(").length)
    said = said.slice(0, -1).replace(BEHIND, "")
  return targetOf(said) && said
}

function angledAt(text: string): string {
  const [whole = "", address = ""] = ANGLED.exec(text) ?? []
  return address.includes(":") && !targetOf(address) ? "" : whole
}

export const addresses: MarkdownConfig = {
  parseInline: [
    {
      name: "Addresses",
      parse(context, next, from) {
        const isFirst = from === context.offset || !WORD.test(context.slice(from - 1, from))
        if (next !== 60 && !(isFirst && WORD.test(String.fromCharCode(next)))) return -1
        const text = context.slice(from, Math.min(context.end, from + 2_000))
        const said = next === 60 ? angledAt(text) : bareAt(text)
        if (!said) return -1
        const to = from + said.length
        if (next !== 60) return context.addElement(context.elt("URL", from, to))
        const mark = (at: number) => context.elt("LinkMark", at, at + 1)
        const inside = [mark(from), context.elt("URL", from + 1, to - 1), mark(to - 1)]
        return context.addElement(context.elt("Autolink", from, to, inside))
      },
    },
  ],
}
