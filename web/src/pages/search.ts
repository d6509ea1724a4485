/** The page of the search: a form and what was found, which need no script; Ctrl+K opens the dialog here too. */
import "./search.css"
import { search } from "../search/search.ts"

search({})
