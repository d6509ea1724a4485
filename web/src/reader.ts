/** The reader. */
import "./styles/base.css"
