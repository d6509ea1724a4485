/** The pages of where notes may go and of a new classeur: static HTML; the script says what is being done, and copies. */
import "./move.css"
import { offerCopies } from "../screen/copy-button.ts"
import { search } from "../search/search.ts"

search({})
offerCopies(document.getElementById("told"))
