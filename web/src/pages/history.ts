/** The page of a note's history: time line, text at a moment, changes, versions, restoring. */
import "./history.css"
import { render } from "lit-html"
import { changesIn, type Passage, without } from "../history/changes.ts"
import { compare, type Part } from "../history/compare.ts"
import { lastRead } from "../history/last-read.ts"
import { legend, passageList } from "../history/passages.ts"
import { player } from "../history/player.ts"
import { nameMoment, sureToRestore } from "../history/questions.ts"
import { type Sheet, sheet } from "../history/sheet.ts"
import { track } from "../history/track.ts"
import { basesOf, versionList } from "../history/versions.ts"
import { type Answer, ask } from "../screen/ask.ts"
import { at, readPage } from "../screen/page.ts"
import { remember, remembered } from "../screen/storage.ts"
import { toast } from "../screen/toast.ts"
import { search } from "../search/search.ts"
import { losses } from "../story/loss.ts"
import { Story, type Told } from "../story/story.ts"
import { t } from "../words.ts"

interface HistoryPage {
  readonly note: string
  readonly nonce: string
  readonly story: string
  readonly restore: string
  readonly versions: string
}

const page = readPage<HistoryPage>()
search({})
void begin()

async function begin(): Promise<void> {
  const told = await ask<Told>("GET", page.story)
  if ("refusal" in told) {
    at("now").replaceChildren(told.refusal)
    return
  }
  open(new Story(told.body))
}

function open(story: Story): void {
  // The note as it is now stood here until its past was told.
  at("now").replaceChildren()
  const main = sheet(at("now"), t("history.sheet"), page.nonce)
  const read = lastRead(page.note, story)
  const lost = losses(story)
  // The band of a great loss leads to its moment.
  const asked = Number(location.hash.slice(1))
  let moment = lost.some(loss => loss.moment === asked) ? asked : story.moments
  let base =
    moment < story.moments || asked === moment
      ? moment - 1
      : (basesOf(story, moment, read, lost)[0]?.moment ?? 0)
  let only: number | undefined
  let parts: Part[] = []
  let current = 0
  let earlier: Sheet | undefined
  let played = moment

  const colour = (person: number) => story.people[person]?.colour ?? 0
  const time = track(at("track"), story, to => {
    play.stop()
    show(to)
  })
  const play = player(story.moments, playTo, () => {
    const { isPlaying } = play
    document.body.classList.toggle("playing", isPlaying)
    at("play").setAttribute("aria-label", t(isPlaying ? "history.pause" : "history.play"))
    if (!isPlaying) show(played)
  })

  function show(to: number): void {
    moment = played = to
    const bases = basesOf(story, moment, read, lost)
    if (!bases.some(one => one.moment === base)) base = bases[0]?.moment ?? 0
    parts = compare(story.pieces(base, moment))
    current = 0
    draw()
  }

  function draw(): void {
    const shown =
      only === undefined
        ? parts
        : parts.map(part => (part.person === only ? part : settled(part))).filter(Boolean)
    const changes = changesIn(shown as Part[])
    time.show(moment)
    document.body.classList.toggle("two", earlier !== undefined)
    main.show(
      (shown as Part[]).filter(({ kind }) => !earlier || kind !== "went"),
      colour,
    )
    earlier?.show(
      (shown as Part[]).filter(({ kind }) => kind !== "came"),
      colour,
    )
    const goTo = (place: number) => {
      current = place
      const passage = changes.passages[place]
      if (passage && !earlier) main.goTo(passage.from, passage.to)
      drawPassages()
    }
    const drawPassages = () => {
      const isNow = moment === story.moments
      const actions = isNow && only === undefined ? { goTo, bringBack } : { goTo }
      render(passageList(story, changes, current, actions), at("changes"))
    }
    drawPassages()
    const bases = basesOf(story, moment, read, lost)
    const actions = { show, compareWith, sideBySide, restore: () => void restore() }
    render(
      versionList(story, { moment, base, bases, isSideBySide: earlier !== undefined }, lost, actions),
      at("versions"),
    )
    render(
      legend(
        story,
        { steps: time.steps.length, only, base: bases.find(one => one.moment === base)?.name ?? "" },
        choosePerson,
      ),
      at("legend"),
    )
    at("restore").toggleAttribute("hidden", moment === story.moments)
  }

  function playTo(to: number): void {
    const edits = story.edits(played, to)
    played = to
    // Before the sheet, which asks how it is laid out: all of a frame is laid out at once.
    time.show(to)
    main.play(edits, colour(story.maker(to)))
  }

  function compareWith(other: number): void {
    base = other
    show(moment)
  }

  function choosePerson(person: number | undefined): void {
    only = person
    draw()
  }

  function sideBySide(): void {
    const place = at("then")
    earlier = earlier ? undefined : sheet(place, t("history.earlier"), page.nonce)
    place.hidden = earlier === undefined
    if (!earlier) place.replaceChildren()
    draw()
  }

  async function restore(): Promise<void> {
    if (await sureToRestore(story.time(moment))) tell(await write(story.text(moment)))
  }

  async function bringBack(passage: Passage): Promise<void> {
    tell(await write(without(parts, passage)))
  }

  const write = (text: string) =>
    ask("POST", page.restore, { epoch: story.told.epoch, seq: story.told.seq, text })

  /** The note has gone on by what was brought back: its story is told anew. */
  function tell(answer: Answer<unknown>): void {
    if ("refusal" in answer) {
      toast(answer.refusal)
      return
    }
    remember("history.done", t("history.restored"), "sessionStorage")
    location.reload()
  }

  at("play").addEventListener("click", () => {
    if (play.isPlaying) {
      play.stop()
      return
    }
    if (earlier) sideBySide()
    if (moment >= story.moments) played = 0
    main.show([{ kind: "same", text: story.text(played), person: -1 }], colour)
    play.start(played)
  })
  at("speed").addEventListener("click", () => {
    const speed = play.faster()
    at("speed").textContent = `${speed}×`
    at("speed").setAttribute("aria-label", t("history.speed", { speed }))
  })
  at("back").addEventListener("click", () => show(time.steps.findLast(step => step < moment) ?? 0))
  at("forth").addEventListener("click", () => show(time.steps.find(step => step > moment) ?? story.moments))
  at("restore").addEventListener("click", () => void restore())
  at("name").addEventListener("click", async () => {
    const name = await nameMoment(story.time(moment))
    if (name === undefined) return
    tell(await ask("POST", page.versions, { name, epoch: story.told.epoch, moment }))
  })
  const done = remembered("history.done", "sessionStorage")
  if (done) toast(done)
  remember("history.done", null, "sessionStorage")
  show(moment)
}

/** Changes of other people, as if they had always been so. */
function settled(part: Part): Part | undefined {
  return part.kind === "went" ? undefined : { ...part, kind: "same" }
}
