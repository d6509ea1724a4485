/** Cells as spreadsheets copy them: separated by tabs, in quotation marks where they have several lines. */

const FIELD = /"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*)/y

/** Undefined where a text is one cell at most. */
export function cellsOf(text: string): string[][] | undefined {
  const source = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "")
  const rows: string[][] = [[]]
  FIELD.lastIndex = 0
  for (let at = 0; at <= source.length; at = FIELD.lastIndex + 1) {
    FIELD.lastIndex = at
    const [, quoted, plain = ""] = FIELD.exec(source) ?? []
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (source[FIELD.lastIndex] === "\n") rows.push([])
  }
  return rows.length > 1 || (rows[0]?.length ?? 0) > 1 ? rows : undefined
}
