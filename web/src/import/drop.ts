/** Files for a list of notes: a single one leads to its note, several or a zip to the report of one import. */
import { t } from "../words.ts"
import { type Bringing, bring, line } from "./upload.ts"

export interface Sent {
  /** That of a classeur with `/import` behind it, or `/notes/import`. */
  readonly action: string
  /** Told while the files leave; `done` is between 0 and 1, undefined while they are looked at. */
  readonly say: (text: string, done?: number) => void
}

interface Answer {
  /** Of the report; else of the one note that was made. */
  readonly address?: string
  readonly links?: { readonly edit?: string }
  readonly url?: string
  readonly error?: { readonly message: string }
}

/** With a line in a list, for their progress and for what went wrong. */
export async function bringAll(files: readonly File[], bringing: Bringing): Promise<void> {
  const [first, second] = files
  if (!first) return
  if (!second && !first.name.toLowerCase().endsWith(".zip")) return bring(files, bringing)
  const show = line(second ? t("import.files", { count: files.length }) : first.name, bringing.list)
  bringing.list.scrollIntoView({ block: "nearest" })
  try {
    await sendMany(files, { action: bringing.action, say: show.at })
  } catch (error) {
    show.failed(error instanceof Error ? error.message : t("panel.failed"))
  }
}

/** Raises an Error in words. By XMLHttpRequest: `fetch` does not tell how much has left. */
export function sendMany(files: readonly File[], { action, say }: Sent): Promise<void> {
  const form = new FormData()
  for (const file of files) form.append("file", file, file.name)
  const request = new XMLHttpRequest()
  request.open("POST", action)
  request.setRequestHeader("accept", "application/json")
  request.responseType = "json"
  return new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const done = total ? loaded / total : 0
      if (done < 1) say(t("import.sending", { percent: Math.floor(100 * done) }), done)
      else say(t("import.sorting"))
    })
    request.addEventListener("error", () => reject(new Error(t("import.lost"))))
    request.addEventListener("load", () => {
      const answer: Answer | null = request.response
      const path = answer?.address ?? answer?.links?.edit ?? answer?.url
      if (request.status >= 300 || !path)
        return reject(new Error(answer?.error?.message ?? t("panel.failed")))
      location.assign(new URL(path, location.href).pathname)
      resolve()
    })
    say(t("import.sending", { percent: 0 }), 0)
    request.send(form)
  })
}
