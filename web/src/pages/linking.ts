/** The page that links two devices: polls the other device, and reloads at the next step. */
import "./linking.css"

const LOOK_AGAIN_MS = 1000
/** Only in these steps something happens without this browser. */
const WAITS = ["show", "compare", "wait"]

const step = document.querySelector<HTMLElement>("[data-step]")?.dataset.step ?? ""
if (WAITS.includes(step)) void follow()

async function follow(): Promise<void> {
  for (;;) {
    await new Promise(resolve => setTimeout(resolve, LOOK_AGAIN_MS))
    if ((await now().catch(() => step)) !== step) return location.reload()
  }
}

/** "" once the code is over; throws without a network, or while the server is busy. */
async function now(): Promise<string> {
  const answer = await fetch(location.pathname, { headers: { accept: "application/json" } })
  if (answer.status === 410) return ""
  if (!answer.ok) throw new Error(`expected 200, got ${answer.status}`)
  return (await answer.json()).step
}
