/** Backslashes that keep letters at the head of a line from being read as its mark. */

/** Marks that CommonMark and the dialect of notes read at the head of a line. */
const MARK =
  /^(?:#{1,6}(?=[ \t]|$)|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)|>|:{3,}|[:~](?=[ \t])|`{3,}|~{3,}|\\(?:newpage|pagebreak)\s*$|\[\^[^\]]+\]:|=+\s*$|-+\s*$|(?:[-*_]\s*){3,}$|\|)/

/** Where a backslash is needed; -1 where none is. */
export function escapeAt(text: string): number {
  const space = /^\s*/.exec(text)?.[0].length ?? 0
  const said = text.slice(space)
  if (!MARK.test(said)) return -1
  return space + (/^\d{1,9}(?=[.)])/.exec(said)?.[0].length ?? 0)
}

/** The same for signs at the end of a heading, which would close it. */
export const closingAt = (text: string): number => /(?<=^|[ \t])#+[ \t]*$/.exec(text)?.index ?? -1
