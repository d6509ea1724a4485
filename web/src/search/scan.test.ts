import { expect, test } from "vitest"
import { scan, wanted } from "./scan.ts"

const NOTE = `# Logements vacants

## Le constat

- Huit sur dix possèdent un **seul** logement vide.
- En dix ans, les logements vides ont crû, [dit l’Insee](https://example.org/logement).

## L’œuvre

Le chantier de l'État.`

const found = (typed: string) => scan(NOTE, wanted(typed))
const texts = (typed: string) =>
  found(typed)?.passages.map(({ parts }) => parts.map(([text]) => text).join(""))

test.each([
  "logement vide",
  "LOGÉMENTS",
  "oeuvre",
  "etat chantier",
  '"dix ans"',
  "« dix ans »",
  "log",
  "thème:x huit",
])("finds %s", typed => {
  expect(found(typed)).toBeDefined()
})

test.each([
  "gaz",
  "ogement",
  "logement -chantier",
  "logement gaz",
  '"ans dix"',
  "",
  "thème:logement",
  '""',
  "-",
])("does not find %s", typed => {
  expect(found(typed)).toBeUndefined()
})

test("an address behind words is neither found nor shown", () => {
  expect(found("example")).toBeUndefined()
  expect(texts("insee")).toEqual(["En dix ans, les logements vides ont crû, dit l’Insee."])
})

test("whole words are marked, under their heading, and the passage with most of them comes first", () => {
  const [first] = found("logement sur")?.passages ?? []
  expect(first?.heading).toBe("Le constat")
  expect(first?.parts.filter(([, isMarked]) => isMarked)).toEqual([
    ["sur", true],
    ["logement", true],
  ])
  expect(found("logement")?.title).toEqual([
    ["Logements", true],
    [" vacants", false],
  ])
})
