/** Figure: a picture of the note alone in its line, `![caption](image/ID){width=50%}`, found as on paper (export/dialect/figures.py). */
import type { EditorState } from "@codemirror/state"
import type { SyntaxNode } from "@lezer/common"
import { isInline } from "./links.ts"

/** The signs before the caption, the caption, the address, and the width in per cent of the text. */
export const FIGURE =
  /^( {0,3}!\[)((?:[^[\]\\]|\\.|\[[^[\]]*\])*)\]\((image\/[\w-]{8,32})(?: "[^"]*")?\)(?:\{width=(100|[1-9]\d?)%\})?[ \t]*$/

/** What may stand behind any picture. */
export const WIDTH = /^\{width=(100|[1-9]\d?)%\}/

/** Where the caption of a figure begins and ends in its line; undefined in other lines. */
export function captionIn(text: string): { readonly from: number; readonly to: number } | undefined {
  const [, { length: from } = "", { length } = ""] = FIGURE.exec(text) ?? []
  return from ? { from, to: from + length } : undefined
}

/** A picture among words, with its width; undefined where it is a figure, or letters. */
export function imageIn(
  state: EditorState,
  node: SyntaxNode,
): { readonly from: number; readonly to: number } | undefined {
  const { from, to } = node
  const isWhole = isInline(node) || node.getChild("LinkLabel") !== null
  if (!isWhole || isFigure(state, node)) return undefined
  const behind = WIDTH.exec(state.sliceDoc(to, to + 14))?.[0].length ?? 0
  return { from, to: to + behind }
}

/** Whether a picture is alone in its line, as a block of the note. */
export const isFigure = ({ doc }: EditorState, { from, parent }: SyntaxNode): boolean =>
  parent?.name === "Paragraph" && parent.parent?.name === "Document" && FIGURE.test(doc.lineAt(from).text)
