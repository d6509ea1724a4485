/** The save state in the header and the banner below: what is true now, at once. */
import { copyText } from "../screen/clipboard.ts"
import type { Provider, State } from "../transport/provider.ts"
import { type Key, t } from "../words.ts"

/** Debounce of "Saving…": most keys are saved within milliseconds. "Saved" is never shown early. */
const CALM_MS = 500
/** Debounce of announcements to screen readers: a connection that is lost for a moment is none of them. */
const SPEAK_MS = 1_000
/** How long saving may last before a screen reader hears of it. */
const LONG_MS = 5_000

const LABELS: Record<State, Key | undefined> = {
  opening: undefined,
  saved: "state.saved",
  saving: "state.saving",
  offline: "state.offline",
  refused: "state.refused",
}

/** What a wide screen says, and a narrow one. */
export interface Label {
  readonly long: string
  readonly short: string
}

/** What is known of a page whose server returned to an earlier state. */
export interface Lost {
  /** How many words are gone that were saved. */
  readonly words: number
  readonly advice: Label
  readonly label: Label | undefined
}

const NOTHING: Label = { long: "", short: "" }

function labelOf(state: State): Label {
  const key = LABELS[state]
  return key ? { long: t(key), short: t(key) } : NOTHING
}

export interface SaveState {
  /**
   * To be called at once whenever something may have changed; `isKept` is whether a copy is on this device, `lost`
   * as below.
   */
  tell(provider: Provider, isKept: boolean, lost?: Lost): void
  /** To be called before the next frame; `places` is where the text is not saved, `lost` words the server lost. */
  explain(provider: Provider, places: number, isKept: boolean, lost?: Lost): void
}

export interface Rescue {
  /** Unsaved text. */
  unsent(): string
  /** The whole note as it stands on the page. */
  whole(): { name: string; text: string }
  retry(): void
  /** The person has copied or downloaded the unsaved text. */
  rescued(): void
}

export function saveState(
  state: HTMLElement,
  spoken: HTMLElement,
  banner: HTMLElement,
  rescue: Rescue,
): SaveState {
  let calm = 0
  let speech = 0
  let long = 0
  let label = NOTHING
  /** That all is saved goes without saying, but after trouble. */
  const speak = () => {
    if (state.dataset.state === "saved" && !spoken.textContent) return
    if (spoken.textContent !== label.long) spoken.textContent = label.long
  }
  const put = (now: State, next: Label) => {
    if (state.dataset.state === now && label.long === next.long && label.short === next.short) return
    state.dataset.state = now
    label = next
    for (const place of state.querySelectorAll<HTMLElement>("[data-label]"))
      place.textContent = place.dataset.label === "short" ? label.short : label.long
    clearTimeout(speech)
    if (now !== "saving") speech = window.setTimeout(speak, SPEAK_MS)
  }
  wire(banner, rescue)
  return {
    tell(provider, isKept, lost) {
      const now = shownState(provider)
      if (now === "saving") long ||= window.setTimeout(speak, LONG_MS)
      else {
        clearTimeout(long)
        long = 0
      }
      const title = provider.isRestricted ? t("state.restricted") : ""
      if (state.title !== title) state.title = title
      if (now !== "saved" || state.dataset.state !== "saving") {
        clearTimeout(calm)
        calm = 0
        put(now, now === "refused" ? refusedLabel(provider, isKept, lost) : labelOf(now))
      } else
        calm ||= window.setTimeout(() => {
          calm = 0
          if (shownState(provider) === "saved") put("saved", labelOf("saved"))
        }, CALM_MS)
    },
    explain: (provider, places, isKept, lost) => drawBanner(banner, provider, places, isKept, lost),
  }
}

/** Key of the shown connection state, for comparison: the same for each edit that is saved at once. */
export function connectionShown(provider: Provider): string {
  const { state, isOpen, refusal, mayWrite, writable, full, isOtherRole } = provider
  const settled = state === "saving" ? "saved" : state
  return `${settled} ${isOpen} ${refusal} ${mayWrite} ${writable} ${full} ${isOtherRole}`
}

