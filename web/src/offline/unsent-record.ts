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
export async function unsentOf(name: string): Promise<string> {
  const database = await openDB(name, made =>
    createStores(made, [["updates", { autoIncrement: true }], ["custom"]]),
  )
  const [custom] = transact(database, ["custom"], "readonly")
  const left = custom && ((await get(custom, LEFT)) as unknown as Left | undefined)
  database.close()
  return left?.text ?? ""
}

export const erase = (name: string): Promise<unknown> => deleteDB(name)
