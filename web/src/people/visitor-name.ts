/** The dialog that asks for a name once, before the first key; it may be skipped. */
import type { Visitor } from "../note/page.ts"
import { openModal } from "../screen/modal.ts"

/** `dialog` holds a form with the field `name` and a button that skips. Resolves to what the server now holds. */
export function askName(dialog: HTMLDialogElement, now: Visitor, anonymous: string): Promise<Visitor> {
  const form = dialog.querySelector("form")
  const field = dialog.querySelector("input")
  if (!form || !field) throw new Error("expected a form with a field in the name dialog")
  field.value = now.name && now.name !== anonymous ? now.name : ""
  openModal(dialog)
  field.focus()
  return new Promise(resolve => {
    const done = new AbortController()
    const answer = async (name: string) => {
      done.abort()
      dialog.close()
      resolve((await remember(name)) ?? { ...now, name })
    }
    form.addEventListener(
      "submit",
      event => {
        event.preventDefault()
        void answer(field.value.trim() || now.name || anonymous)
      },
      { signal: done.signal },
    )
    // Escape and the button that skips both mean: as before, or without a name.
    const skip = (event: Event) => {
      event.preventDefault()
      void answer(now.name || anonymous)
    }
    dialog.addEventListener("cancel", skip, { signal: done.signal })
    dialog.querySelector("[data-skip]")?.addEventListener("click", skip, { signal: done.signal })
  })
}

async function remember(name: string): Promise<Visitor | undefined> {
  try {
    const answer = await fetch("/api/visitor", {
      method: "PUT",
      keepalive: true,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: [...name].slice(0, 40).join("") }),
    })
    return answer.ok ? ((await answer.json()) as Visitor) : undefined
  } catch {
    return undefined
  }
}
