/** Blocks that only the menu of `/` offers, by name. */

import { footnote } from "../footnotes/insert.ts"
import type { Command } from "../hands/command.ts"
import type { BoxName } from "../preview/fences.ts"
import { t } from "../words.ts"
import { ofKind } from "./boxes.ts"
import { insertBlock } from "./insert.ts"

/** Of this kind; an empty one has the caret in it. */
function box(kind: BoxName): Command {
  const fence = `::: ${kind}\n`
  return ofKind(kind, insertBlock(`${fence}\n:::`, fence.length))
}

const figures = ofKind("chiffres", view => {
  const value = t("blocks.figure")
  const row = (cell: string) => `| ${cell} | ${cell} | ${cell} |\n`
  const start = "::: chiffres\n| ".length
  const table = row(value) + row("---") + row(t("blocks.figureSaid"))
  return insertBlock(`::: chiffres\n${table}:::`, start, start + value.length)(view)
})

const chart: Command = view => {
  const title = t("blocks.chartTitle")
  const fence = `\`\`\`${t("blocks.chartFence")} `
  return insertBlock(
    `${fence}${title}\n;\n;\n${t("blocks.chartSource")}\n\`\`\``,
    fence.length,
    fence.length + title.length,
  )(view)
}

const question: Command = view => {
  const asked = t("blocks.asked")
  return insertBlock(`${asked}\n: ${t("blocks.answered")}`, 0, asked.length)(view)
}

const check: Command = view => {
  view.dispatch(view.state.replaceSelection(t("blocks.checkMark")), { userEvent: "input.format" })
  return true
}

/** The list of notes opens as it does behind what is typed. */
const note: Command = view => {
  view.dispatch(view.state.replaceSelection("[["), { userEvent: "input.type" })
  return true
}

const pagebreak = insertBlock("\\newpage", "\\newpage".length + 1)

// Three dashes at the head of a note would begin its card.
const rule = insertBlock("***", "***".length + 1)

export const BLOCKS: Record<string, Command> = {
  "box:retenir": box("retenir"),
  "box:langage": box("langage"),
  "box:vigilance": box("vigilance"),
  "box:riposte": box("riposte"),
  "box:contexte": box("contexte"),
  figures,
  chart,
  question,
  footnote,
  check,
  note,
  pagebreak,
  rule,
}
