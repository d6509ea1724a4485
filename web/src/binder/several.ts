/** What is done with chosen notes: asked of the server, told with what was refused, undone on request. */
import { type Answer, ask } from "../screen/ask.ts"
import { t } from "../words.ts"
import { tellDone } from "./undoing.ts"

export type Deed = "theme" | "status" | "archive" | "trash"

interface Outcome {
  readonly changed: readonly string[]
  readonly before: Readonly<Record<string, string>>
  readonly refused: readonly { readonly title: string; readonly message: string }[]
}

interface Wish {
  readonly notes: readonly string[]
  readonly theme?: string
  readonly status?: string
}

/** `base`: the address of the classeur; `changed` is called once the list is another one. */
export class Several {
  readonly #base: string
  readonly #changed: () => Promise<void>

  constructor(base: string, changed: () => Promise<void>) {
    this.#base = base
    this.#changed = changed
  }

  async run(deed: Deed, wish: Wish): Promise<void> {
    const answer = await this.#ask(deed === "theme" || deed === "status" ? "card" : deed, wish)
    if ("refusal" in answer) {
      tellDone(answer.refusal)
      return
    }
    const { changed, before, refused } = answer.body
    const reasons = refused.map(({ title, message }) => t("list.refused", { title, why: message }))
    const done = changed.length ? [t(`list.done.${deed}`, { count: changed.length })] : []
    tellDone(
      [...done, ...reasons].join(". "),
      changed.length ? () => this.#undo(deed, changed, before) : undefined,
    )
    await this.#changed()
  }

  async #undo(deed: Deed, changed: readonly string[], before: Outcome["before"]): Promise<void> {
    const answers: Answer<Outcome>[] = []
    if (deed === "archive") answers.push(await this.#ask("unarchive", { notes: changed }))
    else if (deed === "trash") answers.push(await this.#ask("restore", { notes: changed }))
    else
      for (const value of new Set(changed.map(id => before[id] ?? "")))
        answers.push(
          await this.#ask("card", {
            notes: changed.filter(id => (before[id] ?? "") === value),
            [deed]: value,
          }),
        )
    const failed = answers.find(answer => "refusal" in answer)
    tellDone(failed && "refusal" in failed ? failed.refusal : t("list.undone"))
    await this.#changed()
  }

  #ask(what: string, wish: Wish): Promise<Answer<Outcome>> {
    return ask<Outcome>("POST", `${this.#base}/notes/${what}`, wish)
  }
}
