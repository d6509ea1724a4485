// A peer is driven by lines on its standard input: one JSON request each, and one JSON answer each, in order.
import { createInterface } from "node:readline";

// `verbs`: name -> function of the request, which returns the answer or a promise of it.
export async function obey(verbs) {
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    let answer;
    try {
      answer = (await verbs[request.verb](request)) ?? {};
    } catch (error) {
      answer = { error: `${request.verb}: ${error.stack}` };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  process.exit(0);
}

// Resolves once `fact()` holds; it is looked at after each update of `doc`.
export function until(doc, fact, patience = 20_000) {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!fact()) return;
      clearTimeout(timer);
      doc.off("update", look);
      resolve();
    };
    const timer = setTimeout(() => {
      doc.off("update", look);
      reject(new Error(`not so after ${patience} ms`));
    }, patience);
    doc.on("update", look);
    look();
  });
}

// What a program that runs to its end has to say.
export function report(answer) {
  process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));
}
