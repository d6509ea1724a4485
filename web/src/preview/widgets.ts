/** Widgets for list marks: a bullet or a number, and a check box. */
import { Decoration, type EditorView, WidgetType } from "@codemirror/view"

class ListSign extends WidgetType {
  readonly text: string

  constructor(text: string) {
    super()
    this.text = text
  }

  override eq({ text }: ListSign): boolean {
    return text === this.text
  }

  toDOM(): HTMLElement {
    const sign = document.createElement("span")
    // A number ends with its point or bracket.
    sign.className = this.text[1] ? "lp-number" : "lp-bullet"
    sign.textContent = this.text
    return sign
  }

  override ignoreEvent(): boolean {
    return false
  }
}

export const listSign = (text: string) => Decoration.replace({ widget: new ListSign(text) })

class TaskBox extends WidgetType {
  readonly isDone: boolean
  readonly label: string

  constructor(isDone: boolean, label: string) {
    super()
    this.isDone = isDone
    this.label = label
  }

  override eq(other: TaskBox): boolean {
    return other.isDone === this.isDone && other.label === this.label
  }

  toDOM(view: EditorView): HTMLElement {
    const box = document.createElement("input")
    box.type = "checkbox"
    box.className = "lp-task"
    box.checked = this.isDone
    box.disabled = view.state.readOnly
    box.setAttribute("aria-label", this.label)
    box.addEventListener("mousedown", event => event.preventDefault())
    box.addEventListener("click", event => {
      event.preventDefault()
      tick(view, box, this.isDone)
    })
    return box
  }
}

/** The widget covers `- [ ]`, so that its end is the end of the brackets. */
function tick(view: EditorView, box: HTMLElement, isDone: boolean): void {
  const start = view.posAtDOM(box)
  const line = view.state.doc.lineAt(start)
  const at = line.text.indexOf("[", start - line.from)
  if (at < 0) return
  const from = line.from + at + 1
  view.dispatch({ changes: { from, to: from + 1, insert: isDone ? " " : "x" }, userEvent: "input.task" })
}

export const taskBox = (isDone: boolean, label: string) =>
  Decoration.replace({ widget: new TaskBox(isDone, label) })
