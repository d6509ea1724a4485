/** Line diff: the replacements, each as small as may be, that make one text of another. */
import { ChangeSet, type ChangeSpec } from "@codemirror/state"
import { difference } from "./difference.ts"

/** Beyond so many pairs of lines one replacement says it all. */
const MOST_PAIRS = 4_000_000

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/** Changes that make `after` of `before`: what both have line by line stays. */
export function hunks(before: string, after: string): ChangeSet {
  const [old, now] = [linesOf(before), linesOf(after)]
  let head = 0
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1
  const [theirs, ours] = [old.slice(head, old.length - tail), now.slice(head, now.length - tail)]
  if (theirs.length * ours.length > MOST_PAIRS) return difference(before, after)
  const changes: ChangeSpec[] = []
  let at = old.slice(0, head).join("").length
  let [went, came] = ["", ""]
  const close = () => {
    const shift = at - went.length
    difference(went, came).iterChanges((from, to, _fromB, _toB, insert) =>
      changes.push({ from: shift + from, to: shift + to, insert }),
    )
    went = came = ""
  }
  for (const [line, kind] of paired(theirs, ours)) {
    if (kind === "came") came += line
    if (kind === "same") close()
    if (kind === "went") went += line
    if (kind !== "came") at += line.length
  }
  close()
  return ChangeSet.of(changes, before.length, "\n")
}

type Line = readonly [line: string, kind: "same" | "went" | "came"]

/** The longest common subsequence of lines, and what went and came between them. */
function paired(old: readonly string[], now: readonly string[]): Line[] {
  const width = now.length + 1
  const common = new Uint32Array((old.length + 1) * width)
  const count = (i: number, j: number) => common[i * width + j] ?? 0
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      common[i * width + j] =
        old[i] === now[j] ? count(i + 1, j + 1) + 1 : Math.max(count(i + 1, j), count(i, j + 1))
  const lines: Line[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    const [went, came] = [old[i], now[j]]
    if (went !== undefined && went === came) {
      lines.push([went, "same"])
      i += 1
      j += 1
    } else if (went !== undefined && (came === undefined || count(i + 1, j) >= count(i, j + 1))) {
      lines.push([went, "went"])
      i += 1
    } else if (came !== undefined) {
      lines.push([came, "came"])
      j += 1
    }
  }
  return lines
}
