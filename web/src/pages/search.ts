/** The page of the search: a form and what was found, which need no script. */
import "./search.css"
