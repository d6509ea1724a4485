/** Fields in which something is said: Enter sends, and what is written stays until it has come. */
import { html, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"

export const MOST_LETTERS = 4000

export const words = (form: HTMLFormElement): string => String(new FormData(form).get("text") ?? "").trim()

/** Sends the text of a form, one request at a time. */
export async function deliver(
  event: SubmitEvent,
  send: (form: HTMLFormElement) => Promise<boolean>,
): Promise<void> {
  event.preventDefault()
  const form = event.target as HTMLFormElement
  if (form.ariaBusy) return
  form.ariaBusy = "true"
  await send(form)
  form.ariaBusy = null
}

/** Enter sends, with Ctrl too; Shift and Enter begin another line. */
export function enter(event: KeyboardEvent): void {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return
  event.preventDefault()
  ;(event.target as HTMLTextAreaElement).form?.requestSubmit()
}

/** A field of one line at first; `key` names what is written in it, `written` is what it held. */
export function sayField(
  key: string,
  label: string,
  written: string | undefined,
  send: (text: string) => Promise<boolean>,
): TemplateResult {
  const submit = (event: SubmitEvent) =>
    void deliver(event, async form => {
      const text = words(form)
      return text !== "" && send(text)
    })
  return html`<form class="say" data-say=${key} @submit=${submit}><textarea class="input" name="text" rows="1" maxlength=${MOST_LETTERS} required aria-invalid="false" aria-label=${label} placeholder=${label} .value=${written ?? ""} @keydown=${enter}></textarea
    ><button class="btn primary" aria-label=${t("comments.send")}>${icon("send")}</button></form>`
}
