/** Cleans HTML of the clipboard: afterwards each element stands for the meaning of its text alone. */
import { move, renamed, says, styleOf, unwrap, wrapInside } from "./elements.ts"

const JUNK =
  "head, script, style, title, meta, link, template, noscript, iframe, object, embed, svg, canvas, video, audio," +
  " button, select, textarea, input:not([type=checkbox]), [hidden], [aria-hidden=true], [role=checkbox] img," +
  " .MsoCommentReference, .msocomanchor, [data-style*='mso-element:comment-list'], del[datetime], del[cite]"
const UNSEEN = /display:\s*none|mso-hide:\s*all/
const BLOCKS =
  "address, article, aside, blockquote, div, dl, fieldset, figure, footer, form, h1, h2, h3, h4, h5," +
  " h6, header, hr, li, main, nav, ol, p, pre, section, table, ul"
const TABLES = "caption, colgroup, col, tbody, td, tfoot, th, thead, tr, figcaption, center"
const INLINE = "a, br, code, em, img, input, s, strong, sub, sup"
/** All that stays. */
const KNOWN = new Set(`${BLOCKS}, ${TABLES}, ${INLINE}`.toUpperCase().split(/,\s*/))
const MARKS = "strong, em, s"
/** The spaces of typography come at render, never from a text; soft hyphens and joints of nothing are no letters. */
const SPACES = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g
const NOTHING = /[\u00ad\u200b\u2060\ufeff]/g

/** Words of a style (Word has others that end in them, of Arabic letters, `mso-bidi-font-weight`), and the element that says the same. */
const FACES: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w-])font-weight:\s*(bold|[6-9]00)/, "strong"],
  [/(?<![\w-])font-style:\s*(italic|oblique)/, "em"],
  [/text-decoration(-line)?:[^;]*line-through/, "s"],
  [/vertical-align:\s*super/, "sup"],
  [/vertical-align:\s*sub/, "sub"],
]
const NAMES: Record<string, string> = {
  b: "strong",
  i: "em",
  strike: "s",
  del: "s",
  tt: "code",
  samp: "code",
  details: "div",
  summary: "p",
  dt: "p",
  dd: "p",
}
/** Elements that a style may take their meaning from: Google's documents begin with a bold that is none. */
const DENIED: Record<string, RegExp> = {
  STRONG: /(?<![\w-])font-weight:\s*(normal|[1-4]00)/,
  EM: /(?<![\w-])font-style:\s*normal/,
}
const TITLE = "p.MsoTitle, p.title, h1.title"
const SIZE = /font-size:\s*([\d.]+)pt/
/** Google's titles have 26 points, its first headings 20. */
const TITLE_PT = 24
const PAGE = /page-break-before:\s*always|break-before:\s*page/
/** Paragraphs of Word that are more than that. */
const STYLES: Record<string, string> = {
  "p.MsoQuote, p.MsoIntenseQuote": "blockquote",
}

export function clean(body: HTMLElement): void {
  for (const element of body.querySelectorAll(JUNK)) element.remove()
  for (const comment of texts(body, NodeFilter.SHOW_COMMENT)) comment.remove()
  breaks(body)
  for (const element of body.querySelectorAll("[data-style]"))
    if (UNSEEN.test(styleOf(element))) element.remove()
  for (const heading of body.querySelectorAll("[role=heading]:not(h1, h2, h3, h4, h5, h6)"))
    renamed(heading, `h${Math.min(6, Number(heading.getAttribute("aria-level")) || 2)}`)
  titled(body)
  for (const [what, name] of Object.entries(STYLES))
    for (const element of body.querySelectorAll(what)) renamed(element, name)
}

/** Below the title of a document its headings stand one level deeper, so that they are its plan. */
function titled(body: HTMLElement): void {
  const title = body.querySelector(TITLE) ?? large(body)
  if (!title) return
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5"))
    if (heading !== title) renamed(heading, `h${Number(heading.nodeName[1]) + 1}`)
  if (title.nodeName === "P") renamed(title, "h1")
}

