/** Whether a page came from this device: its worker has put a line below the bar, `#carried`, whose state says what the network does. */

/** `slow`, `asking`: the network is waited for. `fresh`: another page has come. `same`: the network has the same page. */
export type State = "slow" | "asking" | "offline" | "still" | "silent" | "trouble" | "fresh" | "same"

const line = (): HTMLElement | null => document.getElementById("carried")

export const bandState = (): State | undefined => line()?.dataset.state as State | undefined

/** A page that the network has too, as it is, counts as one of the network. */
export const isOfDevice = (): boolean => line() !== null && bandState() !== "same"

/** Told on the window when the state is another one. */
export const BAND_CHANGED = "pochette:band"
