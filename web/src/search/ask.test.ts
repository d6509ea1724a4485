import { afterEach, expect, test, vi } from "vitest"
import { type Answer, NO_FILTERS, type Question, Questions } from "./ask.ts"

afterEach(() => vi.unstubAllGlobals())

const question = (q: string): Question => ({ ...NO_FILTERS, q, binder: "" })

interface Asked {
  readonly url: string
  readonly body: Record<string, unknown>
  answer(status: number, told: unknown): void
  lose(error: Error): void
}

/** Answers come when the test gives them, whether or not somebody still waits. */
function network(): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal(
    "fetch",
    (url: string, { body }: { body: string }) =>
      new Promise((answer, lose) =>
        asked.push({
          url,
          body: JSON.parse(body),
          answer: (status, told) =>
            answer({ ok: status < 400, status, json: () => Promise.resolve(told) } as Response),
          lose,
        }),
      ),
  )
  return asked
}

test("an answer to an earlier question is dropped, whichever comes first", async () => {
  const asked = network()
  const questions = new Questions()
  const [first, second] = [questions.ask(question("log")), questions.ask(question("logement"))]
  asked[1]?.answer(200, { notes: 2 })
  asked[0]?.answer(200, { notes: 1 })
  expect(await first).toBeUndefined()
  expect(await second).toEqual({ kind: "found", found: { notes: 2 } })
})

test("nobody waits for an answer any more once the field is empty", async () => {
  const asked = network()
  const questions = new Questions()
  const dropped = questions.ask(question("log"))
  questions.drop()
  asked[0]?.answer(200, { notes: 1 })
  expect(await dropped).toBeUndefined()
})

test("the words are in the body and in no address, and what is not asked for is not sent", () => {
  const asked = network()
  void new Questions().ask(question("gaz de schiste"))
  expect(asked[0]?.url).toBe("/api/search")
  expect(asked[0]?.body).toEqual({ q: "gaz de schiste", comments: true, archive: false })
})

test.each<[number, unknown, Answer]>([
  [
    400,
    { error: { message: "Rien à chercher." } },
    { kind: "refused", words: "Rien à chercher.", isQuery: true },
  ],
  [429, { error: { message: "Un instant." } }, { kind: "refused", words: "Un instant.", isQuery: false }],
  [503, { error: { message: "Occupé." } }, { kind: "refused", words: "Occupé.", isQuery: false }],
  [403, { error: { message: "Fermé." } }, { kind: "refused", words: "Fermé.", isQuery: false }],
  [500, { error: { message: "Erreur" } }, { kind: "failed" }],
  [502, {}, { kind: "failed" }],
])("an answer of %i is told in words", async (status, told, answer) => {
  const asked = network()
  const came = new Questions().ask(question("x"))
  asked[0]?.answer(status, told)
  expect(await came).toEqual(answer)
})

test.each<[Error, Answer["kind"]]>([
  [new TypeError("Failed to fetch"), "offline"],
  [new DOMException("too long", "TimeoutError"), "failed"],
  [new SyntaxError("no JSON"), "failed"],
])("%s is %s", async (error, kind) => {
  const asked = network()
  const came = new Questions().ask(question("x"))
  asked[0]?.lose(error)
  expect(await came).toEqual({ kind })
})
