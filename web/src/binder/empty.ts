/** A classeur without notes: how many loose notes are ticked to go in. */
import { at } from "../screen/page.ts"
import { t } from "../words.ts"

export function empty(name: string): void {
  const form = document.querySelector<HTMLFormElement>("#loose")
  if (!form) return
  const button = form.querySelector<HTMLButtonElement>(".go button")
  const count = () => form.querySelectorAll(":checked").length
  const show = () => {
    const chosen = count()
    if (button) {
      button.disabled = chosen === 0
      button.textContent = chosen ? t("list.looseGoCount", { count: chosen }) : t("list.looseGo")
    }
    at("loose-told").textContent = chosen
      ? t("list.looseChosen", { count: chosen, name })
      : t("list.looseRead", { name })
  }
  form.addEventListener("change", show)
  show()
}
