// How long somebody waits who opens a note: in ms, from the connection to the whole answer and to the text.
// `join.mjs URL TIMES OTHER_URL`: another note is opened before, so that this program itself is warm.
import { Client } from "./client.mjs";
import { report } from "./lines.mjs";

const [url, times, otherUrl] = process.argv.slice(2);
for (let n = 0; n < 20; n++) {
  const other = new Client(otherUrl);
  await other.connect();
  other.disconnect();
}
const answers = [];
const texts = [];
let text = "";
let bytes = 0;
for (let n = 0; n < Number(times); n++) {
  const client = new Client(url);
  const start = performance.now();
  await client.connect();
  text = client.text.toString();
  texts.push(performance.now() - start);
  answers.push(client.answeredAt - start);
  ({ bytes } = client.seen);
  client.disconnect();
}
report({ answers, texts, bytes, text });
