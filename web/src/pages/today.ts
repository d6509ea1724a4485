/** Aujourd'hui, the home of who reads a classeur: links in its frame, which the script keeps fresh. */
import "./today.css"
import { frame } from "../binder/frame.ts"
import { stayFresh } from "../today/fresh.ts"

frame()
stayFresh()
