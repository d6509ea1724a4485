/**
 * Random histories of people with the undo of the editor: a line of JSON for each update as the server gets it.
 * Each person writes with letters that nobody else writes, so that a text tells its authors. Where the server is to
 * write, the other side of the pipe answers with its update.
 */
import { createRequire } from "node:module"
import { createInterface } from "node:readline"

const Y = createRequire(new URL("../../../web/package.json", import.meta.url))("yjs")

const WORDS = [
  ["a", "ba ", "cab ", "\u00e2", "a\u0301", "bac\n", "\u{1f469}\u{1f3fd}\u200d\u{1f692}"],
  ["d", "fed ", "ef ", "\u00e8", "f\u0300", "def\n", "\u{1f600}"],
  ["g", "hig ", "ih ", "\u00ef", "h\u0308", "ghi\n", "\u{1f6b2}\u{1f6b2}"],
]
const [seed, many, turns] = process.argv.slice(2, 5).map(Number)
/** In a calm history everybody hears of everybody at once, and the server writes nothing. */
const isCalm = process.argv[5] === "calm"
let state = seed >>> 0
const random = () => {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const below = n => Math.floor(random() * n)
const one = list => list[below(list.length)]
let now = 1_700_000_000_000
Date.now = () => now

const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const say = line => process.stdout.write(`${JSON.stringify(line)}\n`)
const packed = update => Buffer.from(update).toString("base64")

const isLow = unit => unit >= 0xdc00 && unit <= 0xdfff
const whole = (text, at) => (at > 0 && at < text.length && isLow(text.charCodeAt(at)) ? at - 1 : at)

function page(person, server) {
  const doc = new Y.Doc()
  doc.clientID = 1 + below(2 ** 31)
  const config = {}
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server))
  const text = doc.getText("body")
  const undo = new Y.UndoManager(text, { trackedOrigins: new Set([config]), captureTimeout: 600 })
  const one = { person, doc, text, undo, config, isOffline: false, queue: [] }
  doc.on("update", (update, origin) => origin !== "server" && one.queue.push(update))
  return one
}

function edit({ doc, text, config, person }) {
  const said = text.toString()
  const [from, length] = [whole(said, below(said.length + 1)), one([0, 0, 1, 2, 5, 12])]
  const to = whole(said, Math.min(said.length, from + length))
  const kind = random()
  doc.transact(() => {
    if (to > from && kind < 0.75) text.delete(from, to - from)
    if (to === from || kind > 0.5) text.insert(from, one(WORDS[person]))
  }, config)
}

/** Key by key, as one rubs out. */
function rubOut(page) {
  let at = whole(page.text.toString(), below(page.text.length + 1))
  for (let n = one([1, 2, 3, 4]); n > 0 && at > 0; n -= 1) {
    const before = whole(page.text.toString(), at - 1)
    page.doc.transact(() => page.text.delete(before, at - before), page.config)
    at = before
    now += 150
  }
}

/** All of the text goes at once, or all but its end. */
function lose({ doc, text, config }) {
  const to = whole(text.toString(), text.length - one([0, 0, 3]))
  if (to > 0) doc.transact(() => text.delete(0, to), config)
}

for (let n = 0; n < many; n += 1) {
  const server = new Y.Doc()
  const journal = []
  const add = (by, update, isServer) => {
    Y.applyUpdate(server, update, "server")
    journal.push(update)
    say({ by, update: packed(update), isServer, client: isServer })
  }
  const pages = [0, 1, 2].map(person => page(person, server))
  if (random() < 0.4) pages.push(page(below(3), server))
  const pull = one =>
    Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(server, Y.encodeStateVector(one.doc)), "server")
  const push = one => {
    if (one.queue.length === 0) return
    if (one.isOffline || random() < 0.1)
      add(one.person, Y.encodeStateAsUpdate(one.doc, Y.encodeStateVector(server)))
    else for (const update of one.queue) add(one.person, update)
    one.queue = []
    one.isOffline = false
  }
  for (let turn = 0; turn < turns; turn += 1) {
    const at = below(pages.length)
    const mine = pages[at]
    now += one([50, 200, 700, 3000])
    const what = random()
    if (isCalm) pull(mine)
    if (what < 0.4) edit(mine)
    else if (what < 0.49) rubOut(mine)
    else if (what < 0.5) lose(mine)
    else if (what < 0.66) mine.undo.undo()
    else if (what < 0.74) mine.undo.redo()
    else if (what < 0.77) {
      push(mine)
      pages[at] = page(mine.person, server)
    } else if (isCalm) continue
    else if (what < 0.81) mine.isOffline = true
    else if (what < 0.85) {
      say({
        ask: one(["restore", "return", "passage", "accept"]),
        person: mine.person,
        words: one(WORDS[mine.person]),
        chance: [random(), random(), random()],
      })
      const { value } = await answers.next()
      const { update, client } = JSON.parse(value)
      add(mine.person, Buffer.from(update, "base64"), client)
    } else pull(mine)
    if (!mine.isOffline || random() < 0.15) push(mine)
    if (random() < 0.3) pull(one(pages))
  }
  for (const one of pages) push(one)
  say({ end: server.getText("body").toString() })
}
process.stdin.destroy()
