/** Joins many calls into one, at the time that `schedule` chooses. */
export function once(schedule: (run: () => void) => unknown, action: () => void): () => void {
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
