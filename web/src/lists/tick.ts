/** Ctrl+Enter ticks the tasks that are chosen, or takes their ticks off where all have one. */
import type { StateCommand } from "@codemirror/state"
import { type Line, lineAt } from "../hands/lines.ts"

export const tick: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false
  const tasks = new Map<number, Line>()
  for (const { from, to } of state.selection.ranges) {
    const last = state.doc.lineAt(to).number
    for (let n = state.doc.lineAt(from).number; n <= last; n += 1) {
      const line = lineAt(state, n)
      if (line.task) tasks.set(n, line)
    }
  }
  if (tasks.size === 0) return false
  const lines = [...tasks.values()]
  const insert = lines.every(({ task }) => /x/i.test(task)) ? " " : "x"
  const changes = lines.map(({ from, head, text }) => {
    const at = from + text.slice(0, head - from).lastIndexOf("[") + 1
    return { from: at, to: at + 1, insert }
  })
  dispatch(state.update({ changes, userEvent: "input.task" }))
  return true
}
