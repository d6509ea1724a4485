/** The options of a new link, and the expiry times on offer. */
import { clock, day } from "../screen/when.ts"
import { t } from "../words.ts"
import { USUAL_HOURS } from "./carry.ts"

export type Right = "print" | "read" | "comment" | "edit"

export interface Wish {
  readonly right: Right
  /** For the team: the recipient. */
  readonly label: string
  /** An ISO time; "" for no end. */
  readonly until: string
  /** "" for none. */
  readonly password: string
  /** Hours for which a device keeps what it takes along; "0": nothing. */
  readonly carry: string
  /** The fields below are for print links only. */
  readonly recipient: string
  /** The number of the copy, as typed; "" for none. */
  readonly copy: string
  readonly openings: string
  readonly text: "live" | "frozen"
  readonly format: "note" | "large" | "pocket"
  readonly size: "normal" | "larger"
  readonly cover: boolean
  readonly margin: boolean
  readonly contents: boolean
  readonly pictures: boolean
  /** As many pages as it is to fit in; "" for the budget of the card, "0" for as many as it fills. */
  readonly pages: string
  readonly addresses: boolean
  readonly numbers: boolean
  readonly holes: boolean
}

export const NOTHING_ASKED: Omit<Wish, "right"> = {
  label: "",
  until: "",
  password: "",
  carry: USUAL_HOURS,
  recipient: "",
  copy: "",
  openings: "",
  text: "live",
  format: "note",
  size: "normal",
  cover: false,
  margin: true,
  contents: true,
  pictures: true,
  pages: "",
  addresses: false,
  numbers: false,
  holes: false,
}

/** Whether the wish is for a link of its own; else the one that every note has will do. */
export function isSpecial(wish: Wish): boolean {
  const { right, label, until, password, carry } = wish
  if (right === "print" || right === "comment" || carry !== USUAL_HOURS) return true
  return [label, until, password].some(text => text.trim() !== "")
}

/** The wish as `POST …/links` takes it; a pochette has its format itself. */
export function asked(wish: Wish, hasFormat: boolean): Record<string, unknown> {
  const password = wish.password.trim()
  const link = {
    role: wish.right,
    label: wish.label.trim(),
    expires_at: wish.until || null,
    ...(password ? { password } : {}),
  }
  if (wish.right !== "print") return { ...link, carry_hours: Number(wish.carry) }
  const recipient = wish.recipient.trim()
  return {
    ...link,
    recipient,
    copy_number: wish.copy ? Number(wish.copy) : null,
    max_openings: wish.openings ? Number(wish.openings) : null,
    source: wish.text,
    ...(hasFormat ? setting(wish) : {}),
  }
}

const setting = ({
  format,
  size,
  cover,
  margin,
  contents,
  pictures,
  pages,
  addresses,
  numbers,
  holes,
}: Wish) => ({
  format,
  size,
  cover,
  margin,
  contents,
  pictures,
  pages: pages ? Number(pages) : null,
  addresses,
  numbers,
  holes,
})

/** Ends that a link may have, in the visitor's own time, the soonest first. */
export function ends(now: Date): readonly { readonly at: string; readonly name: string }[] {
  const on = (days: number, hour: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour)
  const moments = [on(0, 20), on(1, 8), on(7, 20), on(30, 20)].filter(at => at > now)
  return moments.map(at => ({ at: at.toISOString(), name: when(at, now) }))
}

/** `ce soir, 20 h 00`, `demain, 8 h 00`, `14 mars, 20 h 00` */
export function when(at: Date, now: Date): string {
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1)
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
  const isToday = at.toDateString() === now.toDateString()
  const named = isToday
    ? t("share.today")
    : at.toDateString() === tomorrow.toDateString()
      ? t("share.tomorrow")
      : at.toDateString() === yesterday.toDateString()
        ? t("guests.yesterday")
        : day(at, now)
  return `${named}, ${clock(at)}`
}
