/** The panel of one link: what it gives, its address, its people, and what may be changed. */
import { html, nothing } from "lit-html"
import { day } from "../screen/when.ts"
import { t } from "../words.ts"
import type { Link, Listing } from "./api.ts"
import { acts, type Hands, type Place } from "./changing.ts"
import { use } from "./links.ts"
import { type PeopleHands, peopleOf } from "./people.ts"
import { givesText } from "./rights.ts"
import { type Right, when } from "./wish.ts"

/** `pass` draws every way to pass its address on. */
export function linkPanel(
  link: Link,
  { gives }: Listing,
  hands: Hands,
  place: Place,
  people: PeopleHands,
  pass: (url: string) => unknown,
) {
  return html`<p class="use">${made(link, place.now)}${use(link, place.now)} · ${
    link.expires_at
      ? t("share.until", { when: when(new Date(link.expires_at), place.now) })
      : t("share.endless")
  }${link.has_password ? ` · ${t("share.locked").toLocaleLowerCase()}` : ""}${setting(link)}</p>
    ${link.tried_at ? html`<p class="use">${t("share.tried", { when: when(new Date(link.tried_at), place.now) })}</p>` : nothing}
    ${link.role === "manage" ? nothing : givesText(place.of, link.role as Right, gives)}
    ${link.url ? html`<div class="out">${pass(link.url)}</div>` : nothing}
    ${peopleOf(link, people)}
    ${link.may_close ? acts(link, hands, place) : nothing}`
}

const made = (link: Link, now: Date) =>
  link.made_at ? `${t("guests.made", { when: day(new Date(link.made_at), now) })} · ` : ""

/** Print options of a link that differ from the defaults. */
function setting({
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
}: Link) {
  const said = [
    format && format !== "note" ? t(`share.formats.${format}`) : "",
    size === "larger" ? t("share.larger") : "",
    cover ? t("proof.cover") : "",
    format === "note" && margin === false ? t("share.noMargin") : "",
    contents === false ? t("share.noContents") : "",
    pictures === false ? t("share.noPictures") : "",
    addresses ? t("proof.addresses") : "",
    numbers ? t("proof.numbers") : "",
    holes && format !== "pocket" ? t("proof.holes") : "",
    format === "large" ? "" : fits(pages),
  ].filter(Boolean)
  return said.length ? html`<br>${said.join(" · ")}` : nothing
}

function fits(pages: Link["pages"]): string {
  if (pages === 0) return t("share.airy")
  return pages ? t("share.inPages", { count: pages }) : ""
}
