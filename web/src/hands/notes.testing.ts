/** Any notes, from a seed: of every kind of block. */

/** Linear congruential generator: the same cases for the same seed. */
export class Chance {
  #seed: number

  constructor(seed: number) {
    this.#seed = seed >>> 0
    for (let warm = 0; warm < 4; warm += 1) this.next()
  }

  next(): number {
    this.#seed = (Math.imul(this.#seed, 1664525) + 1013904223) >>> 0
    return this.#seed / 4294967296
  }

  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  pick<T>(all: readonly T[]): T {
    return all[this.below(all.length)] as T
  }
}

const WORDS = [
  "budget",
  "école",
  "trois",
  "Évreux",
  "mesure",
  "plan",
  "État",
  "42 %",
  "eau",
  "rail",
  "# non",
  "- pas",
  "3. ou",
  "> ici",
  "loi",
  "côte",
]
const INLINE = [
  "**gras**",
  "*penché*",
  "[le site](https://example.org)",
  "~~barré~~",
  "**deux mots**",
  "`code`",
  "![](image/53DAaQ_k)",
  "![](image/53DAaQ_k){width=50%}",
]
const BOXES = ["retenir", "langage", "vigilance", "riposte", "contexte"]
/** Kinds of blocks. */
export const KINDS = [
  "p",
  "p",
  "p2",
  "h",
  "h",
  "list",
  "list",
  "q",
  "qlist",
  "box",
  "box",
  "chart",
  "code",
  "table",
  "break",
  "note",
  "within",
  "boxed",
  "asked",
  "titled",
  "figure",
  "figure",
  "figures",
]

function words(chance: Chance, count = 1 + chance.below(4)): string {
  const all = Array.from({ length: count }, () => chance.pick(chance.below(6) ? WORDS : INLINE))
  return (/^[#\->\d]/.test(all[0] ?? "") ? "Le " : "") + all.join(" ")
}

export const plainWords = (chance: Chance, count: number) => {
  const said = Array.from({ length: count }, () => chance.pick(WORDS)).join(" ")
  return /^[#\->\d]/.test(said) ? `Le ${said}` : said
}

function list(chance: Chance, quote = ""): string {
  const kind = chance.below(3)
  const counts = [0, 0, 0]
  let level = 0
  const rows = Array.from({ length: 1 + chance.below(4) }, (_, index) => {
    level = index === 0 ? 0 : Math.max(0, Math.min(level + 1, 2, level + chance.below(3) - 1))
    counts[level] = (counts[level] ?? 0) + 1
    counts.fill(0, level + 1)
    const mark = kind === 0 ? "-" : kind === 1 ? `${counts[level]}.` : `- [${chance.pick([" ", "x"])}]`
    return `${quote}${" ".repeat(level * (kind === 1 ? 3 : 2))}${mark} ${words(chance)}`
  })
  return rows.join("\n")
}

function table(chance: Chance, rows: number, columns: number): string {
  const row = (cell: () => string) => `|${Array.from({ length: columns }, () => ` ${cell()} |`).join("")}`
  const said = () => plainWords(chance, 1)
  return [row(said), row(() => "---"), ...Array.from({ length: rows }, () => row(said))].join("\n")
}

function chart(chance: Chance): string {
  const more = chance.pick(["", "", "\n;", `\nCoût ${plainWords(chance, 1)};`, "\n;12 %"])
  const source = chance.pick(["", "", `\nSource : ${plainWords(chance, 2)}`])
  const rows = `A;${chance.below(90)}\nB;${chance.below(90)}${more}${source}`
  return `\`\`\`graphique ${plainWords(chance, 1)}\n${rows}\n\`\`\``
}

function part(chance: Chance, kind: string, index: number): string {
  const said = () => words(chance)
  switch (kind) {
    case "p2":
      return `${said()}\n${said()}`
    case "h":
      return `${"#".repeat(1 + chance.below(3))} ${said()}`
    case "list":
      return list(chance)
    case "q":
      return `> ${said()}${chance.below(2) ? `\n> ${said()}` : ""}`
    case "qlist":
      return `> ${said()}\n>\n${list(chance, "> ")}`
    case "box":
    case "boxed": {
      const inside = [said(), chance.pick([list(chance), said(), `${said()}\n\n${list(chance)}`])].slice(
        chance.below(2),
      )
      if (kind === "boxed")
        inside.push(chance.pick(["## Dans", "> cité", "| a | b |\n| --- | --- |\n| c | d |"]))
      return `::: ${BOXES[index % BOXES.length]}\n${inside.join("\n\n")}\n:::`
    }
    case "chart":
      return chart(chance)
    case "code":
      return `\`\`\`\n${plainWords(chance, 2)}\n${plainWords(chance, 1)}\n\`\`\``
    case "table":
      return table(chance, 1 + chance.below(3), 2 + chance.below(2))
    case "asked": {
      const answers = Array.from({ length: 1 + chance.below(2) }, () => `: ${said()}`)
      return `${said()}\n${chance.below(4) ? "" : "\n"}${answers.join("\n")}`
    }
    case "titled":
      return `${part(chance, "table", index)}\n\nTable : ${said()}`
    case "break":
      return chance.pick(["\\newpage", "***"])
    case "note":
      return `[^${index + 1}]: Voir ${said()}`
    case "figure":
    case "figures": {
      const figure = () =>
        `![${chance.below(4) ? plainWords(chance, 1 + chance.below(2)) : chance.pick(["", "**gras**", "le \\[2\\]"])}](image/53DAaQ_k)${chance.pick(["", "", "{width=50%}"])}`
      if (kind === "figure") return figure()
      return chance.pick([
        `${figure()}\n\n${figure()}`,
        `${said()}\n${figure()}\n${said()}`,
        `::: retenir\n${figure()}\n\n${said()}\n:::`,
        `::: langage\n${said()}\n\n${figure()}\n:::`,
        `${figure()}\n${chance.below(2) ? "" : "\n"}: ${said()}\n: ${said()}`,
        `::: riposte\n${said()}\n\n${figure()}\n\n${part(chance, "chart", index)}\n\n${said()}\n:::`,
        `${said()}\n: ![](image/53DAaQ_k)\n: ${said()}`,
      ])
    }
    case "within":
      return `- ${said()}\n  ${said()}\n\n  ${said()}\n- ${said()}`
    default:
      return said()
  }
}

/** Any note. */
export function note(chance: Chance): string {
  let before = ""
  const parts = Array.from({ length: 3 + chance.below(5) }, (_, index) => {
    let kind = chance.pick(KINDS)
    const isLikeBefore =
      kind === before ||
      (/^q/.test(kind) && /^q/.test(before)) ||
      (/list|within/.test(kind) && /list|within/.test(before)) ||
      // It would be one more answer's question.
      (/table|titled/.test(kind) && /table|titled/.test(before))
    if (isLikeBefore) kind = "p"
    if (index === 0 && kind === "break") kind = "h"
    before = kind
    return part(chance, kind, index)
  })
  // Often without a blank line, where none is needed.
  return parts.reduce((text, one) => {
    const isTight = /^(#|:::|```)/.test(one) && chance.below(2) > 0 && !/\|$/.test(text)
    return `${text}${isTight ? "\n" : "\n\n"}${one}`
  })
}
