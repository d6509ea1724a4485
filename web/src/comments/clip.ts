/** What the clipboard says of the comments in a text that is cut or copied: read by pages of the same note only. */
import type { EditorView } from "@codemirror/view"
import { marksIn } from "./marks.ts"

const TYPE = "application/x-pochette-comments"

export interface Clip {
  readonly note: string
  readonly text: string
  /** Of each passage its thread, and its place in `text`. */
  readonly passages: readonly (readonly [thread: string, from: number, to: number])[]
}

/** `pasted` is called with what the clipboard holds before the text takes it in. */
export function watchClipboard(
  view: EditorView,
  note: string,
  pasted: (data: DataTransfer | null) => void,
): void {
  let clip: Clip | undefined
  const isText = ({ target }: Event) => view.contentDOM.contains(target as Node)
  for (const type of ["copy", "cut"] as const) {
    // Before the editor, which deletes what is cut.
    addEventListener(type, event => (clip = isText(event) ? clipOf(view, note) : undefined), true)
    // And after it, which fills the clipboard anew.
    addEventListener(type, ({ clipboardData, defaultPrevented }) => {
      if (clip && defaultPrevented) clipboardData?.setData(TYPE, JSON.stringify(clip))
    })
  }
  addEventListener("paste", event => isText(event) && pasted(event.clipboardData), true)
}

/** Undefined where no passage is wholly in the selection. */
function clipOf({ state }: EditorView, note: string): Clip | undefined {
  const { from, to } = state.selection.main
  const passages = marksIn(state, from, to)
    .filter(one => one.thread && one.from >= from && one.to <= to)
    .map(one => [one.thread, one.from - from, one.to - from] as const)
  return passages.length > 0 ? { note, text: state.sliceDoc(from, to), passages } : undefined
}

export function readClip(data: DataTransfer | null, note: string): Clip | undefined {
  try {
    const clip = JSON.parse(data?.getData(TYPE) ?? "") as Clip
    const { passages, text } = clip
    const isOne = ([thread, from, to]: Clip["passages"][number]) =>
      typeof thread === "string" && Number.isInteger(from) && from >= 0 && from < to && to <= text.length
    return clip.note === note && passages.every(isOne) ? clip : undefined
  } catch {
    return undefined // no clip of ours
  }
}
