// Real Yjs reads updates: hexadecimal lines in, the text of `body` and what is missing as JSON out.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const Y = createRequire(new URL("../../../../web/package.json", import.meta.url))("yjs");
const doc = new Y.Doc();
for await (const line of createInterface({ input: process.stdin })) {
  Y.applyUpdate(doc, Buffer.from(line, "hex"));
}
const text = doc.getText("body").toString();
process.stdout.write(JSON.stringify({ text, pending: doc.store.pendingStructs !== null }));
