/** Decisions on threads, one after the other in the order in which they are made; undo and redo take an acceptance in its turn. */
import type { UndoManager } from "yjs"
import { besideEdits, inTurn } from "./decided.ts"
import type { Thread } from "./thread.ts"

type State = Thread["state"]

export interface Decides {
  undo(): UndoManager
  /** Whether the server took it. */
  put(thread: string, state: State): Promise<boolean>
  /** It did not take what was undone, or redone. */
  refused(): void
}

export class Decisions {
  readonly #does: Decides

  constructor(does: Decides) {
    this.#does = does
  }

  async make({ id }: Thread, state: State): Promise<void> {
    const done = this.#put(id, state)
    if (state !== "accepted") return
    const again = (wished: State) => async () => {
      if ((await done) && !(await this.#put(id, wished))) this.#does.refused()
    }
    const forget = besideEdits(this.#does.undo(), again("open"), again("accepted"))
    if (!(await done)) forget()
  }

  /** Not before those that were asked for earlier are done, however soon the next key comes. */
  #put(id: string, state: State): Promise<boolean> {
    return inTurn(this.#does.undo(), () => this.#does.put(id, state))
  }
}
