/** The links of a pochette: to print it, to read it, to put it together; and every way to pass one on. */
import "./styles/share.css"
import { html, nothing } from "lit-html"
import { copyText } from "./clipboard.ts"
import type { FolderPage } from "./folder.ts"
import { opened } from "./folder-dialog.ts"
import { icon } from "./icon.ts"
import { channels } from "./share-channels.ts"
import { type Key, t } from "./words.ts"

const RIGHTS = [
  { right: "print", icon: "printer", name: "folder.printShort" },
  { right: "read", icon: "eye", name: "folder.read" },
  { right: "edit", icon: "pencil", name: "folder.edit" },
] as const

export function shareDialog(links: FolderPage["links"]): void {
  const { element, draw } = opened("share", t("folder.shareTitle"))
  const offered = RIGHTS.filter(({ right }) => links[right])
  let chosen = offered.find(({ right }) => right === "read") ?? offered[0]
  let told = ""
  let hasCopied = false

  const redraw = () => {
    const link = (chosen && links[chosen.right]) ?? ""
    draw(html`<fieldset class="role"><legend class="legend-text">${t("share.role")}</legend>
        <div class="seg">${offered.map(
          one =>
            html`<label><input type="radio" name="right" .checked=${one === chosen} @change=${() => choose(one)}>${icon(
              one.icon,
            )}${t(one.name)}</label>`,
        )}</div>
        ${
          chosen
            ? html`<p class="gives">${icon(chosen.icon)}<span>${t(`folder.${chosen.right}Text` as Key)}</span></p>`
            : nothing
        }
      </fieldset>
      <div class="out">
        <div class="addr">
          <input class="input" readonly aria-label=${t("share.address")} .value=${link}
            @focus=${({ target }: Event) => (target as HTMLInputElement).select()}>
          <button type="button" class="btn primary" @click=${() => copy(link)}>${
            hasCopied ? html`${icon("check")}${t("share.copied")}` : html`${icon("copy")}${t("share.copy")}`
          }</button>
        </div>
        <p class=${told && !hasCopied ? "told" : "vh"} role="status">${told}</p>
        <div class="via">
          ${channels(link, t("share.subject")).map(
            ({ name, icon: symbol, href }) =>
              html`<a class="btn" href=${href} target=${href.startsWith("https:") ? "_blank" : nothing}
                rel="noopener noreferrer">${icon(symbol)}${name}</a>`,
          )}
          ${
            "share" in navigator
              ? html`<button type="button" class="btn" @click=${() => passOn(link)}>${icon("share-2")}${t("share.other")}</button>`
              : nothing
          }
        </div>
        <img class="qr" src=${`${new URL(link, location.href).pathname}/qr.svg`} alt=${t("share.qr")} width="116" height="116">
        <p class="hint">${icon("eye-off")}${t("share.preview")}</p>
      </div>`)
  }
  function choose(one: (typeof RIGHTS)[number]): void {
    chosen = one
    told = ""
    hasCopied = false
    redraw()
  }
  async function copy(link: string): Promise<void> {
    hasCopied = await copyText(link)
    told = t(hasCopied ? "share.copiedText" : "share.notCopied")
    redraw()
    if (!hasCopied) element.querySelector<HTMLInputElement>("input[readonly]")?.select()
  }
  function passOn(link: string): void {
    // Whoever closes the system's sheet has changed their mind, which is no failure.
    navigator.share({ url: link }).catch(() => undefined)
  }
  redraw()
  element.showModal()
}
