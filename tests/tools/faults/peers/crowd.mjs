// Several people at their tabs in several notes, in one program: they type, take back, lose their line and read late.
// `crowd.mjs SEED OPERATIONS PEOPLE URL...`: one note a URL; its chance is seeded by SEED and its place in the list.
import { Client } from "../../../wire/peers/client.mjs";
import { Y } from "../../../wire/peers/deps.mjs";
import { report } from "../../../wire/peers/lines.mjs";
import { edit } from "../../../wire/peers/typing.mjs";

const [seed, operations, many, ...urls] = process.argv.slice(2);
const PATIENCE_MS = 120_000;

// mulberry32
function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

async function note(url, number) {
  const draw = chance(Number(seed) * 1009 + number);
  const people = Array.from({ length: Number(many) }, () => {
    const client = new Client(url, { hold: true });
    return { client, undo: new Y.UndoManager(client.text, { captureTimeout: 0 }) };
  });
  for (const { client } of people) client.connect();
  for (let done = 0; done < Number(operations); done++) {
    const { client, undo } = people[Math.floor(draw() * people.length)];
    const luck = draw();
    if (luck < 0.01) client.shouldConnect ? client.disconnect() : client.connect();
    // What others wrote is read after a while, and not always all of it.
    if (luck < 0.5) {
      let left = Math.floor(draw() * 12);
      client.take(() => left-- <= 0);
    }
    edit(client.text, undo, { kind: draw(), place: draw(), piece: draw() });
    if (draw() < 0.3) await pause(draw() * 30);
  }
  const marks = people.map((_, who) => `\n\nFIN${number}Q${who}\n\n`);
  for (const [who, { client }] of people.entries()) {
    if (!client.shouldConnect) client.connect();
    client.text.insert(client.text.length, marks[who]);
  }
  const hasAll = ({ client }) => {
    client.take(() => false);
    const text = client.text.toString();
    return client.isSaved && marks.every(mark => text.includes(mark.trim()));
  };
  const end = performance.now() + PATIENCE_MS;
  while (!people.every(hasAll) && performance.now() < end) await pause(20);
  const isHealed = people.every(hasAll);
  for (const { client } of people) client.disconnect();
  const seen = people.map(({ client }) => client.seen);
  const closes = seen.flatMap(one => one.closes);
  return {
    texts: people.map(({ client }) => client.text.toString()),
    isHealed,
    refused: closes.filter(code => code >= 4400 && code < 4500),
    taken: seen.flatMap(one => one.events).filter(event => event.event === "client-id-taken").length,
    opened: seen.reduce((sum, one) => sum + one.opened, 0),
    resyncs: seen.reduce((sum, one) => sum + one.resyncs, 0),
  };
}

report(await Promise.all(urls.map(note)));
