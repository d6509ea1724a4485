/** Widgets for list marks: a bullet, and a check box. */
import { Decoration, type EditorView, WidgetType } from "@codemirror/view"

class Bullet extends WidgetType {
  override eq(): boolean {
    return true
  }

  toDOM(): HTMLElement {
    const dot = document.createElement("span")
    dot.className = "lp-bullet"
    dot.textContent = "•"
    return dot
  }

  override ignoreEvent(): boolean {
    return false
  }
}

export const bullet = Decoration.replace({ widget: new Bullet() })

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
