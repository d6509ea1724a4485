// How much memory a document takes whose text was written and deleted for long, in bytes: `node --expose-gc memory.mjs lean|plain`.
import * as Y from "../../../web/node_modules/yjs/dist/yjs.mjs"

const make =
  process.argv[2] === "lean" ? (await import("../../../web/src/transport/doc.ts")).newDoc : () => new Y.Doc()

// Any numbers, the same each time.
let last = 1
const any = most => {
  last = (last * 48271) % 2147483647
  return last % most
}
const written = make()
written.clientID = 3_000_000_000
const text = written.getText("body")
for (let step = 0; step < 10_000; step += 1)
  if (text.length > 5_000) text.delete(any(text.length - 500), 500)
  else text.insert(any(text.length + 1), "abcd")
const update = Y.encodeStateAsUpdate(written)

gc()
const before = process.memoryUsage().heapUsed
const docs = Array.from({ length: 5 }, () => {
  const doc = make()
  Y.applyUpdate(doc, update)
  return doc
})
gc()
console.log(Math.round((process.memoryUsage().heapUsed - before) / docs.length))
