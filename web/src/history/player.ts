/** Plays a note as it was written. */

/** Duration of the whole note at normal speed, and the fewest moments per second. */
const WHOLE_S = 60
const FEWEST_A_SECOND = 12
export const SPEEDS = [1, 2, 4, 8] as const

export interface Player {
  readonly isPlaying: boolean
  start(from: number): void
  stop(): void
  /** The next speed, and again the first after the last. */
  faster(): number
}

/** `show` is called once a frame at most, and with the last moment at the end; `changed` when it begins or ends. */
export function player(moments: number, show: (moment: number) => void, changed: () => void): Player {
  let frame = 0
  let speed: number = SPEEDS[0]
  const rate = Math.max(FEWEST_A_SECOND, moments / WHOLE_S)

  function start(from: number): void {
    let at = from >= moments ? 0 : from
    let before = performance.now()
    const step = (now: number) => {
      at = Math.min(moments, at + ((now - before) / 1000) * rate * speed)
      before = now
      show(Math.floor(at))
      if (at < moments) frame = requestAnimationFrame(step)
      else stop()
    }
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(step)
    changed()
  }

  function stop(): void {
    cancelAnimationFrame(frame)
    frame = 0
    changed()
  }

  return {
    get isPlaying() {
      return frame !== 0
    },
    start,
    stop,
    faster() {
      speed = SPEEDS[(SPEEDS.indexOf(speed as 1) + 1) % SPEEDS.length] ?? 1
      return speed
    },
  }
}
