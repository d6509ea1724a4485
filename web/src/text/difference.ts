/** The smallest single replacement between two texts. */
import { ChangeSet, Text } from "@codemirror/state"

/** The smallest single replacement that makes `after` of `before`. */
export function difference(before: string, after: string): ChangeSet {
  const most = Math.min(before.length, after.length)
  let head = 0
  while (head < most && before[head] === after[head]) head += 1
  let tail = 0
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  const insert = Text.of(after.slice(head, after.length - tail).split("\n"))
  return ChangeSet.of({ from: head, to: before.length - tail, insert }, before.length, "\n")
}
