/** The pages of where notes may go and of a new classeur: static HTML; the script says what is being done, and copies. */
import { offerCopies } from "../screen/copy-button.ts"
import "./move.css"

offerCopies(document.getElementById("told"))
