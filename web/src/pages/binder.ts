/** The page of a classeur: its frame, and the list of its notes. */
import "./binder.css"
import { takeDropped } from "../binder/dropped.ts"
import { empty } from "../binder/empty.ts"
import { frame } from "../binder/frame.ts"
import { list } from "../binder/list.ts"

const page = frame()
list(page, async ids => (await import("../move/move.ts")).openMove(ids))
empty(page.name)
takeDropped(page.base)
