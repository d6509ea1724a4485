/** What was said of notes without a network waits here. */
import { remembered } from "../screen/storage.ts"

/** Key in `localStorage` of what was said of notes without a network. */
export const PENDING = "pochette.said"

/** Whether *Lue* or its taking back waits to be told; that a page was shown waits too, and changes nothing on it. */
export const wordsWait = (): boolean => /"do":"(read|undo)"/.test(remembered(PENDING) ?? "")
