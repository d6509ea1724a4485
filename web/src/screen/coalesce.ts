/** Runs `action` once for all calls until the time that `schedule` chooses, such as the next frame. */
export function coalesce(schedule: (run: () => void) => unknown, action: () => void): () => void {
  let isAsked = false
  return () => {
    if (isAsked) return
    isAsked = true
    schedule(() => {
      isAsked = false
      action()
    })
  }
}
