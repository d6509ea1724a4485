// What a text becomes when two people change it at once, each without having seen the other's changes.
import * as Y from "../../../web/node_modules/yjs/dist/yjs.mjs"

export function together(source, ...edits) {
  const first = new Y.Doc()
  first.getText("text").insert(0, source)
  const start = Y.encodeStateAsUpdate(first)
  const docs = edits.map(changes => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, start)
    const text = doc.getText("text")
    doc.transact(() => {
      for (const { from, to, insert } of changes.toReversed()) {
        text.delete(from, to - from)
        text.insert(from, insert)
      }
    })
    return doc
  })
  for (const doc of docs) for (const other of docs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  return docs.map(doc => doc.getText("text").toString())
}
