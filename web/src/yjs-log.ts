/** What Yjs says on the console, in place of `lib0/logging`, whose colours bring a library of schemas along. */

export const [BOLD, UNBOLD, ORANGE, RED] = [Symbol(), Symbol(), Symbol(), Symbol()]

const plain = (words: readonly unknown[]) => words.filter(word => typeof word !== "symbol")

export const print = (...words: readonly unknown[]): void => console.info(...plain(words))
export const warn = (...words: readonly unknown[]): void => console.warn(...plain(words))
