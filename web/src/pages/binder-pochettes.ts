/** The pochettes of a classeur: a page of links and forms, in the frame. */
import { frame } from "../binder/frame.ts"
import "./binder-pochettes.css"

frame()
