/** The record of unsent changes in a copy: read from IndexedDB without Yjs, also on pages without an editor. */
import { createStores, deleteDB, get, openDB, transact } from "lib0/indexeddb"

export interface Left {
  /** CodeMirror's JSON of the changes over the text that the server was known to hold. */
  readonly changes: unknown
  /** The paragraphs that hold them, as a person reads them. */
  readonly text: string
}

/** Keys in a copy's object store: of the record, and of the last text known to be on the server. */
export const LEFT = "unsent"
export const BASE = "base"

/** The unsent text of the copy `name`. */
export const unsentOf = async (name: string): Promise<string> => (await read(name)).left?.text ?? ""

/** The text of the copy `name` as the server was last known to hold it, and the unsent paragraphs. */
export async function keptText(name: string): Promise<string> {
  const { base, left } = await read(name)
  return [base, left?.text].filter(Boolean).join("\n\n")
}

async function read(name: string): Promise<{ base?: string; left?: Left }> {
  const database = await openDB(name, made =>
    createStores(made, [["updates", { autoIncrement: true }], ["custom"]]),
  )
  const [custom] = transact(database, ["custom"], "readonly")
  // Asked together: a transaction that waits ends.
  const [base, left] = custom ? await Promise.all([get(custom, BASE), get(custom, LEFT)]) : []
  database.close()
  return { base, left } as unknown as { base?: string; left?: Left }
}

export const erase = (name: string): Promise<unknown> => deleteDB(name)
