/** Widgets of pictures: over the line that is their caption, or among words. */
import { syntaxTree } from "@codemirror/language"
import { type EditorState, type Extension, Facet, type Range, StateField } from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view"
import type { SyntaxNode } from "@lezer/common"
import { FIGURE, WIDTH } from "../text/figures.ts"
import { t } from "../words.ts"
import { blocksOf } from "./blocks.ts"

/** As the style of a desk says. */
const HEIGHT = 316

const ADDRESS = /^image\/[\w-]{8,32}$/

/** The path of the note whose pictures are shown; without it, none is. */
const home = Facet.define<string, string>({ combine: ([first = ""]) => first })

class PictureWidget extends WidgetType {
  readonly address: string
  readonly said: string
  readonly width: string
  /** Whether it is one of the words of a line. */
  readonly isWord: boolean
  readonly isChosen: boolean

  constructor(address: string, said: string, width: string, isWord = false, isChosen = false) {
    super()
    this.address = address
    this.said = said
    this.width = width
    this.isWord = isWord
    this.isChosen = isChosen
  }

  override eq(other: PictureWidget): boolean {
    return (
      this.address === other.address &&
      this.said === other.said &&
      this.width === other.width &&
      this.isChosen === other.isChosen
    )
  }

  toDOM(): HTMLElement {
    const box = document.createElement(this.isWord ? "span" : "div")
    box.className = this.isWord ? "lp-inline" : "lp-picture"
    this.#frame(box)
    if (!this.address) {
      box.textContent = `[${[t("picture.name"), this.said].filter(Boolean).join(" : ")}]`
      return box
    }
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
    if (image?.getAttribute("src") !== this.address) return false
    this.#say(image)
    this.#frame(box)
    return true
  }

  override get estimatedHeight(): number {
    return this.isWord ? -1 : HEIGHT
  }

  override ignoreEvent(): boolean {
    return false
  }

  #frame(box: HTMLElement): void {
    box.classList.toggle("lp-chosen", this.isChosen)
  }

  #fill(image: HTMLImageElement): void {
    this.#say(image)
    image.setAttribute("src", this.address)
  }

  #say(image: HTMLImageElement): void {
    image.alt = this.said
    const width = this.width && `${this.width}%`
    image.style.width = this.isWord && width ? "100%" : width
    if (this.isWord && image.parentElement) image.parentElement.style.width = width
  }
}

const addressIn = (state: EditorState, address: string) =>
  state.facet(home) && ADDRESS.test(address) ? `${state.facet(home)}/${address}` : ""

/** A picture among words; one from elsewhere is never fetched, its description stands there. */
export function inlinePicture(state: EditorState, node: SyntaxNode, isChosen: boolean): Decoration {
  const url = node.getChild("URL")
  const marks = node.getChildren("LinkMark")
  const said = state.sliceDoc(marks[0]?.to ?? node.from, marks[1]?.from ?? node.to)
  const [, width = ""] = WIDTH.exec(state.sliceDoc(node.to, node.to + 14)) ?? []
  const address = url ? addressIn(state, state.sliceDoc(url.from, url.to)) : ""
  return Decoration.replace({ widget: new PictureWidget(address, said, width, true, isChosen) })
}

function build(state: EditorState): DecorationSet {
  const out: Range<Decoration>[] = []
  for (const { from, to } of blocksOf(syntaxTree(state)).pictures)
    for (let at = from; at <= to; ) {
      const row = state.doc.lineAt(at)
      const [, , said = "", address = "", width = ""] = FIGURE.exec(row.text) ?? []
      const path = addressIn(state, address)
      if (path) {
        const widget = new PictureWidget(path, said, width)
        out.push(Decoration.widget({ widget, block: true, side: -1 }).range(row.from))
      }
      at = row.to + 1
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
