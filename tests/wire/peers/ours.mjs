// A Yjs client that speaks `pochette.1`, as our page does, in a process of its own: `ours.mjs URL [eager]`.
import { Client } from "./client.mjs";
import { Y } from "./deps.mjs";
import { obey, until } from "./lines.mjs";
import { edit } from "./typing.mjs";

const client = new Client(process.argv[2]);
const { doc, text, seen } = client;
const undo = new Y.UndoManager(text, { captureTimeout: 0 });
let updates = 0;
doc.on("update", (_, origin) => origin !== client && updates++);
if (process.argv[3] === "eager") client.opened = () => text.insert(0, "x");
client.connect();

obey({
  synced: () => client.until(() => client.isSynced),
  saved: () => client.until(() => client.isSaved),
  edit: request => edit(text, undo, request),
  write: request => text.insert(text.length, request.text),
  leave: () => client.disconnect(),
  comeBack: () => void client.connect(),
  until: request => until(doc, () => request.marks.every(mark => text.toString().includes(mark))),
  state: () => ({ ...seen, updates, text: text.toString(), isConnected: client.isSynced }),
});
