/** Files that are dropped on a classeur become its notes. */
import { dropping } from "../screen/drop.ts"
import { tellDone } from "./undoing.ts"

export function takeDropped(base: string): void {
  const here = document.getElementById("drop-here")
  if (!here) return
  dropping(
    document.body,
    isOver => here.toggleAttribute("hidden", !isOver),
    ({ files }) => {
      if (files.length) void send(files, `${base}/import`)
    },
    // Rows of the list are dragged too.
    ["Files"],
  )
}

async function send(files: readonly File[], action: string): Promise<void> {
  const { sendMany } = await import("../import/drop.ts")
  await sendMany(files, { action, say: text => tellDone(text) }).catch((error: Error) =>
    tellDone(error.message),
  )
}
