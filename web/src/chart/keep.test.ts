import { expect, test } from "vitest"
import { Hands } from "../hands/hands.testing.ts"

const chart = (rows: string) => `avant\n\n\`\`\`graphique Trafic\n${rows}\n\`\`\`\n\nfin`

/** The rows after keys, and letters in quotation marks. */
function after(rows: string, keys: string): string {
  const hands = new Hands(chart(rows))
  for (const key of keys.split(" ")) {
    if (key.startsWith('"')) hands.type(key.slice(1, -1))
    else hands.press(key)
  }
  return hands.shown
}

test.each([
  ["A|;1", '";" "2"', "A;2|1"],
  ["A|;1", '"\t" "2"', "A;2|1"],
  ["A;1|", '";" "2"', "A;12|"],
  ["A;|1", "Backspace", "A;|1"],
  ["A;1|2", "Ctrl-Backspace", "A;|2"],
  ["A|;1", "Delete", "A|;1"],
  ["A;1\n|B;2", "Backspace Backspace", "A;1\n|B;2"],
  ["A;1|\nB;2", "Delete", "A;1|\nB;2"],
  ["A;1|\nSource : nous", "Delete", "A;1|\nSource : nous"],
  ["A;1\n|;\nB;2", "Backspace", "A;1|\nB;2"],
  ["A;1|\n;\nB;2", "Delete", "A;1|\nB;2"],
  ["|A;1|\nB;2", '"C"', "C|;\nB;2"],
  ["|A;1|\nB;2", "Delete", "|;\nB;2"],
  ["A|B;1\nC;2|3", "Delete", "A|;3"],
  ["A;1|2\nC|D;3", "Delete", "A;1|\nD;3"],
  ["A;1|2\nC|D;3", 'Enter "x"', "A;1x|\nD;3"],
  ["A|;1\nB;2", 'Enter "C"', "A;1\nBC|;2"],
  ["A;|1\nB;2", 'Enter "3"', "A;1\nB;23|"],
  ["A|B|;1\nB;2", 'Enter "C"', "AB;1\nBC|;2"],
  ["A;1\nB;2|", 'Enter "C" Tab "3"', "A;1\nB;2\nC;3|"],
  ["A;1|\nB;2", 'Shift-Enter "C" Tab "3"', "A;1\nC;3|\nB;2"],
  ["|A;1", 'Shift-Enter "x"', "x|;\nA;1"],
  ["A;1|\nSource : nous", 'Tab "B" Tab "2"', "A;1\nB;2|\nSource : nous"],
  ["A|;1", 'Tab "2"', "A;2|"],
  ["A;1\nB|;2", 'Shift-Tab "3"', "A;3|\nB;2"],
  ["A;1\nSource : nous|", 'Shift-Tab "2"', "A;2|\nSource : nous"],
  ["A;1\nSource : nous|", '";eux"', "A;1\nSource : nous;eux|"],
  ["A |pas;\nSource : plan|", '"neuf"', "A neuf|;"],
  ["Sources d’eau|;", '"x"', "Sources d’eaux|;"],
])("rows keep their two cells: %j %s", (rows, keys, expected) => {
  expect(after(rows, keys)).toBe(chart(expected))
})

test.each([
  ["A;1|", "A;1"],
  ["A;1|\nSource : nous", "A;1\nSource : nous"],
])("a last row that says nothing leads out of the chart: %j", (rows, left) => {
  expect(after(rows, 'Enter Enter "x"')).toBe(`avant\n\n\`\`\`graphique Trafic\n${left}\n\`\`\`\n\nx|\n\nfin`)
})

test("letters that come at once have no sign of their own", () => {
  const hands = new Hands(chart("A|;1"))
  hands.send(hands.state.update(hands.state.replaceSelection(" ; b"), { userEvent: "input.type" }))
  expect(hands.shown).toBe(chart("A, b|;1"))
})

test("Enter and Tab lead from the title to the first row", () => {
  for (const key of ["Enter", "Tab"]) {
    const hands = new Hands("```graphique Tra|fic\nA;1\n```")
    hands.press(key)
    hands.type("B")
    expect(hands.shown).toBe(`\`\`\`graphique Trafic\n${key === "Tab" ? "B|" : "AB|"};1\n\`\`\``)
  }
})

test("a selection that ends in a row leaves its cells", () => {
  const hands = new Hands("av|ant\n\n```graphique Trafic\nA;1\nB;2|3\n```")
  expect(hands.press("Delete").text).toContain(";3\n```")
})

test.each([
  ["A|;1", "lois ; décrets", "Alois, décrets|;1"],
  ["A;1|", "2020 ; 3,5 %", "A;1\n2020;3,5 %|"],
  ["A;1|", "B;2\nSource : nous", "A;1\nB;2\nSource : nous|"],
])("what is pasted into a cell with the sign: %j %j", (rows, said, expected) => {
  expect(new Hands(chart(rows)).paste(said).shown).toBe(chart(expected))
})

test("what is pasted into the title stays in it", () => {
  const hands = new Hands("```graphique Tra|\nA;1\n```")
  expect(hands.paste("jets ; 2024").shown).toBe("```graphique Trajets ; 2024|\nA;1\n```")
})
