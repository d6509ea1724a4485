/** Block widgets of pictures, above the line of Markdown that serves as caption. */
import { syntaxTree } from "@codemirror/language"
import { type EditorState, type Extension, Facet, type Range, StateField } from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view"
import type { SyntaxNode } from "@lezer/common"
import { t } from "../words.ts"
import { blocksOf } from "./blocks.ts"

/** As the style of a desk says. */
const HEIGHT = 316

const PICTURE = /^!\[([^\]]*)\]\((image\/[\w-]{8,32})\)$/

interface Picture {
  readonly address: string
  readonly said: string
}

/** The path of the note whose pictures are shown; without it, none is. */
const home = Facet.define<string, string>({ combine: ([first = ""]) => first })

/** A picture of the note that is alone in its paragraph, as on paper. */
export function pictureOf(state: EditorState, image: SyntaxNode): Picture | undefined {
  const { parent } = image
  const isAlone = parent?.name === "Paragraph" && parent.from === image.from && parent.to === image.to
  if (!isAlone || parent.parent?.name !== "Document" || !state.facet(home)) return undefined
  const [, said = "", address] = PICTURE.exec(state.sliceDoc(image.from, image.to)) ?? []
  return address ? { said, address: `${state.facet(home)}/${address}` } : undefined
}

class PictureWidget extends WidgetType {
  readonly picture: Picture

  constructor(picture: Picture) {
    super()
    this.picture = picture
  }

  override eq({ picture }: PictureWidget): boolean {
    return picture.address === this.picture.address && picture.said === this.picture.said
  }

  toDOM(): HTMLElement {
    const box = document.createElement("div")
    box.className = "lp-picture"
    box.dataset.missing = t("picture.missing")
    const image = box.appendChild(new Image())
    image.draggable = false
    image.addEventListener("load", () => box.classList.remove("missing"))
    image.addEventListener("error", () => {
      box.classList.add("missing")
      addEventListener("online", () => this.#fill(image), { once: true })
    })
    this.#fill(image)
    return box
  }

  /** An edit of the caption changes its `alt`, without loading the picture again. */
  override updateDOM(box: HTMLElement): boolean {
    const image = box.querySelector("img")
    if (image?.getAttribute("src") !== this.picture.address) return false
    image.alt = this.picture.said
    return true
  }

  override get estimatedHeight(): number {
    return HEIGHT
  }

  override ignoreEvent(): boolean {
    return false
  }

  #fill(image: HTMLImageElement): void {
    image.alt = this.picture.said
    image.setAttribute("src", this.picture.address)
  }
}

function build(state: EditorState): DecorationSet {
  const out: Range<Decoration>[] = []
  const tree = syntaxTree(state)
  for (const { from } of blocksOf(tree).pictures) {
    const { node: mark } = tree.resolveInner(from, 1)
    const image = mark.name === "Image" ? mark : mark.parent
    const picture = image?.name === "Image" && pictureOf(state, image)
    if (!picture) continue
    const widget = new PictureWidget(picture)
    out.push(Decoration.widget({ widget, block: true, side: -1 }).range(from))
  }
  return Decoration.set(out)
}

/** From a field, as whatever takes a line of its own: the editor must know the heights before it draws. */
const pictures = StateField.define<{ tree: unknown; shown: DecorationSet }>({
  create: state => ({ tree: syntaxTree(state), shown: build(state) }),
  update(value, { state }) {
    const tree = syntaxTree(state)
    return tree === value.tree ? value : { tree, shown: build(state) }
  },
  provide: self => EditorView.decorations.from(self, value => value.shown),
})

export const picturePreview = (note: string): Extension => [home.of(note), pictures]
