/** Print options in `localStorage`, for the next note; neither recipients nor what leaves out pictures. */

import { remember, remembered } from "../screen/storage.ts"

const KEY = "pochette.print"
const NAMES = ["format", "booklet", "size", "cover", "margin", "contents", "addresses", "numbers", "holes"]

export function keep(form: HTMLFormElement): void {
  const chosen = boxes(form).filter(({ checked }) => checked)
  remember(KEY, chosen.map(({ name, value }) => `${name}=${value}`).join("&"))
}

/** Sets the form as it was; whether that is another choice than the form had. */
export function recall(form: HTMLFormElement): boolean {
  const chosen = remembered(KEY)?.split("&")
  if (!chosen) return false
  const others = boxes(form).filter(box => {
    const isChosen = chosen.includes(`${box.name}=${box.value}`)
    return box.checked !== isChosen && (isChosen || box.type === "checkbox")
  })
  for (const box of others) box.checked = !box.checked
  return others.length > 0
}

function boxes(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>("[type=radio], [type=checkbox]")].filter(({ name }) =>
    NAMES.includes(name),
  )
}
