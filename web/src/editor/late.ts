/** The extensions that are loaded after the first paint, one line each. Part. */
import type { Extension } from "@codemirror/state"
import type { UndoManager } from "yjs"
import { boxMenu } from "../boxes/label.ts"
import { charts } from "../chart/chart.ts"
import { copying } from "../clipboard/copy.ts"
import { footnotes } from "../footnotes/footnotes.ts"
import { hands } from "../hands/late.ts"
import { steps as caretSteps } from "../hands/steps.ts"
import { links } from "../links/links.ts"
import { lists } from "../lists/lists.ts"
import { greatLoss } from "../loss/great-loss.ts"
import type { EditorPage } from "../note/page.ts"
import { noteLinks } from "../note-links/note-links.ts"
import { remoteCarets } from "../people/carets.ts"
import { pictureTools } from "../picture/tools.ts"
import { wholeFigures } from "../preview/unbroken.ts"
import { steps } from "../session/steps.ts"
import { slashMenu } from "../slash/slash.ts"
import { changes } from "../spoken/changes.ts"
import { spoken } from "../spoken/roles.ts"
import { tables } from "../table/table.ts"
import { hints } from "../title/hints.ts"
import { t } from "../words.ts"
import { browserKeys } from "../writing/browser-keys.ts"
import { typography } from "../writing/typography.ts"

/** `run` runs a command of the page by its name. */
export function lateExtensions(
  page: EditorPage,
  undo: () => UndoManager,
  run: (name: string) => void,
): Extension {
  // The menus are there only for visitors who may write.
  const find = (id: string) => document.getElementById(id)
  return [
    // Before the steps of undo: what is composed is mended in the step of its letters.
    hands,
    steps(undo),
    charts,
    spoken,
    changes(undo),
    browserKeys,
    typography,
    wholeFigures,
    remoteCarets(t("editor.anonymous")),
    copying,
    footnotes(),
    links(undo, () => run("link")),
    pictureTools,
    boxMenu,
    tables(find("table-menu"), find("table-tools")),
    // Behind tables, whose cells have the same keys.
    lists,
    caretSteps,
    slashMenu(find("slash"), run, find("insert-menu"), find("insert")),
    find("slash") ? [noteLinks(page, undo), greatLoss(`/n/${page.token}`, undo)] : [],
    find("slash") && !page.begins ? hints : [],
  ]
}
