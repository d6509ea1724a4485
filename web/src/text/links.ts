/** Links of a text: which of them lead somewhere, and where; the same on paper (export/dialect/targets.py). */
import type { EditorState } from "@codemirror/state"
import type { SyntaxNode } from "@lezer/common"

const WHOLE = /^(?:https?:\/\/[^/]|(?:mailto|tel):.|#.|\/[npc]\/[\w-]{22}(?:#[^ ]+)?$)/i
const MAIL = /^[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+$/
const DOMAIN = /^(?:[\p{L}\p{N}-]+\.)+([a-z]{2,})(?::\d+)?(?=[/?#]|$)(.?)/iu
/** Endings of files that are no domains. */
const FILE =
  /^(?:html?|php|aspx?|pdf|docx?|od[pst]|rtf|txt|md|csv|xlsx?|pptx?|zip|png|jpe?g|gif|svg|webp|js|css|json|xml|epub)$/i

/** The whole address, completed by `https://` or `mailto:`; empty where it leads nowhere. */
export function targetOf(address: string): string {
  if (WHOLE.test(address)) return address
  if (MAIL.test(address)) return `mailto:${address}`
  const [, end, next] = DOMAIN.exec(address) ?? []
  return end && (next === "/" || !FILE.test(end)) ? `https://${address}` : ""
}

export const written = (said: string) =>
  said.replace(/^<(.*)>$/, "$1").replace(/\\([!-/:-@[-`{-~])|&(amp);/g, (_all, sign) => sign ?? "&")

/** Whether it is a `[words](address)`, with its address or without. */
export const isInline = (link: SyntaxNode) => link.getChildren("LinkMark").length > 3

/** The address of a link or a picture as it stands in the text; words may be one, too. */
export function urlOf(node: SyntaxNode): SyntaxNode | undefined {
  const opening = node.getChildren("LinkMark")[2]
  return opening && node.getChildren("URL").find(({ from }) => from >= opening.to)
}

export const LINKS = new Set(["Link", "Autolink", "URL"])
/** Their words may hold what looks like an address. */
const BRACKETS = new Set(["Link", "Image"])

/** Where a Link, an Autolink or a bare URL leads; empty where it is no link, `#` for a reference. */
export function addressOf(state: EditorState, node: SyntaxNode): string {
  const { doc } = state
  const said = ({ from, to }: { from: number; to: number }) => doc.sliceString(from, to)
  if (node.name === "URL") {
    const { parent } = node
    const isBare = BRACKETS.has(parent?.name ?? "")
      ? parent && !isInline(parent) && !(parent.name === "Link" && addressOf(state, parent))
      : !/^(?:Autolink|LinkReference)$/.test(parent?.name ?? "")
    return isBare ? targetOf(said(node)) : ""
  }
  if (node.name !== "Link")
    return said(node)
      .slice(1, -1)
      .replace(/^[^:]+$/, "mailto:$&")
  const url = urlOf(node)
  if (url || isInline(node)) return url ? targetOf(written(said(url))) : ""
  // A reference: where it leads stands elsewhere.
  const label = node.getChild("LinkLabel")
  return label && !said(label).startsWith("[^") ? "#" : ""
}
