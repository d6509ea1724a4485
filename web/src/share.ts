/** The share dialog: one link and its right, and every way to pass it on. */
import "./styles/share.css"
import { html, nothing, render } from "lit-html"
import { copyText } from "./clipboard.ts"
import { icon } from "./icon.ts"
import { channels } from "./share-channels.ts"
import { type Key, t } from "./words.ts"

type Right = "read" | "edit"
type Told = "" | "copied" | "notCopied"

interface Shared {
  /** `edit` is null for those who may not hand it on. */
  readonly links: { readonly edit: string | null; readonly read: string | null }
}

const RIGHTS: readonly { right: Right; icon: string; name: Key; text: Key }[] = [
  { right: "read", icon: "eye", name: "share.read", text: "share.readText" },
  { right: "edit", icon: "pencil", name: "share.edit", text: "share.editText" },
]

/** Opens the dialog over the page; it removes itself when it closes. */
export function shareDialog(page: Shared): void {
  const offered = RIGHTS.filter(({ right }) => page.links[right])
  const dialog = document.createElement("dialog")
  dialog.className = "panel share"
  dialog.setAttribute("aria-labelledby", "share-title")
  dialog.addEventListener("close", () => dialog.remove())
  // A press beside the dialog lands on the element itself, which has no padding of its own.
  dialog.addEventListener("pointerdown", event => event.target === dialog && dialog.close())

  let chosen = offered[0]
  let told: Told = ""
  const link = () => (chosen && page.links[chosen.right]) ?? ""

  const draw = () =>
    render(
      html`<header><h2 id="share-title">${t("share.title")}</h2>
          <button type="button" class="x" aria-label=${t("share.close")} @click=${() => dialog.close()}>${icon("x")}</button></header>
        <div class="inside">
          <fieldset class="role"><legend class="legend-text">${t("share.role")}</legend>
            <div class="seg">${offered.map(
              one =>
                html`<label><input type="radio" name="right" .checked=${one === chosen}
                  @change=${() => choose(one)}>${icon(one.icon)}${t(one.name)}</label>`,
            )}</div>
            ${chosen ? html`<p class="gives">${icon(chosen.icon)}<span>${t(chosen.text)}</span></p>` : nothing}
          </fieldset>
          <div class="out">
            <div class="addr">
              <input class="input" readonly aria-label=${t("share.address")} .value=${link()}
                @focus=${(event: Event) => (event.target as HTMLInputElement).select()}>
              <button type="button" class="btn primary" @click=${copy}>${
                told === "copied"
                  ? html`${icon("check")}${t("share.copied")}`
                  : html`${icon("copy")}${t("share.copy")}`
              }</button>
            </div>
            <p class=${told === "notCopied" ? "told" : "vh"} role="status">${
              told === "copied" ? t("share.copiedText") : told === "notCopied" ? t("share.notCopied") : ""
            }</p>
            <div class="via">
              ${channels(link(), t("share.subject")).map(
                ({ name, icon: symbol, href }) =>
                  html`<a class="btn" href=${href} target=${href.startsWith("https:") ? "_blank" : nothing}
                    rel="noopener noreferrer">${icon(symbol)}${name}</a>`,
              )}
              ${
                "share" in navigator
                  ? html`<button type="button" class="btn" @click=${passOn}>${icon("share-2")}${t("share.other")}</button>`
                  : nothing
              }
            </div>
            <img class="qr" src=${`${new URL(link(), location.href).pathname}/qr.svg`} alt=${t("share.qr")} width="116" height="116">
            <p class="hint">${icon("eye-off")}${t("share.preview")}</p>
          </div>
        </div>`,
      dialog,
    )

  function choose(one: (typeof RIGHTS)[number]): void {
    chosen = one
    told = ""
    draw()
  }
  async function copy(): Promise<void> {
    told = (await copyText(link())) ? "copied" : "notCopied"
    draw()
    if (told === "notCopied") dialog.querySelector("input[readonly]")?.dispatchEvent(new Event("focus"))
  }
  function passOn(): void {
    // Whoever closes the system's sheet has changed their mind, which is no failure.
    navigator.share({ url: link() }).catch(() => undefined)
  }

  document.body.append(dialog)
  draw()
  dialog.showModal()
}
