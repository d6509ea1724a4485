/** The home page. */
import "./styles/base.css"
