/** Says that a note was read, or takes that back; without a network it waits on this device. */
import { dropWord, keepWord } from "../carry/lately.ts"
import { drop, keep, tell } from "../carry/pending.ts"

/**
 * `pressed` is the button of the form: it knows which page follows. `said` hears where it has to wait.
 * The word is kept before the server is asked: a page that is left meanwhile has said it all the same.
 */
export async function say(
  form: HTMLFormElement,
  note: string,
  pressed: HTMLElement | null,
  said: HTMLElement,
): Promise<void> {
  const facts = new FormData(form)
  const does = facts.get("do") === "undo" ? "undo" : "read"
  const one = { url: form.action, seen: String(facts.get("seen")), do: does } as const
  keepWord(note, does)
  keep(one)
  const answer = await tell(one)
  if (answer) drop(one)
  if (answer && !answer.ok) dropWord(note)
  const onward = pressed?.matches(".onward") ? (pressed as HTMLButtonElement).value : ""
  if (answer && !answer.ok) form.submit()
  else if (onward) location.assign(onward)
  else if (answer) location.reload()
  else {
    turn(form, does)
    if (does === "read") said.textContent = form.dataset.waits ?? ""
  }
}

/** The button takes back what it has just said. */
export function turn(form: HTMLFormElement, done: "read" | "undo"): void {
  const field = form.elements.namedItem("do") as HTMLInputElement
  field.value = done === "read" ? "undo" : "read"
  form.querySelector(".onward")?.remove()
  const button = form.querySelector("button")
  button?.classList.remove("here")
  button?.setAttribute("aria-pressed", String(done === "read"))
}
