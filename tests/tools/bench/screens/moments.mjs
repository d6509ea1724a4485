// The texts of moments of a story, as the page of a note's history reads them: one JSON, then a line a moment.
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { Story } from "../../../../web/src/history/story.ts"

const [file, ...moments] = process.argv.slice(2)
const story = new Story(JSON.parse(readFileSync(file, "utf-8")))
for (const moment of moments) {
  const began = performance.now()
  const text = story.text(Number(moment))
  const took = performance.now() - began
  console.log(`${moment} ${createHash("sha256").update(text).digest("hex")} ${took.toFixed(2)}`)
}
