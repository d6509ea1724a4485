import { expect, test } from "vitest"
import * as Y from "yjs"
import { besideEdits, canRedo, canUndo, inTurn } from "./decided.ts"

const OWN = "own"

/** A text whose edits and decisions are told in the order in which they stand. */
function started() {
  const doc = new Y.Doc()
  const text = doc.getText("body")
  const manager = new Y.UndoManager(text, { trackedOrigins: new Set([OWN]), captureTimeout: 0 })
  const accepted: string[] = []
  return {
    manager,
    type: (letters: string) => doc.transact(() => text.insert(text.length, letters), OWN),
    accept(name: string) {
      accepted.push(name)
      return besideEdits(
        manager,
        () => accepted.splice(accepted.indexOf(name), 1),
        () => accepted.push(name),
      )
    },
    state: () => `${text.toString()} ${accepted.join("")}`,
  }
}

test("what was decided is undone and redone in its turn among the edits", () => {
  const { manager, type, accept, state } = started()
  accept("x")
  type("a")
  accept("y")
  accept("z")
  type("b")
  const seen = [state()]
  for (let step = 0; step < 6; step += 1) {
    manager.undo()
    seen.push(state())
  }
  expect(seen).toEqual(["ab xyz", "a xyz", "a xy", "a x", " x", " ", " "])
  for (let step = 0; step < 6; step += 1) manager.redo()
  expect(state()).toBe("ab xyz")
})

test("what was refused has no turn", () => {
  const { manager, type, accept, state } = started()
  type("a")
  const forget = accept("x")
  type("b")
  forget()
  manager.undo()
  manager.undo()
  expect(state()).toBe(" x")
})

test("an edit after an undo ends what could be redone", () => {
  const { manager, type, accept, state } = started()
  accept("x")
  manager.undo()
  type("a")
  manager.redo()
  expect(state()).toBe("a ")
})

test("what was decided alone can be undone and redone", () => {
  const { manager, accept } = started()
  const can = () => [canUndo(manager), canRedo(manager)]
  expect(can()).toEqual([false, false])
  accept("x")
  expect(can()).toEqual([true, false])
  manager.undo()
  expect(can()).toEqual([false, true])
  manager.redo()
  expect(can()).toEqual([true, false])
})

test("what takes its time is done before the next one begins, and one that fails holds nobody up", async () => {
  const { manager } = started()
  const said: string[] = []
  const act = (name: string, isSlow: boolean) =>
    inTurn(manager, async () => {
      said.push(`${name} begins`)
      if (isSlow) await new Promise(rest => setTimeout(rest))
      said.push(`${name} ends`)
      if (name === "b") throw new Error(name)
      return name
    })
  const all = await Promise.allSettled([act("a", true), act("b", false), act("c", true)])
  expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"])
  expect(said).toEqual(["a", "b", "c"].flatMap(name => [`${name} begins`, `${name} ends`]))
})
