/** The editor page: wires its features together; the only file of them with side effects. */
import { t } from "./words.ts"

document.querySelector("#editor")?.setAttribute("aria-label", t("editor.loading"))
