/** The server returned to an earlier state: what it lacks of this page is unsent again. */
import { Text } from "@codemirror/state"
import { newDoc } from "../patches/yjs-memory.ts"
import { hunks } from "../text/hunks.ts"
import { Provider } from "../transport/provider.ts"
import type { Session } from "./session.ts"

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu

/** Compares the page, whose text is `shown`, with the server: how many words are gone that were saved there. */
export async function compareWithServer(session: Session, sync: URL, shown: () => string): Promise<number> {
  const there = await textThere(sync)
  const here = shown()
  const { unsent } = session
  const saved = unsent.isEmpty ? here : unsent.base.toString()
  unsent.resume(Text.of(there.split("\n")), hunks(there, here))
  let words = 0
  hunks(there, saved).iterChanges((_fromA, _toA, _fromB, _toB, insert) => {
    words += insert.toString().match(WORD)?.length ?? 0
  })
  return words
}

/** The text of the note on the server, read as by a page that has nothing yet and names no epoch. */
async function textThere(sync: URL): Promise<string> {
  const url = new URL(sync)
  url.searchParams.delete("epoch")
  const doc = newDoc()
  const line: { provider?: Provider } = {}
  try {
    await new Promise<void>((resolve, reject) => {
      line.provider = new Provider(doc, url, "read", {
        synced: resolve,
        changed: () => line.provider?.refusal && reject(new Error(line.provider.refusal)),
      })
    })
    return doc.getText("body").toString()
  } finally {
    line.provider?.destroy()
    doc.destroy()
  }
}
