/** A pochette to read: a plain list; the script sets the title of the window, which link previews never show. */
import "./shelf.css"
import { carrying } from "../carry/begin.ts"
import { pass } from "../reader/pass.ts"
import { textSize } from "../reader/text-size.ts"
import { at, readPage } from "../screen/page.ts"
import { reloadByAddress } from "../screen/reload.ts"
import { keepOpened } from "../search/opened.ts"
import { search } from "../search/search.ts"

const share = at("share")

reloadByAddress()
search({})
carrying()
keepOpened(readPage<{ readonly own: string }>().own)
textSize(at("sizes"))
share.hidden = false
share.addEventListener("click", () => void pass(share, at("told")))
document.title = `${document.querySelector("h1")?.textContent} — Pochette`
