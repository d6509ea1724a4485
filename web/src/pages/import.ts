/** The pages that import files and say what became of them: plain forms; the script adds dropping and progress. */
import "./import.css"
import { bringAll } from "../import/drop.ts"
import { follow } from "../import/report.ts"
import { bring } from "../import/upload.ts"
import { dropping } from "../screen/drop.ts"
import { search } from "../search/search.ts"

search({})

const form = document.getElementById("import") as HTMLFormElement | null
const list = document.getElementById("brought")
if (form && list) take(form, list)
else follow(document.getElementById("report"))

function take(form: HTMLFormElement, list: HTMLElement): void {
  const input = form.elements.namedItem("file") as HTMLInputElement
  const send = async (files: readonly File[]) => {
    if (!files.length) return
    const fields = Object.fromEntries(
      [...new FormData(form)].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
    )
    const action = form.getAttribute("action") ?? ""
    list.replaceChildren()
    if (input.multiple) await bringAll(files, { action, list })
    else await bring(files.slice(0, 1), { action, list, fields })
  }
  form.classList.add("live")
  form.addEventListener("submit", event => {
    event.preventDefault()
    void send([...(input.files ?? [])])
  })
  dropping(
    document.body,
    isOver => form.classList.toggle("over", isOver),
    ({ files }) => void send(files),
  )
}
