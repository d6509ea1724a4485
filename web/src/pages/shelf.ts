/** A pochette to read: a plain list; the script sets the title of the window, which link previews never show. */
import "./shelf.css"
import { reloadByAddress } from "../screen/reload.ts"

reloadByAddress()
document.title = `${document.querySelector("h1")?.textContent} — Pochette`
