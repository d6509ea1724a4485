/** Uploads a picture to the note, with its progress. */

import { t } from "../words.ts"
import type { Fit } from "./fit.ts"

interface Told {
  readonly address?: string
  readonly error?: { readonly message: string }
}

/** By XMLHttpRequest: `fetch` does not tell how much has left. Gives the address for the text; raises in words. */
export function sent(
  url: string,
  { name, content }: Fit,
  tell: (done: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const request = new XMLHttpRequest()
  request.open("POST", `${url}?name=${encodeURIComponent(name)}`)
  request.setRequestHeader("accept", "application/json")
  request.setRequestHeader("content-type", "application/octet-stream")
  request.responseType = "json"
  return new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", ({ loaded, total }) => tell(total ? loaded / total : 0))
    request.addEventListener("error", () => reject(new Error(t("picture.offline"))))
    request.addEventListener("load", () => {
      const told: Told | null = request.response
      if (told?.address) resolve(told.address)
      else reject(new Error(told?.error?.message ?? t("panel.failed")))
    })
    signal.addEventListener("abort", () => request.abort())
    request.send(content)
  })
}
