/** Time for the end of what is taken along: it never goes back, whatever the clock of the device says. */

export interface Time {
  /** What the clock of the device said last, in ms. */
  readonly clock: number
  /** The server's time then, as far as this device knows, in ms. */
  readonly now: number
}

/** The time once the clock says `clock`. A clock that was set back adds nothing, and goes on from there. */
export const later = (time: Time, clock: number): Time => ({
  clock,
  now: time.now + Math.max(0, clock - time.clock),
})
