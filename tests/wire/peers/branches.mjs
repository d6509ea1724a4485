// Replays what two people typed at the same time, each edit on exactly the text that its author saw.
// `branches.mjs URL TRACE.json.gz [TRANSACTIONS]`
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Client } from "./client.mjs";
import { Y } from "./deps.mjs";
import { report } from "./lines.mjs";

const [url, file, most = "Infinity"] = process.argv.slice(2);
const trace = JSON.parse(gunzipSync(readFileSync(file)));
const txns = trace.txns.slice(0, Number(most));

// What of each author an edit knows: their first so many edits. An author knows all of their own.
const known = [];
const script = [[], []];
for (const { parents, agent, patches } of txns) {
  const knows = [0, 1].map(who => Math.max(0, ...parents.map(parent => known[parent][who])));
  if (knows[agent] !== script[agent].length) throw new Error("an author who forgets their own edit");
  script[agent].push({ patches, sees: knows[1 - agent] });
  knows[agent]++;
  known.push(knows);
}
// Where the other stops reading, an author waits for the disk: so no wave carries more than may be read.
const stops = [0, 1].map(who => new Set(script[1 - who].map(step => step.sees)));

const people = [0, 1].map(() => new Client(url, { hold: true }));
for (const person of people) await person.connect();
// The clock of each author after each of their edits, and the characters that each edit took away.
const clocks = [[0], [0]];
const erased = [[[]], [[]]];

async function play(who) {
  const [me, other] = [people[who], 1 - who];
  const otherId = people[other].doc.clientID;
  const { store } = me.doc;
  const isErased = id => Y.getState(store, id.client) > id.clock && Y.getItem(store, id).deleted;
  let concurrent = 0;
  let seen = 0;
  for (const [done, { patches, sees }] of script[who].entries()) {
    if (clocks[other].length <= sees) await turn(other, sees);
    const goal = clocks[other][sees];
    const gone = erased[other].slice(seen + 1, sees + 1).flat();
    const isThere = () => Y.getState(store, otherId) >= goal && gone.every(isErased);
    await me.until(() => me.take(isThere));
    seen = sees;
    if (Y.getState(store, otherId) !== goal) throw new Error("more was read than the author saw");
    if (clocks[other].length - 1 > sees) concurrent++;
    const { deleteSet } = transact(me.doc, () => {
      for (const [at, deleted, inserted] of patches) {
        if (deleted > 0) me.text.delete(at, deleted);
        if (inserted !== "") me.text.insert(at, inserted);
      }
    });
    clocks[who].push(Y.getState(store, me.doc.clientID));
    erased[who].push([...deleteSet.clients].flatMap(([client, ranges]) => ranges.flatMap(idsOf(client))));
    tell(who);
    if (stops[who].has(done + 1) || me.unacknowledged >= 64) await me.until(() => me.unacknowledged === 0);
  }
  return concurrent;
}

function transact(doc, work) {
  let done;
  doc.transact(transaction => {
    done = transaction;
    work();
  });
  return done;
}

const idsOf =
  client =>
  ({ clock, len }) =>
    Array.from({ length: len }, (_, n) => Y.createID(client, clock + n));

// Waits of one author for another one's edit.
const waits = [[], []];
const turn = (who, count) => new Promise(resolve => waits[who].push({ count, resolve }));
function tell(who) {
  for (const wait of waits[who].splice(0)) {
    clocks[who].length > wait.count ? wait.resolve() : waits[who].push(wait);
  }
}

const start = performance.now();
const concurrent = await Promise.all([play(0), play(1)]);
const seconds = (performance.now() - start) / 1000;
for (const [who, person] of people.entries()) {
  const otherId = people[1 - who].doc.clientID;
  const all = () => Y.getState(person.doc.store, otherId) >= clocks[1 - who].at(-1);
  await person.until(() => person.isSaved && person.take(all));
  person.take(() => false);
}
const texts = people.map(person => person.text.toString());
const letters = text => Array.from(text).sort().join("");
report({
  transactions: txns.length,
  seconds,
  concurrent,
  stops: stops.map(set => set.size),
  texts,
  isExpected: texts[0] === trace.endContent,
  hasExpectedLetters: letters(texts[0]) === letters(trace.endContent),
  expectedLength: trace.endContent.length,
  resyncs: people.map(person => person.seen.resyncs),
  closes: people.map(person => person.seen.closes),
});
