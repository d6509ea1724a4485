/** Files for a list of notes: a single one leads to its note, several or a zip to the report of one import. */
import { t } from "../words.ts"
import { type Bringing, bring, type Line, line } from "./upload.ts"

interface Answer {
  readonly address?: string
  readonly error?: { readonly message: string }
}

/** `action` is that of a classeur with `/import` behind it, or `/notes/import`. */
export async function bringAll(files: readonly File[], bringing: Bringing): Promise<void> {
  const [first, second] = files
  if (!first) return
  if (!second && !first.name.toLowerCase().endsWith(".zip")) return bring(files, bringing)
  const show = line(second ? t("import.files", { count: files.length }) : first.name, bringing.list)
  bringing.list.scrollIntoView({ block: "nearest" })
  try {
    location.assign(await send(files, bringing.action, show))
  } catch (error) {
    show.failed(error instanceof Error ? error.message : t("panel.failed"))
  }
}

/** The address of the report. By XMLHttpRequest: `fetch` does not tell how much has left. */
function send(files: readonly File[], action: string, show: Line): Promise<string> {
  const form = new FormData()
  for (const file of files) form.append("file", file, file.name)
  const request = new XMLHttpRequest()
  request.open("POST", action)
  request.setRequestHeader("accept", "application/json")
  request.responseType = "json"
  return new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const done = total ? loaded / total : 0
      if (done < 1) show.at(t("import.sending", { percent: Math.floor(100 * done) }), done)
      else show.at(t("import.sorting"))
    })
    request.addEventListener("error", () => reject(new Error(t("import.lost"))))
    request.addEventListener("load", () => {
      const answer: Answer | null = request.response
      if (request.status === 202 && answer?.address) resolve(answer.address)
      else reject(new Error(answer?.error?.message ?? t("panel.failed")))
    })
    show.at(t("import.sending", { percent: 0 }), 0)
    request.send(form)
  })
}
