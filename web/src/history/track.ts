/** The time line: bars of how much each person wrote, flags of versions, and the selected moment. */
import { clock, dated, fullDay } from "../screen/when.ts"
import type { Story } from "../story/story.ts"
import { t } from "../words.ts"

const BARS = 84
/** So long without a letter, or another hand, ends a step. */
const PAUSE_MS = 30_000
/** Days closer than this on the track share a name: parts of its width. */
const APART = 0.09

export interface Track {
  /** Ends of the steps; the last is the end of the history. */
  readonly steps: readonly number[]
  show(moment: number): void
}

/** `moved` is called while the thumb moves. */
export function track(root: HTMLElement, story: Story, moved: (moment: number) => void): Track {
  const input = root.querySelector<HTMLInputElement>("input[type=range]")
  const thumb = root.querySelector<HTMLElement>(".thumb output")
  if (!input || !thumb) throw new Error("expected a range and an output in the track")
  const moving = root.querySelectorAll<HTMLElement>(".fade, .done, .thumb")
  const steps = stepsOf(story)
  let minute: number | undefined
  const share = (moment: number) => (story.moments > 0 ? moment / story.moments : 1)
  drawBars(root.querySelector(".bars"), story)
  drawFlags(root.querySelector(".flags"), story, share)
  drawDays(root.querySelector(".days"), story, share)
  input.max = String(story.moments)
  input.disabled = story.moments === 0
  const go = (moment: number) => {
    moved(Math.max(0, Math.min(story.moments, moment)))
  }
  input.addEventListener("input", () => go(Number(input.value)))
  input.addEventListener("keydown", event => {
    const to = keyed(event.key, Number(input.value), steps)
    if (to === undefined) return
    event.preventDefault()
    go(to)
  })
  return {
    steps,
    show(moment) {
      const at = story.time(moment)
      input.value = String(moment)
      const shown = minute
      minute = Math.floor(at.getTime() / 60_000)
      if (minute !== shown) {
        const when = story.moments ? `${fullDay(at)}, ${clock(at)}` : t("history.empty")
        input.setAttribute("aria-valuetext", when)
        thumb.textContent = when
      }
      // On these alone: the bars need not be looked at again for it.
      for (const one of moving) one.style.setProperty("--at", `${100 * share(moment)}%`)
      thumb.style.translate = `${-100 * share(moment)}% 0`
    },
  }
}

/** The arrows go from step to step: a note has too many letters to go through one by one. */
function keyed(key: string, at: number, steps: readonly number[]): number | undefined {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return steps.findLast(step => step < at) ?? 0
    case "ArrowRight":
    case "ArrowUp":
      return steps.find(step => step > at) ?? steps.at(-1)
    default:
      return undefined
  }
}

function stepsOf(story: Story): number[] {
  const steps: number[] = []
  for (let moment = 1; moment < story.moments; moment += 1) {
    const pause = story.time(moment + 1).getTime() - story.time(moment).getTime()
    if (pause > PAUSE_MS || story.maker(moment) !== story.maker(moment + 1)) steps.push(moment)
  }
  if (story.moments > 0) steps.push(story.moments)
  return steps
}

function drawBars(place: Element | null, story: Story): void {
  const weights = story.weights()
  const count = Math.min(BARS, story.moments)
  const bars = Array.from({ length: count }, () => ({ letters: 0, of: new Map<number, number>() }))
  for (let moment = 1; moment <= story.moments; moment += 1) {
    const bar = bars[Math.floor(((moment - 1) * count) / story.moments)]
    const letters = weights[moment] ?? 0
    if (!bar) continue
    bar.letters += letters
    bar.of.set(story.maker(moment), (bar.of.get(story.maker(moment)) ?? 0) + letters)
  }
  const most = Math.max(1, ...bars.map(({ letters }) => letters))
  place?.replaceChildren(
    ...bars.map(({ letters, of }) => {
      const bar = document.createElement("i")
      const maker = [...of].sort(([, a], [, b]) => b - a)[0]?.[0] ?? -1
      bar.className = `c${story.people[maker]?.colour ?? 0}`
      bar.style.height = `${12 + 88 * Math.sqrt(letters / most)}%`
      return bar
    }),
  )
}

function drawFlags(place: Element | null, story: Story, share: (moment: number) => number): void {
  place?.replaceChildren(
    ...story.told.versions.map(({ moment }) => {
      const flag = document.createElement("span")
      flag.style.left = `${100 * share(moment)}%`
      return flag
    }),
  )
}

function drawDays(place: Element | null, story: Story, share: (moment: number) => number): void {
  const days: HTMLElement[] = []
  let [before, last] = ["", -1]
  for (const moment of [1, ...stepsOf(story).map(step => step + 1)]) {
    if (moment > story.moments) break
    const at = story.time(moment)
    const day = dated(at, { day: "numeric", month: "short" })
    if (day === before) continue
    before = day
    const left = share(moment - 1)
    if (left - last < APART && last >= 0) continue
    last = left
    const name = document.createElement("span")
    name.textContent = day
    name.style.left = `${100 * left}%`
    days.push(name)
  }
  place?.replaceChildren(...days)
}
