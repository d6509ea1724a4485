// Types a recorded text, one message an edit, at most WINDOW of them not yet acknowledged.
// `trace.mjs URL TRACE.json.gz WINDOW [EDITS]`
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Client } from "./client.mjs";
import { report } from "./lines.mjs";

const [url, file, window, edits = "Infinity"] = process.argv.slice(2);
const trace = JSON.parse(gunzipSync(readFileSync(file)));
const patches = trace.txns.flatMap(txn => txn.patches).slice(0, Number(edits));
const isWhole = patches.length === trace.txns.reduce((sum, txn) => sum + txn.patches.length, 0);
const client = new Client(url);
await client.connect();
const start = performance.now();
for (const [at, deleted, inserted] of patches) {
  client.doc.transact(() => {
    if (deleted > 0) client.text.delete(at, deleted);
    if (inserted !== "") client.text.insert(at, inserted);
  });
  if (client.unacknowledged >= Number(window)) await client.until(() => client.unacknowledged < window / 2);
}
await client.until(() => client.isSaved);
const seconds = (performance.now() - start) / 1000;
const text = client.text.toString();
const isExpected = isWhole ? text === trace.endContent : null;
const { sent } = client;
report({ edits: patches.length, seconds, sent, isExpected, text, ...client.seen });
