// y-websocket's own provider, unmodified, in a process of its own: `stock.mjs WS_URL TOKEN [eager]`.
// Somebody eager types on while the line opens, before the two sides have told each other what they have.
import { obey, until } from "./lines.mjs";
import { WebSocket, WebsocketProvider, Y } from "./deps.mjs";
import { edit } from "./typing.mjs";

const seen = { opened: 0, resyncs: 0, denied: 0, updates: 0, closes: [] };

// The same socket, which also counts: a step 1 after the first of a connection is the server's "not yet".
class Counted extends WebSocket {
  constructor(...args) {
    super(...args);
    let steps = 0;
    this.on("open", () => seen.opened++);
    this.on("message", content => {
      const message = new Uint8Array(content);
      if (message[0] === 0 && message[1] === 0 && ++steps > 1) seen.resyncs++;
      if (message[0] === 2) seen.denied++;
    });
  }
}

console.warn = () => {};
const doc = new Y.Doc();
const text = doc.getText("body");
const undo = new Y.UndoManager(text, { captureTimeout: 0 });
const provider = new WebsocketProvider(process.argv[2], process.argv[3], doc, {
  WebSocketPolyfill: Counted,
  disableBc: true,
  maxBackoffTime: 400,
});
doc.on("update", (_, origin) => origin !== provider && seen.updates++);
provider.on("connection-close", event => event && seen.closes.push(event.code));

if (process.argv[4] === "eager") {
  provider.on("status", ({ status }) => status === "connected" && text.insert(0, "x"));
}

const ended = new Promise(resolve => provider.once("closed", ({ code }) => resolve({ code })));

const synced = () =>
  provider.synced
    ? undefined
    : new Promise((resolve, reject) => {
        setTimeout(reject, 20_000, new Error("not synced after 20 s")).unref();
        provider.once("synced", () => resolve());
      });

obey({
  synced,
  edit: request => edit(text, undo, request),
  write: request => text.insert(text.length, request.text),
  leave: () => provider.disconnect(),
  comeBack: () => provider.connect(),
  until: request => until(doc, () => request.marks.every(mark => text.toString().includes(mark))),
  meets: ({ name }) =>
    new Promise(resolve => {
      const look = () => {
        for (const [client, state] of provider.awareness.getStates())
          if (client !== doc.clientID && state.user?.name === name) resolve(state);
      };
      provider.awareness.on("change", look);
      look();
    }),
  // Ended by the server in such a way that the provider gives up by itself.
  ended: () => ended,
  fallSilent: () => provider.awareness.setLocalState(null),
  present: request => provider.awareness.setLocalStateField("user", { name: request.name }),
  state: () => ({ ...seen, text: text.toString(), isConnected: provider.wsconnected, client: doc.clientID }),
  reconnects: async ({ times }) => {
    for (let n = 0; n < times; n++) {
      provider.disconnect();
      provider.connect();
      await synced();
    }
  },
});
