/** What is said of a carry: its state in one line, its size, how long it is kept. */
import { clock, day, daysAgo } from "../screen/when.ts"
import { t } from "../words.ts"
import { notesAmong } from "./listing.ts"
import type { Progress } from "./progress.ts"
import type { Carry } from "./store.ts"
import { isFull } from "./wishes.ts"

const DAY_HOURS = 24

export interface Said {
  readonly text: string
  /** For the bar of a narrow phone. */
  readonly short?: string
  readonly icon: "cloud-download" | "cloud-check" | "cloud-off" | "triangle-alert"
}

/** `lacking`: what keeps the page from the server's answer. */
export function stateOf(
  carry: Carry | undefined,
  progress: Progress | undefined,
  lacking: "offline" | "slow" | undefined,
): Said {
  if (lacking) return { text: t(lacking === "slow" ? "carry.slow" : "carry.offline"), icon: "cloud-off" }
  if (progress)
    return { text: t("carry.taking", { done: progress.done, all: progress.all }), icon: "cloud-download" }
  if (carry && isFull(carry.base)) return { text: t("carry.full"), icon: "triangle-alert" }
  if (!carry?.key) return { text: t("carry.offer"), icon: "cloud-download" }
  if (carry.at === 0) return { text: t("carry.part"), icon: "cloud-download" }
  const at = new Date(carry.at)
  const isToday = daysAgo(at, new Date()) === 0
  const text = isToday
    ? t("carry.taken", { time: clock(at) })
    : t("carry.takenOn", { time: clock(at), day: day(at, new Date()) })
  return {
    text,
    icon: "cloud-check",
    ...(isToday ? { short: t("carry.takenShort", { time: clock(at) }) } : {}),
  }
}

/** How many notes of it are here, and of when they are. */
export function hereOf(carry: Carry): string {
  const [at, now, count] = [new Date(carry.at), new Date(), notesOf(carry)]
  return daysAgo(at, now) === 0
    ? t("carry.here", { count, time: clock(at) })
    : t("carry.hereOn", { count, time: clock(at), day: day(at, now) })
}

export const notesOf = ({ held }: Carry): number => notesAmong(Object.values(held))

export function sizeOf({ held }: Carry): string {
  const bytes = Object.values(held).reduce((sum, one) => sum + one.bytes, 0)
  return bytes < 100_000
    ? t("carry.kilobytes", { size: Math.ceil(bytes / 1000) })
    : t("carry.megabytes", { size: Math.round(bytes / 100_000) / 10 })
}

export function keptFor(hours: number): string {
  return hours > DAY_HOURS && hours % DAY_HOURS === 0
    ? t("carry.days", { count: hours / DAY_HOURS })
    : t("carry.hours", { count: hours })
}
