/** The drawings of the dialog, put into the page when it opens: no page has to carry them. */

import archive from "lucide-static/icons/archive.svg?raw"
import check from "lucide-static/icons/check.svg?raw"
import checkCheck from "lucide-static/icons/check-check.svg?raw"
import chevronDown from "lucide-static/icons/chevron-down.svg?raw"
import chevronLeft from "lucide-static/icons/chevron-left.svg?raw"
import clock from "lucide-static/icons/clock.svg?raw"
import ellipsis from "lucide-static/icons/ellipsis.svg?raw"
import eye from "lucide-static/icons/eye.svg?raw"
import filePlus from "lucide-static/icons/file-plus.svg?raw"
import fileText from "lucide-static/icons/file-text.svg?raw"
import files from "lucide-static/icons/files.svg?raw"
import folder from "lucide-static/icons/folder.svg?raw"
import folderOpen from "lucide-static/icons/folder-open.svg?raw"
import past from "lucide-static/icons/history.svg?raw"
import link from "lucide-static/icons/link.svg?raw"
import bookOpen from "lucide-static/icons/notebook.svg?raw"
import pencil from "lucide-static/icons/pencil.svg?raw"
import printer from "lucide-static/icons/printer.svg?raw"
import search from "lucide-static/icons/search.svg?raw"
import share from "lucide-static/icons/share-2.svg?raw"
import smartphone from "lucide-static/icons/smartphone.svg?raw"
import trash from "lucide-static/icons/trash-2.svg?raw"
import x from "lucide-static/icons/x.svg?raw"
import { putDrawings } from "../screen/drawings.ts"

const DRAWINGS = {
  archive,
  check,
  "check-check": checkCheck,
  "chevron-down": chevronDown,
  "chevron-left": chevronLeft,
  clock,
  ellipsis,
  eye,
  "file-plus": filePlus,
  "file-text": fileText,
  files,
  folder,
  "folder-open": folderOpen,
  history: past,
  link,
  notebook: bookOpen,
  pencil,
  printer,
  search,
  "share-2": share,
  smartphone,
  "trash-2": trash,
  x,
} as const

export type Drawing = keyof typeof DRAWINGS

/** Those that the page has not yet. */
export const carryDrawings = (): void => putDrawings(DRAWINGS)
