/** The page of where notes may go: static HTML; the script says that it is being done. */
import { tellBusy } from "../screen/busy.ts"
import "./move.css"

tellBusy()
