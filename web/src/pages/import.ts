/** The pages that import files and say what became of them: plain forms; the script adds dropping and progress. */
import "./import.css"
import { sendMany } from "../import/drop.ts"
import { follow } from "../import/report.ts"
import { bring } from "../import/upload.ts"
import { dropping } from "../screen/drop.ts"

const form = document.getElementById("import") as HTMLFormElement | null
if (form) take(form)
else follow(document.getElementById("report"))

function take(form: HTMLFormElement): void {
  const input = form.elements.namedItem("file") as HTMLInputElement
  const send = input.multiple ? sendAll : sendOne
  form.classList.add("live")
  form.addEventListener("submit", event => {
    event.preventDefault()
    void send(form, [...(input.files ?? [])])
  })
  dropping(
    document.body,
    isOver => form.classList.toggle("over", isOver),
    ({ files }) => void send(form, files),
  )
}

async function sendOne(form: HTMLFormElement, files: readonly File[]): Promise<void> {
  const list = document.getElementById("brought")
  if (!files.length || !list) return
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"))
  list.replaceChildren()
  const action = form.getAttribute("action") ?? ""
  await bring(files.slice(0, 1), { action, list, fields: fields as Record<string, string> })
}

async function sendAll(form: HTMLFormElement, files: readonly File[]): Promise<void> {
  const told = document.getElementById("sending")
  const bar = told?.querySelector("progress")
  const said = told?.querySelector("span")
  if (!files.length || !told || !bar || !said) return
  told.hidden = false
  told.classList.remove("failed")
  const say = (text: string, done?: number) => {
    said.textContent = text
    if (done === undefined) bar.removeAttribute("value")
    else bar.value = done
  }
  try {
    await sendMany(files, { action: form.getAttribute("action") ?? "", say })
  } catch (error) {
    told.classList.add("failed")
    bar.hidden = true
    said.textContent = error instanceof Error ? error.message : ""
  }
}
