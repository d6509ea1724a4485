/** Diff of two moments as one text, by whole words instead of letters. */
import type { Piece } from "../story/story.ts"

/** A part of the text that holds both: `went` is struck, `came` is underlined. */
export interface Part {
  readonly kind: "same" | "came" | "went"
  readonly text: string
  readonly person: number
}

const LAST_WORD = /[\p{L}\p{M}\p{N}_'’-]+$/u
const FIRST_WORD = /^[\p{L}\p{M}\p{N}_'’-]+/u
const BREAK = /[^\p{L}\p{M}\p{N}_'’-]/u

/** Adjacent changes, with the rest of the words that they touch. */
interface Change {
  readonly pieces: Piece[]
  isInWord: boolean
}

/** The parts of the text, from what became of its letters. */
export function compare(pieces: Iterable<Piece>): Part[] {
  const parts: Part[] = []
  let change: Change | undefined
  const close = () => {
    if (change) for (const part of changed(change)) join(parts, part)
    change = undefined
  }
  for (const piece of pieces) {
    if (piece.kind !== "same") {
      change ??= { pieces: [], isInWord: false }
      if (change.pieces.length === 0) takeBack(parts, change, piece)
      change.pieces.push(piece)
      continue
    }
    if (!change) {
      join(parts, piece)
      continue
    }
    // A word that is changed in its middle is another word.
    if (!BREAK.test(piece.text) && endsInWord(change)) {
      change.isInWord = true
      change.pieces.push(piece)
      continue
    }
    const head = endsInWord(change) ? (FIRST_WORD.exec(piece.text)?.[0] ?? "") : ""
    if (head) {
      change.isInWord = true
      change.pieces.push({ ...piece, text: head })
    }
    close()
    join(parts, { ...piece, text: piece.text.slice(head.length) })
  }
  close()
  return parts.filter(({ text }) => text)
}

const endsInWord = ({ pieces }: Change) => pieces.slice(-2).some(({ text }) => LAST_WORD.test(text))

/** The beginning of a word, of which only the rest changes, goes over into the change. */
function takeBack(parts: Part[], change: Change, first: Piece): void {
  const before = parts.at(-1)
  const head = before?.kind === "same" && FIRST_WORD.test(first.text) ? LAST_WORD.exec(before.text)?.[0] : ""
  if (!before || !head) return
  parts[parts.length - 1] = { ...before, text: before.text.slice(0, -head.length) }
  change.isInWord = true
  change.pieces.push({ kind: "same", text: head, person: before.person })
}

function* changed({ pieces, isInWord }: Change): Generator<Part> {
  const [old, now] = [pieces.filter(isOld), pieces.filter(isNow)]
  const isWhole = !isInWord || textOf(old) === "" || textOf(now) === ""
  // A pure deletion or insertion: the rest of the word stays as it is.
  if (isWhole || pieces.every(({ kind }) => kind === "same")) {
    yield* pieces.filter(({ kind }) => kind !== "came")
    yield* pieces.filter(({ kind }) => kind === "came")
    return
  }
  yield {
    kind: "went",
    text: textOf(old),
    person: most(
      pieces.filter(({ kind }) => kind === "went"),
      pieces,
    ),
  }
  yield {
    kind: "came",
    text: textOf(now),
    person: most(
      pieces.filter(({ kind }) => kind === "came"),
      pieces,
    ),
  }
}

const isOld = ({ kind }: Piece) => kind !== "came"
const isNow = ({ kind }: Piece) => kind !== "went"
const textOf = (pieces: readonly Piece[]) => pieces.map(({ text }) => text).join("")

/** Author of the most letters. */
function most(pieces: readonly Piece[], otherwise: readonly Piece[]): number {
  const letters = new Map<number, number>()
  const changes = pieces.length > 0 ? pieces : otherwise.filter(({ kind }) => kind !== "same")
  for (const { person, text } of changes) letters.set(person, (letters.get(person) ?? 0) + text.length)
  return [...letters].sort(([, a], [, b]) => b - a)[0]?.[0] ?? -1
}

function join(parts: Part[], part: Part): void {
  const before = parts.at(-1)
  if (before && before.kind === part.kind && (part.kind === "same" || before.person === part.person))
    parts[parts.length - 1] = { ...before, text: before.text + part.text }
  else parts.push(part)
}
