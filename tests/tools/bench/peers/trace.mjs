// Yjs types a recorded text; each edit's update behind its length of four bytes. `trace.mjs TRACE.json.gz OUT`
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as Y from "yjs";

const [file, out] = process.argv.slice(2);
const trace = JSON.parse(gunzipSync(readFileSync(file)));
const doc = new Y.Doc();
doc.clientID = 77;
const text = doc.getText("body");
const parts = [];
doc.on("update", update => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(update.length);
  parts.push(size, update);
});
for (const [at, deleted, inserted] of trace.txns.flatMap(txn => txn.patches)) {
  doc.transact(() => {
    if (deleted > 0) text.delete(at, deleted);
    if (inserted !== "") text.insert(at, inserted);
  });
}
if (text.toString() !== trace.endContent) throw new Error("the text is not the recorded one");
writeFileSync(out, Buffer.concat(parts));
