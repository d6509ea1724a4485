/** The page that imports a file: a plain form; the script adds dropping and progress. */
import "./import.css"
import { bring } from "../import/upload.ts"
import { dropping } from "../screen/drop.ts"

const form = document.getElementById("import") as HTMLFormElement
const list = document.getElementById("brought") as HTMLElement
const input = form.elements.namedItem("file") as HTMLInputElement
const isNew = form.getAttribute("action") === "/notes/import"

input.multiple = isNew
form.classList.add("live")
form.addEventListener("submit", event => {
  event.preventDefault()
  void take([...(input.files ?? [])])
})
dropping(
  document.body,
  isOver => form.classList.toggle("over", isOver),
  ({ files }) => void take(files),
)

async function take(files: readonly File[]): Promise<void> {
  if (!files.length) return
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"))
  list.replaceChildren()
  const action = form.getAttribute("action") ?? ""
  await bring(isNew ? files : files.slice(0, 1), { action, list, fields: fields as Record<string, string> })
}
