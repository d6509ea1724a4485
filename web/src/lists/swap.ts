/** Swap of two runs of lines: one is taken over the other, which stays where it is with its carets and comments. */
import type { ChangeSpec, Text } from "@codemirror/state"

/** Numbers of the first and last line. */
export interface Lines {
  readonly first: number
  readonly last: number
}

/** `gap`: what stands between the two, if not what stands there now. */
export function swap(
  doc: Text,
  above: Lines,
  below: Lines,
  moved: "above" | "below",
  gap?: string,
): ChangeSpec[] {
  const [top, end] = [doc.line(above.first).from, doc.line(below.last).to]
  const [from, to] = [doc.line(above.last).to, doc.line(below.first).from]
  const between = gap ?? doc.sliceString(from, to)
  // The one that the keys move keeps its place in the text.
  if (moved === "below")
    return [
      { from: top, to },
      { from: end, insert: between + doc.sliceString(top, from) },
    ]
  return [
    { from: top, insert: doc.sliceString(to, end) + between },
    { from, to: end },
  ]
}
