/** Pages of a classeur that are links and forms in its frame: its pochettes, its archive, its trash. */
import { frame } from "../binder/frame.ts"
import "./binder-pochettes.css"

frame()
