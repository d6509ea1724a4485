/** The list of links at the side of the dialog. */
import { html, nothing } from "lit-html"
import { icon } from "../screen/icon.ts"
import { type Key, t } from "../words.ts"
import { type Link, nameOf } from "./api.ts"
import { acts, type Hands, lockSign, type Place } from "./changing.ts"
import { when } from "./wish.ts"

const plainOf = (role: Link["role"], isOfFolder: boolean) =>
  t(isOfFolder && role === "edit" ? "folder.plainEdit" : (`share.plain.${role}` as Key))
const ICONS = { print: "printer", read: "eye", comment: "message-circle", edit: "pencil", manage: "pencil" }

/** The list at the side of the dialog; `hands` do what is asked of a link, `place` holds the one that is changed. */
export function linkList(links: readonly Link[], hands: Hands, place: Place) {
  const { now, isOfFolder } = place
  const open = links.filter(link => link.is_open)
  const shut = links.length - open.length
  return html`<h3>${t("share.open", { count: open.length })}</h3>
    <ul>${open.map(
      link => html`<li>
        <p class="who">${link.has_password ? lockSign() : nothing}${link.label || link.recipient || plainOf(link.role, isOfFolder)}</p>
        <p class="right ${link.role}">${icon(ICONS[link.role])}${nameOf(link.role, isOfFolder)}</p>
        <p class="use">${set(link)}${use(link, now)}<br>${
          link.expires_at
            ? t("share.until", { when: when(new Date(link.expires_at), now) })
            : t("share.noEnd")
        }</p>
        ${link.may_close ? acts(link, hands, place) : nothing}
      </li>`,
    )}</ul>
    ${shut ? html`<p class="past">${icon("clock")}${t("share.past", { count: shut })}</p>` : nothing}`
}

/** Print options of a link that differ from the defaults. */
function set({ format, size, cover, margin, contents }: Link) {
  const said = [
    format && format !== "note" ? t(`share.formats.${format}`) : "",
    size === "larger" ? t("share.larger") : "",
    cover ? t("proof.cover") : "",
    format === "note" && margin === false ? t("share.noMargin") : "",
    contents === false ? t("share.noContents") : "",
  ].filter(Boolean)
  return said.length ? html`${said.join(" · ")}<br>` : nothing
}

function use(link: Link, now: Date): string {
  if (!link.used_at) return t("share.neverUsed")
  const last = when(new Date(link.used_at), now)
  if (link.max_openings)
    return t("share.usedOf", { count: link.openings, most: link.max_openings, when: last })
  if (link.role === "print") return t("share.usedTimes", { count: link.openings, when: last })
  return t("share.used", { when: last })
}