/** Google's documents tell a title by its size alone. */
function large(body: HTMLElement): Element | undefined {
  const [first, second] = [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, li, table")].filter(says)
  const sizes = [...(first?.querySelectorAll("span") ?? [])]
    .filter(says)
    .map(span => SIZE.exec(styleOf(span))?.[1])
  const isLarge = sizes.length > 0 && sizes.every(size => Number(size) >= TITLE_PT)
  return first?.nodeName === "P" && isLarge && second ? first : undefined
}

/** A page that begins becomes a rule of its own kind; none at the edges of what was copied. */
function breaks(body: HTMLElement): void {
  for (const element of body.querySelectorAll("[data-style*='break-before']")) {
    if (!PAGE.test(styleOf(element))) continue
    const page = element.ownerDocument.createElement("hr")
    page.dataset.page = ""
    if (element.nodeName === "HR") element.replaceWith(page)
    else if (element.nodeName !== "BR") element.before(page)
    else {
      const holder = element.closest("p, h1, h2, h3, h4, h5, h6") ?? element
      if (holder !== element) element.remove()
      if (says(holder)) holder.after(page)
      else holder.replaceWith(page)
    }
  }
}

/** After lists and notes have been read from the styles that this throws away. */
export function plainInline(body: HTMLElement): void {
  faces(body)
  for (const element of body.querySelectorAll("*")) if (!KNOWN.has(element.nodeName)) unwrap(element)
  for (const element of body.querySelectorAll(`${MARKS}, a`))
    if (element.querySelector(BLOCKS)) unwrap(element)
  for (const mark of body.querySelectorAll(":is(h1, h2, h3, h4, h5, h6) strong")) unwrap(mark)
  for (const stop of body.querySelectorAll(":is(h1, h2, h3, h4, h5, h6) br")) stop.replaceWith(" ")
  for (const stop of body.querySelectorAll("pre br")) stop.replaceWith("\n")
  join(body)
  raise(body)
  body.normalize()
  for (const text of texts(body, NodeFilter.SHOW_TEXT) as Text[])
    if (!text.parentElement?.closest("pre, code"))
      text.data = text.data.replace(SPACES, " ").replace(NOTHING, "")
}

function texts(body: HTMLElement, what: number): CharacterData[] {
  const walker = body.ownerDocument.createTreeWalker(body, what)
  const found: CharacterData[] = []
  while (walker.nextNode()) found.push(walker.currentNode as CharacterData)
  return found
}

function faces(body: HTMLElement): void {
  for (const [name, other] of Object.entries(NAMES))
    for (const element of body.querySelectorAll(name)) {
      const style = styleOf(element)
      renamed(element, other).dataset.style = style
    }
  for (const element of body.querySelectorAll("strong, em, span, font, a, u")) {
    const style = styleOf(element)
    if (!style) continue
    if (DENIED[element.nodeName]?.test(style)) unwrap(element)
    else if (!element.matches(MARKS))
      for (const [face, name] of FACES) if (face.test(style) && says(element)) wrapInside(element, name)
  }
}

/** Word breaks a bold sentence into many bold pieces. */
function join(body: HTMLElement): void {
  for (const mark of body.querySelectorAll(MARKS)) {
    if (mark.parentElement?.closest(mark.nodeName)) {
      unwrap(mark)
      continue
    }
    for (let next = mark.nextSibling; next; next = mark.nextSibling)
      if (next.nodeName === mark.nodeName) {
        move(next as Element, mark)
        next.remove()
      } else if (!says(next) && next.nodeName === "#text" && next.nextSibling?.nodeName === mark.nodeName)
        mark.append(next)
      else break
    while (mark.lastChild?.nodeName === "BR") mark.after(mark.lastChild)
    while (mark.firstChild?.nodeName === "BR") mark.before(mark.firstChild)
  }
}

const HIGH = "⁰¹²³⁴⁵⁶⁷⁸⁹"
const LOW = "₀₁₂₃₄₅₆₇₈₉"

/** `m²` and `CO₂` keep their figures; other raised letters stand in the line, where the print raises ordinals. */
function raise(body: HTMLElement): void {
  for (const raised of body.querySelectorAll<HTMLElement>("sup, sub")) {
    if (raised.dataset.note) continue
    const text = raised.textContent ?? ""
    const figures = raised.nodeName === "SUP" ? HIGH : LOW
    if (/^\d{1,3}$/.test(text)) raised.replaceWith([...text].map(figure => figures[Number(figure)]).join(""))
    else unwrap(raised)
  }
}