function drawBanner(
  banner: HTMLElement,
  provider: Provider,
  places: number,
  isKept: boolean,
  lost?: Lost,
): void {
  const kind = provider.refusal
    ? "stopped"
    : !provider.writable
      ? "disk"
      : provider.full !== undefined
        ? "full"
        : provider.state === "offline" && places > 0
          ? "offline"
          : provider.isOtherRole
            ? "changed"
            : ""
  if (banner.dataset.kind !== kind) {
    banner.hidden = !kind
    banner.dataset.kind = kind
  }
  if (!kind) return
  const heading = kind === "offline" ? t("banner.offline", { count: places }) : t(headingOf(provider, kind))
  const put = (selector: string, text: string) => {
    const place = banner.querySelector(selector)
    if (place && place.textContent !== text) place.textContent = text
  }
  put("b", heading)
  const advice = isKept && kind !== "stopped" && kind !== "changed" ? KEPT[kind] : kind
  const isSaved = kind === "stopped" && provider.refusal && !provider.isDirty
  const which = provider.refusal === "wentBack" ? "wentBack" : advice
  const told = lost?.advice ?? {
    long: t(isSaved ? "banner.stoppedSaved" : `banner.${which}Advice`),
    short: t(isSaved ? "banner.stoppedSaved" : `banner.${which}Short`),
  }
  put(".long", told.long)
  put(".short", told.short)
  if (lost?.words && !banner.dataset.lost) {
    banner.dataset.lost = ""
    put("[data-rescue=copy] .lbl .hide-s", ` ${t("banner.copyLost")}`)
  }
  for (const button of banner.querySelectorAll<HTMLElement>("[data-for]"))
    button.hidden =
      !button.dataset.for?.split(" ").includes(kind) || (button.dataset.rescue === "copy" && places === 0)
}

const KEPT = { offline: "kept", disk: "diskKept", full: "fullKept" } as const

const headingOf = ({ refusal }: Provider, kind: "full" | "disk" | "changed" | "stopped"): Key =>
  refusal ? `refusal.${refusal}` : kind === "stopped" ? "banner.disk" : `banner.${kind}`

/** A right that has ended leaves nothing unsaved where all was saved before. */
export const shownState = ({ refusal, isDirty, state }: Provider): State =>
  refusal && !isDirty ? "saved" : state

function refusedLabel({ refusal, full }: Provider, isKept: boolean, lost?: Lost): Label {
  if (lost?.label) return lost.label
  const short = t("state.refusedShort")
  // What a page has to do that lost something, its banner says.
  if (refusal === "wentBack") return { long: short, short }
  if (!refusal && full !== undefined) return { long: t("state.full"), short }
  return { long: t(isKept ? "state.refusedKept" : "state.refused"), short }
}

function wire(banner: HTMLElement, rescue: Rescue): void {
  // The text keeps the focus.
  banner.addEventListener("mousedown", event => event.preventDefault())
  banner.addEventListener("click", async event => {
    const button = (event.target as Element).closest<HTMLElement>("[data-rescue]")
    switch (button?.dataset.rescue) {
      case "copy": {
        const isCopied = await copyText(rescue.unsent())
        const label = button.querySelector(".lbl")
        if (label) label.textContent = t(isCopied ? "banner.copied" : "banner.notCopied")
        if (isCopied) rescue.rescued()
        break
      }
      case "download":
        download(rescue.whole())
        rescue.rescued()
        break
      case "retry":
        rescue.retry()
        break
      case "reload":
        location.reload()
        break
      default:
    }
  })
}

function download({ name, text }: { name: string; text: string }): void {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }))
  link.download = `${name.replace(/[\\/:*?"<>|\n]+/g, " ").trim() || "note"}.md`
  link.click()
  URL.revokeObjectURL(link.href)
}
