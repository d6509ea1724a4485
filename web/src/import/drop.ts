/** Sends many files as one import, and leads to its report. */
import { t } from "../words.ts"

export interface Sent {
  /** Address that takes the files: that of a classeur with `/import` behind it, or `/notes/import`. */
  readonly action: string
  /** Told while the files leave, and why they did not. */
  readonly say: (text: string, done?: number) => void
}

/** A single file leads to its note. By XMLHttpRequest: `fetch` does not tell how much has left. */
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
      say(
        done < 1 ? t("import.sendingMany", { percent: Math.floor(100 * done) }) : t("import.sorting"),
        done < 1 ? done : undefined,
      )
    })
    request.addEventListener("error", () => reject(new Error(t("import.lost"))))
    request.addEventListener("load", () => {
      const answer: Answer | null = request.response
      const path = answer && (answer.address ?? answer.url ?? answer.links?.edit)
      if (request.status >= 300 || !path)
        return reject(new Error(answer?.error?.message ?? t("panel.failed")))
      location.assign(new URL(path, location.href).pathname)
      resolve()
    })
    request.send(form)
  })
}

interface Answer {
  /** Of an import; else of the note that was made of one file. */
  readonly address?: string
  readonly url?: string
  readonly links?: { readonly edit?: string }
  readonly error?: { readonly message: string }
}
