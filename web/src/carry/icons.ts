/** The drawings of the state and of its sheet, put into the page with them. */
import check from "lucide-static/icons/cloud-check.svg?raw"
import download from "lucide-static/icons/cloud-download.svg?raw"
import off from "lucide-static/icons/cloud-off.svg?raw"
import lock from "lucide-static/icons/lock.svg?raw"
import alert from "lucide-static/icons/triangle-alert.svg?raw"
import x from "lucide-static/icons/x.svg?raw"
import { putDrawings } from "../screen/drawings.ts"

export const putIcons = (): void =>
  putDrawings({
    "cloud-check": check,
    "cloud-download": download,
    "cloud-off": off,
    lock,
    "triangle-alert": alert,
    x,
  })
