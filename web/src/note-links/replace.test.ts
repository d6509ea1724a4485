import { EditorState } from "@codemirror/state"
import { describe, expect, test, vi } from "vitest"
import { markdown } from "../text/markdown.ts"
import { finder } from "./addresses.ts"
import type { Own } from "./own.ts"
import { replacement } from "./replace.ts"

vi.stubGlobal("location", { origin: "https://notes.example" })
vi.mock("../words.ts", () => ({ t: (key: string) => key }))

const TOKEN = "HmEs64vtVwAeW9xUTuV0cZnFIMBh5Cc5"
const ID = "ABCDEFGHIJKLMNOPQRSTUV"
const LINK = `https://notes.example/n/${TOKEN}`
const OWN = `/n/${ID}`
const NAMED = `[Loyers](${OWN})`
const told: Own = { url: OWN, title: "Loyers", gives: "edit" }
const find = finder(["notes.example"])

function replaced(text: string, own = told): string {
  const state = EditorState.create({ doc: text, extensions: [markdown()] })
  const changes = find(text).flatMap(at => replacement(state, at, own) ?? [])
  return state.update({ changes }).newDoc.toString()
}

describe("an address becomes", () => {
  test.each([
    ["a link by title in a sentence", `Voir ${LINK}, puis.`, `Voir ${NAMED}, puis.`],
    ["the same between angle brackets", `Voir <${LINK}>.`, `Voir ${NAMED}.`],
    ["the target of a link that has words", `[mes mots](${LINK}#plan)`, `[mes mots](${OWN}#plan)`],
    ["the target between angle brackets", `[mes mots](<${LINK}>)`, `[mes mots](<${OWN}>)`],
    ["both parts of a link that says its address", `[${LINK}](${LINK})`, NAMED],
    ["the target of a reference", `[a][b]\n\n[b]: ${LINK}`, `[a][b]\n\n[b]: ${OWN}`],
    ["an own address in code", `\`${LINK}\``, `\`https://notes.example${OWN}\``],
    [
      "itself in code where it gives nothing",
      `\`https://notes.example${OWN}\``,
      `\`https://notes.example${OWN}\``,
    ],
    ["a link in a cell", `| a |\n| --- |\n| ${LINK} |`, `| a |\n| --- |\n| ${NAMED} |`],
  ])("%s", (_name, before, after) => expect(replaced(before)).toBe(after))

  test("a link with some words where the note has no title", () => {
    expect(replaced(LINK, { ...told, title: "" })).toBe(`[editor.untitled](${OWN})`)
  })
})
