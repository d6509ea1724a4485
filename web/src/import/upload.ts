/** Uploads files of other programs one after the other, with their progress. */
import { t } from "../words.ts"

/** The server's limit. It closes the connection beyond, which browsers do not explain. */
const MOST_MB = 32

export interface Bringing {
  /** Address of the upload. */
  readonly action: string
  /** An empty list, for one line a file. */
  readonly list: HTMLElement
  /** More query parameters. */
  readonly fields?: Readonly<Record<string, string>>
}

export interface Made {
  /** The note that took the file, or the links of a new one. */
  readonly address?: string
  readonly links?: { readonly edit?: string }
  /** Of a note that begins in a classeur, without links of its own. */
  readonly url?: string
  /** What the file says, for the place of the caret. */
  readonly markdown?: string
  /** What it says and a note cannot, in a sentence. */
  readonly left?: string
}

/** Leads to the note when there is one file, and lists the notes of several. */
export async function bring(files: readonly File[], bringing: Bringing): Promise<void> {
  const lines = files.map(file => line(file.name, bringing.list))
  bringing.list.scrollIntoView({ block: "nearest" })
  for (const [number, file] of files.entries()) {
    const show = lines[number]
    if (!show) continue
    try {
      const made = await send(file, bringing, show)
      const path = noteOf(made)
      if (files.length === 1 && !made.left) location.assign(path)
      else show.done(path, made.left)
    } catch (error) {
      show.failed(error instanceof Error ? error.message : t("panel.failed"))
    }
  }
}

/** The path of the note that took a file. */
export const noteOf = ({ address, links, url }: Made): string =>
  address ?? new URL(links?.edit ?? url ?? "/", location.href).pathname

export interface Line {
  /** `done` is between 0 and 1; undefined for progress of unknown length. */
  at(said: string, done?: number): void
  /** `left`: what stayed behind. */
  done(path: string, left?: string): void
  failed(why: string): void
}

export function line(name: string, list: HTMLElement): Line {
  const item = document.createElement("li")
  const title = document.createElement("b")
  const bar = document.createElement("progress")
  const said = document.createElement("span")
  title.textContent = name
  bar.setAttribute("aria-label", name)
  item.append(title, bar, said)
  list.append(item)
  return {
    at(text, done) {
      said.textContent = text
      if (done === undefined) bar.removeAttribute("value")
      else bar.value = done
    },
    done(path, left) {
      const link = document.createElement("a")
      link.className = "btn"
      link.href = path
      link.textContent = t("import.open")
      said.textContent = left ?? ""
      item.replaceChildren(title, ...(left ? [said] : []), link)
    },
    failed(why) {
      item.className = "failed"
      said.textContent = why
      bar.remove()
    },
  }
}

/** By XMLHttpRequest: `fetch` does not tell how much has left. */
export async function send(
  file: File,
  { action, fields }: Omit<Bringing, "list">,
  show: Pick<Line, "at">,
): Promise<Made> {
  if (file.size > MOST_MB << 20) throw new Error(t("import.tooLarge", { most: MOST_MB }))
  const request = new XMLHttpRequest()
  request.open("POST", `${action}?${new URLSearchParams({ ...fields, name: file.name })}`)
  request.setRequestHeader("accept", "application/json")
  request.setRequestHeader("content-type", "application/octet-stream")
  request.responseType = "json"
  return new Promise((resolve, reject) => {
    const told = ({ loaded, total }: ProgressEvent) => {
      const done = total ? loaded / total : 0
      if (done < 1) show.at(t("import.sending", { percent: Math.floor(100 * done) }), done)
      else show.at(t("import.reading"))
    }
    request.upload.addEventListener("progress", told)
    request.addEventListener("error", () => reject(new Error(t("import.lost"))))
    request.addEventListener("load", () => {
      const answer: (Made & { error?: { message: string } }) | null = request.response
      if (request.status === 201 && answer) resolve(answer)
      else reject(new Error(answer?.error?.message ?? t("panel.failed")))
    })
    show.at(t("import.sending", { percent: 0 }), 0)
    request.send(file)
  })
}
