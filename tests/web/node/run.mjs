// Answers calls of functions of web/src: a line of JSON `{"module", "name", "given"}` in, `{"got"}` out.
import { createInterface } from "node:readline"

const source = process.argv[2]
for await (const line of createInterface({ input: process.stdin })) {
  const { module, name, given } = JSON.parse(line)
  const functions = await import(`${source}/${module}`)
  console.log(JSON.stringify({ got: functions[name](...given) ?? null }))
}
