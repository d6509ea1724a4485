/** A pochette to read: a plain list; the script sets the title of the window, which link previews never show. */
import "./shelf.css"
import { carrying } from "../carry/begin.ts"
import { finding } from "../finding/finding.ts"
import { keepOpened } from "../finding/opened.ts"
import { readPage } from "../screen/page.ts"
import { reloadByAddress } from "../screen/reload.ts"

reloadByAddress()
finding({})
carrying()
keepOpened(readPage<{ readonly own: string }>().own)
document.title = `${document.querySelector("h1")?.textContent} — Pochette`
