// Reads notes, each a count, so many updates and a text, and counts those of which Yjs makes another text.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../../web/package.json", import.meta.url));
const Y = require("yjs");
const decoding = require("lib0/decoding");

const decoder = decoding.createDecoder(new Uint8Array(readFileSync(process.argv[2])));
let [notes, updates, different] = [0, 0, 0];
while (decoding.hasContent(decoder)) {
  const doc = new Y.Doc();
  for (let left = decoding.readVarUint(decoder); left > 0; left--, updates++) {
    Y.applyUpdate(doc, decoding.readVarUint8Array(decoder));
  }
  const text = new TextDecoder().decode(decoding.readVarUint8Array(decoder));
  notes++;
  if (doc.getText("body").toString() !== text) different++;
}
console.log(JSON.stringify({ notes, updates, different }));
