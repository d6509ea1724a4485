/** What may be done with people in the dialog; each deed is followed by a fresh list and a sentence. */
import type { Key } from "../words.ts"
import type { Given, Leaving, Link, linksAt, Person, Request } from "./api.ts"

export interface Scene {
  readonly server: ReturnType<typeof linksAt> | undefined
  readonly dialog: HTMLElement
  /** The link whose panel is shown. */
  link(): Link | undefined
  draw(): void
  /** Runs the work, and says what the server refuses. */
  attempt(work: () => Promise<void>): Promise<void>
  /** The same, then lists anew and says that it is done. */
  does(done: Key, work: () => Promise<void>): Promise<void>
}

export class PeopleDeeds {
  /** The person about to be removed, with what that does. */
  removing: { readonly person: Person; readonly does: Leaving } | undefined
  readonly #scene: Scene

  constructor(scene: Scene) {
    this.#scene = scene
  }

  readonly recognise = (person: Person) =>
    this.#scene.does("guests.knownDone", async () => {
      const shown = this.#scene.link()
      if (shown) await this.#scene.server?.recognise(shown, person)
    })

  readonly ask = async (person: Person | undefined): Promise<void> => {
    const { server, dialog, link, draw, attempt } = this.#scene
    this.removing = undefined
    draw()
    await attempt(async () => {
      const shown = link()
      const found = shown && person ? await server?.leaving(shown, person) : undefined
      if (person && found) this.removing = { person, does: found }
      draw()
      dialog.querySelector<HTMLElement>(".sure .go")?.focus()
    })
  }

  readonly remove = (person: Person, seen: boolean) =>
    this.#scene.does("guests.done.removed", async () => {
      const shown = this.#scene.link()
      const told = this.removing?.does
      if (shown && told) await this.#scene.server?.remove(shown, person, told, seen)
      this.removing = undefined
    })

  readonly answer = (request: Request, role?: Given["role"]) =>
    this.#scene.does(role ? "guests.done.accessGiven" : "guests.done.accessRefused", async () => {
      await this.#scene.server?.answer(request, role)
    })

  readonly givenAt = (given: Given) => this.#scene.server?.givenAt(given) ?? ""

  readonly refuseAll = () =>
    this.#scene.does("guests.done.allRefused", async () => {
      await this.#scene.server?.refuseAll()
    })

  readonly take = (asks: boolean) =>
    this.#scene.does(asks ? "guests.done.asksOn" : "guests.done.asksOff", async () => {
      await this.#scene.server?.take(asks)
    })

  /** What the panel of requests and given rights does. */
  get access() {
    const { answer, givenAt, refuseAll, take } = this
    return { answer, givenAt, refuseAll, take }
  }
}
