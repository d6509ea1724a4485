/** Decorations of marks, addresses, code languages and link labels. */
import { syntaxTree } from "@codemirror/language"
import { type Extension, RangeSetBuilder } from "@codemirror/state"
import { Decoration, type DecorationSet, type EditorView, ViewPlugin } from "@codemirror/view"

const mark = Decoration.mark({ class: "md-mark" })
const address = Decoration.mark({ class: "md-url" })

/** By the name of a node. */
export const FACES: Record<string, Decoration> = {
  HeaderMark: mark,
  HardBreak: mark,
  QuoteMark: mark,
  ListMark: mark,
  LinkMark: mark,
  EmphasisMark: mark,
  StrikethroughMark: mark,
  CodeMark: mark,
  TableDelimiter: mark,
  HorizontalRule: mark,
  URL: address,
  Autolink: address,
  CodeInfo: address,
  LinkLabel: address,
}

function draw({ state, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  const tree = syntaxTree(state)
  for (const { from, to } of visibleRanges)
    tree.iterate({
      from,
      to,
      enter(node) {
        const face = FACES[node.name]
        if (face && node.to > node.from) builder.add(node.from, node.to, face)
      },
    })
  return builder.finish()
}

/** For plain text; the live preview includes them in its own decorations. */
export function faces(): Extension {
  return ViewPlugin.define(
    view => ({
      tree: syntaxTree(view.state),
      shown: draw(view),
      update({ view, state, viewportChanged }) {
        const tree = syntaxTree(state)
        if (tree === this.tree && !viewportChanged) return
        this.tree = tree
        this.shown = draw(view)
      },
    }),
    { decorations: ({ shown }) => shown },
  )
}
