/** The pages of where notes may go and of a new classeur: static HTML; the script says what is being done, and copies. */
import "./move.css"
import { finding } from "../finding/finding.ts"
import { offerCopies } from "../screen/copy-button.ts"

finding({})
offerCopies(document.getElementById("told"))
