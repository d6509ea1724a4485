/** The page of a notice or an error. */
import "./styles/message.css"
