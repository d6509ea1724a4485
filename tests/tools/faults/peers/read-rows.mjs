// Reads updates and a text, each behind its length, and says whether Yjs makes that text of those updates.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../../web/package.json", import.meta.url));
const Y = require("yjs");
const decoding = require("lib0/decoding");

const decoder = decoding.createDecoder(new Uint8Array(readFileSync(process.argv[2])));
const parts = [];
while (decoding.hasContent(decoder)) parts.push(decoding.readVarUint8Array(decoder));
const expected = new TextDecoder().decode(parts.pop());
const doc = new Y.Doc();
for (const update of parts) Y.applyUpdate(doc, update);
const text = doc.getText("body").toString();
const again = new Y.Doc();
Y.applyUpdate(again, Y.encodeStateAsUpdate(doc));
const same = text === expected && again.getText("body").toString() === expected;
console.log(JSON.stringify({ updates: parts.length, same }));
