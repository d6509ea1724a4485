/** Prints the bytes that a document takes whose text was written and deleted for long: `node --expose-gc yjs-memory.testing.ts lean|plain`. */
import * as Y from "yjs"

// Only one of the two may run in a process: what V8 learns of the fields of one holds for the other.
const make = process.argv[2] === "lean" ? (await import("./yjs-memory.ts")).newDoc : () => new Y.Doc()

/** The same numbers each time. */
let last = 1
const any = (most: number): number => {
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

const collect = globalThis.gc as () => void
collect()
const before = process.memoryUsage().heapUsed
const docs = Array.from({ length: 5 }, () => {
  const doc = make()
  Y.applyUpdate(doc, update)
  return doc
})
collect()
console.log(Math.round((process.memoryUsage().heapUsed - before) / docs.length))
