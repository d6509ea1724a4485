import { expect, test } from "vitest"
import * as Y from "yjs"
import { Origins } from "../transport/origins.ts"
import { ownLetters } from "./own-letters.ts"

/** A page and its text; `type` is its person, `hear` is the server. */
class Page {
  readonly doc = new Y.Doc()
  readonly origins = new Origins(this.doc)

  constructor(id: number) {
    this.doc.clientID = id
    this.doc.on("update", (_: unknown, origin: unknown) => origin === "server" || this.origins.wrote())
  }

  get text(): Y.Text {
    return this.doc.getText("body")
  }

  type(at: number, words: string): this {
    this.text.insert(at, words)
    return this
  }

  own(theirs: Uint8Array) {
    return ownLetters(this.doc, theirs, client => this.origins.isOfOthers(client))
  }

  hear(from: Y.Doc): this {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(from), "server")
    return this
  }
}

const stateOf = (doc: Y.Doc) => Y.encodeStateVector(doc)

/** A server that returned to the moment when it had all of `doc`. */
function serverOf(doc: Y.Doc): Y.Doc {
  const server = new Y.Doc()
  Y.applyUpdate(server, Y.encodeStateAsUpdate(doc))
  return server
}

test("own letters that a server lacks are no loss of others", () => {
  const claire = new Page(1).type(0, "Budget")
  const server = serverOf(claire.doc)
  claire.type(6, " de trois ans")
  expect(claire.origins.areLost(stateOf(server))).toBe(false)
})

test("each page brings its own letters, and together they have all again", () => {
  const [claire, bruno] = [new Page(1), new Page(2)]
  claire.type(0, "Budget. Divers.")
  bruno.hear(claire.doc)
  const server = serverOf(claire.doc)
  claire.type(6, " de trois ans")
  bruno.type(14, " et dates")
  claire.hear(bruno.doc)
  bruno.hear(claire.doc)
  const then = stateOf(server)
  for (const page of [claire, bruno]) {
    expect(page.origins.areLost(then)).toBe(true)
    const own = page.own(then)
    const { structs } = Y.decodeUpdate(own ?? new Uint8Array())
    expect(new Set(structs.map(({ id }) => id.client))).toEqual(new Set([page.doc.clientID]))
    Y.applyUpdate(server, own ?? new Uint8Array())
  }
  expect(server.getText("body").toString()).toBe("Budget de trois ans. Divers et dates.")
  expect(claire.origins.areLost(stateOf(server))).toBe(false)
})

test("a deletion of letters that the server lacks is left out, any other is brought", () => {
  const [claire, bruno] = [new Page(1), new Page(2)]
  claire.type(0, "Budget. Divers.")
  bruno.hear(claire.doc).type(0, "Ancien. ")
  const server = serverOf(bruno.doc)
  bruno.type(0, "xyz ")
  claire.hear(bruno.doc)
  claire.text.delete(0, 4)
  claire.text.delete(0, 8)
  const own = claire.own(stateOf(server)) ?? new Uint8Array()
  const { structs, ds } = Y.decodeUpdate(own)
  expect(structs).toEqual([])
  expect(
    [...ds.clients].map(([client, ranges]) => [client, ranges.map(({ clock, len }) => [clock, len])]),
  ).toEqual([[2, [[0, 8]]]])
  Y.applyUpdate(server, own)
  expect(server.getText("body").toString()).toBe("Budget. Divers.")
})

test("a page that only read has nothing to bring", () => {
  const [claire, reader] = [new Page(1).type(0, "Budget"), new Page(2)]
  const server = serverOf(claire.doc)
  reader.hear(claire.type(6, " de trois ans").doc)
  expect(reader.origins.areLost(stateOf(server))).toBe(true)
  expect(reader.own(stateOf(server))).toBe(undefined)
})

test("of a copy on this device nobody knows whose letters are, until the server has all", () => {
  const claire = new Page(1).type(0, "Budget")
  const server = serverOf(claire.doc)
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(claire.type(6, " de trois ans").doc))
  const origins = new Origins(copy)
  expect(origins.areLost(stateOf(server))).toBe(false)
  origins.settled()
  expect(origins.areLost(stateOf(server))).toBe(true)
})
