/** Serialises cleaned HTML as Markdown. */
import { says } from "./elements.ts"

const WORD = /[\p{L}\p{N}]/u
const SIGN = /[\p{P}\p{S}]/u
const INLINE = new Set(["A", "BR", "CODE", "EM", "IMG", "INPUT", "S", "STRONG", "SUB", "SUP"])
const MARKS: Record<string, string> = { STRONG: "**", EM: "*", S: "~~" }

/** Escapes as little as possible: the backslashes are visible to people without knowledge of Markdown. */
const escaped = (text: string) =>
  text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, "\\\\")
    .replace(/[*`]|~(?=~)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&")
    .replace(/\[(?=\^)|\](?=[([:])|&(?=#?\w+;)/g, "\\$&")

/** A paragraph that begins like a block of another kind; hyphens and small numbers are lists that somebody typed. */
const guarded = (text: string) =>
  text
    .replace(/^(?=#{1,6}\s|>|[-=]+\s*$|:{3,}|[:~]\s|\||\d{4,9}[.)]\s)/gm, "\\")
    .replace(/^\\(\d+)(?=[.)])/gm, "$1\\")
    .replace(/^[•·▪◦‣]\s+/gm, "- ")

const tidy = (text: string) =>
  text
    .replace(/[ \t]*\n[ \t]*/g, "\n")
    .replace(/ {2,}/g, " ")
    .trim()
const inOneLine = (text: string) => text.replace(/\s*\n\s*/g, " ").trim()

/** `*` and `~~` count as marks only where CommonMark lets them: not between a letter and a sign. */
function marked(element: Element, mark: string): string {
  const content = inline(element)
  const text = content.trim()
  if (!text) return content
  const [before, first] = content.startsWith(text[0] ?? "")
    ? [element.previousSibling?.textContent?.at(-1) ?? "", element.textContent?.trim().at(0) ?? ""]
    : ["", ""]
  const [after, last] = content.endsWith(text.at(-1) ?? "")
    ? [element.nextSibling?.textContent?.at(0) ?? "", element.textContent?.trim().at(-1) ?? ""]
    : ["", ""]
  const isLost = (WORD.test(before) && SIGN.test(first)) || (WORD.test(after) && SIGN.test(last))
  return isLost ? content : content.replace(text, () => `${mark}${text}${mark}`)
}

function link(element: Element): string {
  const address = element.getAttribute("href") ?? ""
  if (element.textContent === address) return `<${address}>`
  // `!` before it would make it a picture.
  const gap = element.previousSibling?.textContent?.endsWith("!") ? " " : ""
  return `${gap}[${inOneLine(inline(element))}](${address})`
}

function codeSpan(text: string): string {
  const fence = "`".repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1)
  const space = /^`|`$/.test(text) ? " " : ""
  return text.trim() ? fence + space + inOneLine(text) + space + fence : " "
}

function inline(element: Element): string {
  return [...element.childNodes].map(inlineNode).join("")
}

function inlineNode(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return escaped((node.textContent ?? "").replace(/\s+/g, " "))
  const element = node as HTMLElement
  const mark = MARKS[element.nodeName]
  if (mark) return marked(element, mark)
  if (element.nodeName === "A") return link(element)
  if (element.nodeName === "BR") return "\n"
  if (element.nodeName === "CODE") return codeSpan(element.textContent ?? "")
  if (element.nodeName === "IMG")
    return `![${element.getAttribute("alt") ?? ""}](${element.getAttribute("src")})`
  if (element.dataset.note) return `[^${element.dataset.note}]`
  return inline(element)
}

/** The blocks of an element, one after the other; what stands loose between them is a paragraph. */
function blocks(element: Element): string[] {
  const out: string[] = []
  let run = ""
  const flush = () => {
    const text = guarded(tidy(run))
    if (text) out.push(text)
    run = ""
  }
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE || INLINE.has(node.nodeName)) run += inlineNode(node)
    else {
      flush()
      out.push(...block(node as HTMLElement))
    }
  }
  flush()
  return out
}

function block(element: HTMLElement): string[] {
  const level = /^H([1-6])$/.exec(element.nodeName)?.[1]
  if (level) return says(element) ? [`${"#".repeat(Number(level))} ${inOneLine(tidy(inline(element)))}`] : []
  if (element.nodeName === "UL" || element.nodeName === "OL") return [list(element)].filter(Boolean)
  if (element.nodeName === "HR") return [element.dataset.page === undefined ? "---" : "\\newpage"]
  if (element.nodeName === "PRE")
    return [element.hasAttribute("data-markdown") ? (element.textContent ?? "") : code(element)]
  const inside = blocks(element)
  if (element.nodeName !== "BLOCKQUOTE" || inside.length === 0) return inside
  return [
    inside
      .join("\n\n")
      .replace(/^(?=.)/gm, "> ")
      .replace(/^$/gm, ">"),
  ]
}

function list(element: Element): string {
  let number = Number(element.getAttribute("start")) || 1
  const items: string[] = []
  for (const item of element.children) {
    const [first = "", ...rest] = blocks(item)
    const mark = element.nodeName === "OL" ? `${number}. ` : "- "
    const text = rest.reduce(
      (all, next) => `${all}${/^(?:- |\d+\. )/.test(next) ? "\n" : "\n\n"}${next}`,
      first,
    )
    if (text) items.push(mark + boxOf(item) + text.replace(/\n(?=.)/g, `\n${" ".repeat(mark.length)}`))
    number += 1
  }
  return items.join("\n")
}

function boxOf(item: Element): string {
  const box = item.querySelector<HTMLInputElement>(":scope > input, :scope > p > input")
  if (!box && item.getAttribute("role") !== "checkbox") return ""
  return box?.checked || item.getAttribute("aria-checked") === "true" ? "[x] " : "[ ] "
}

function code(element: Element): string {
  const text = (element.textContent ?? "").replace(/\n+$/, "")
  const longest = Math.max(2, ...[...text.matchAll(/^`{3,}/gm)].map(([fence]) => fence.length))
  const fence = "`".repeat(longest + 1)
  const kind = element.querySelector("[class*=language-]") ?? element
  return `${fence}${/language-([\w+#-]+)/.exec(kind.className)?.[1] ?? ""}\n${text}\n${fence}`
}

export const markdown = (element: Element): string => blocks(element).join("\n\n")
