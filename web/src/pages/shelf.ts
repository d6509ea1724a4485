/** A pochette to read: a list that works alone; the script only names the window, which no robot's preview shows. */
import "./shelf.css"

document.title = `${document.querySelector("h1")?.textContent} — Pochette`
