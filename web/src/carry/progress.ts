/** How far taking along is, told to every tab. */

export interface Progress {
  readonly base: string
  readonly done: number
  readonly all: number
}

const NAME = "pochette.carry"

/** `undefined`: it has ended, and the store has what there is. */
export function tell(progress: Progress | undefined): void {
  const channel = new BroadcastChannel(NAME)
  channel.postMessage(progress)
  channel.close()
}

export function hear(told: (progress: Progress | undefined) => void): void {
  new BroadcastChannel(NAME).addEventListener("message", ({ data }) => told(data as Progress | undefined))
}
