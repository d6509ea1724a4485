/** What a copy says of the edits that never left this device; read without the document, also where no editor is. */
import { createStores, deleteDB, get, openDB, transact } from "lib0/indexeddb"

export interface Left {
  /** CodeMirror's JSON of the changes over the text that the server was known to hold. */
  readonly changes: unknown
  /** The paragraphs that hold them, as a person reads them. */
  readonly text: string
}

/** Where it stands among the values of a copy, and where the text that the server was known to hold does. */
export const LEFT = "unsent"
export const BASE = "base"

/** What of the copy `name` the server never had, as text. */
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
