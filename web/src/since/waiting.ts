/** Key in `localStorage` of what was said of notes without a network. */
export const PENDING = "pochette.said"
