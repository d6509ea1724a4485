/** The page of a classeur: its frame, and the list of its notes. */
import "./binder.css"
import { frame } from "../binder/frame.ts"
import { list } from "../binder/list.ts"

list(frame())
