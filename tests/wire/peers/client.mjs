// A Yjs document that speaks `pochette.1`: it counts what it has sent and what of that is on disk.
import { decoding, encoding, WebSocket, Y } from "./deps.mjs";

export class Client {
  constructor(url, { doc = new Y.Doc(), hold = false } = {}) {
    this.url = url;
    this.doc = doc;
    this.text = doc.getText("body");
    // With `hold`, what others wrote waits in `inbox` until somebody takes it.
    this.hold = hold;
    this.inbox = [];
    this.sent = this.acknowledged = 0;
    this.seen = { opened: 0, resyncs: 0, denied: 0, closes: [], events: [], bytes: 0 };
    this.waiting = [];
    this.shouldConnect = false;
    doc.on("update", (update, origin) => {
      if (origin !== this) this.#send(2, update);
    });
  }

  // What is done at the moment when a connection opens.
  opened() {}

  // Resolves once the server's step 2 is applied, or at the close of the connection.
  connect() {
    this.shouldConnect = true;
    const socket = new WebSocket(this.url, "pochette.1", { perMessageDeflate: false });
    socket.binaryType = "nodebuffer";
    this.socket = socket;
    this.sent = this.acknowledged = 0;
    this.steps = 0;
    this.isSynced = false;
    socket.on("open", () => {
      this.seen.opened++;
      this.opened();
      socket.send(frame(0, 0, Y.encodeStateVector(this.doc)));
    });
    socket.on("message", message => this.socket === socket && this.#hear(message));
    socket.on("error", () => {});
    socket.on("close", code => {
      if (this.socket !== socket) return;
      this.seen.closes.push(code);
      this.socket = undefined;
      const isFinal = code >= 4400 && code < 4500;
      if (!isFinal) setTimeout(() => this.shouldConnect && !this.socket && this.connect(), 50);
      this.#wake();
    });
    return this.until(() => this.isSynced || this.socket !== socket);
  }

  disconnect() {
    this.shouldConnect = false;
    const { socket } = this;
    this.socket = undefined;
    this.isSynced = false;
    socket?.close();
  }

  // Resolves once `fact()` holds; it is looked at after every message.
  until(fact) {
    if (fact()) return Promise.resolve();
    return new Promise(resolve => this.waiting.push({ fact, resolve }));
  }

  get unacknowledged() {
    return this.sent - this.acknowledged;
  }

  get isSaved() {
    return this.isSynced && this.sent > 0 && this.unacknowledged === 0;
  }

  // Apply what waits, oldest first, until `enough()`.
  take(enough) {
    while (!enough() && this.inbox.length > 0) Y.applyUpdate(this.doc, this.inbox.shift(), this);
    return enough();
  }

  #send(step, update) {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.sent++;
    this.socket.send(frame(0, step, update));
  }

  #hear(message) {
    this.seen.bytes += message.length;
    const decoder = decoding.createDecoder(message);
    const type = decoding.readVarUint(decoder);
    if (type === 0) this.#sync(decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder));
    else if (type === 2) this.seen.denied++;
    else if (type === 4) this.acknowledged = decoding.readVarUint(decoder);
    else if (type === 5) this.seen.events.push(JSON.parse(decoding.readVarString(decoder)));
    this.#wake();
  }

  #sync(step, content) {
    if (step === 0) {
      if (++this.steps > 1) this.seen.resyncs++;
      this.#send(1, Y.encodeStateAsUpdate(this.doc, content));
      return;
    }
    if (step === 1) this.answeredAt = performance.now();
    if (this.hold) this.inbox.push(content.slice());
    else Y.applyUpdate(this.doc, content, this);
    if (step === 1) this.isSynced = true;
  }

  #wake() {
    const waiting = this.waiting.splice(0);
    for (const one of waiting) one.fact() ? one.resolve() : this.waiting.push(one);
  }
}

function frame(type, step, content) {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, type);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, content);
  return encoding.toUint8Array(encoder);
}
