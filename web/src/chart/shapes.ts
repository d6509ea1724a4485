/** The drawing of a chart as shapes, the same as on paper (export/dialect/chart_shapes.py): columns over a time axis, or bars from a zero line. */
import { PLANNED, times } from "./times.ts"

export interface Shape {
  readonly tag: "text" | "rect" | "path" | "line"
  readonly attributes: Readonly<Record<string, string>>
  readonly words: string
}

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly shapes: readonly Shape[]
}

export interface Row {
  readonly label: string
  readonly value: number
  readonly written: string
}

/** Units; letters have 9 of them, and are at most so wide. */
const LETTER = 5
const [ROW, BAR, LINE] = [20, 12.5, 12]
const LABEL_PART = 0.34
const [LEAST_COLUMNS, MOST_SLOTS] = [3, 16]
const [PLOT, WIDEST, PART] = [100, 34, 0.62]
const HATCH = 4
const LABEL = { fill: "#3b4654" }
const VALUE = { "font-weight": "700", fill: "#16191d" }
const FILL = { fill: "#1d3f72" }
const LATER = { class: "planned", fill: "#e3eaf4", stroke: "#1d3f72", "stroke-width": "0.6" }
const STROKE = { class: "hatch", stroke: "#1d3f72", "stroke-width": "0.7" }
const AXIS = { class: "axis", stroke: "#56606c", "stroke-width": "0.6" }

/** Rows in so many units of width. */
export function drawn(rows: readonly Row[], width: number): Drawing {
  for (const places of placesOf(rows.map(({ label }) => label))) {
    const drawing = columns(rows, width, places)
    if (drawing) return drawing
  }
  return bars(rows, width)
}

const tenths = (value: number) => String(Math.floor(value * 10 + 0.5) / 10)
/** As paper counts letters: a sign outside of the basic plane is one. */
const lengthOf = (text: string) => [...text].length
const longestOf = (texts: readonly string[]) => Math.max(0, ...texts.map(lengthOf))

function columns(rows: readonly Row[], width: number, places: readonly number[]): Drawing | undefined {
  const slot = width / ((places.at(-1) as number) + 1)
  const most = Math.floor((slot - 2) / LETTER)
  if (longestOf(rows.flatMap(({ label, written }) => [...label.split(" "), written])) > most) return undefined
  const lines = rows.map(({ label }) => wrapped(label, most))
  const [low, high] = range(rows)
  const scale = PLOT / (high - low)
  const zero = LINE + high * scale
  const under = LINE + PLOT + (low < 0 ? LINE : 0) + 11
  const shapes: Shape[] = []
  for (const [at, { label, value, written }] of rows.entries()) {
    const middle = slot * ((places[at] as number) + 0.5)
    const [broad, tall] = [Math.min(WIDEST, slot * PART), Math.abs(value) * scale]
    shapes.push(...filled(label, middle - broad / 2, zero - Math.max(value, 0) * scale, broad, tall))
    shapes.push(text(written, middle, value < 0 ? zero + tall + 10 : zero - tall - 3, "middle", VALUE))
    for (const [number, line] of (lines[at] as string[]).entries())
      shapes.push(text(line, middle, under + LINE * number, "middle", LABEL))
  }
  shapes.push(axis(0, zero, width, zero))
  return { width, height: under + LINE * (Math.max(...lines.map(one => one.length)) - 1) + 4, shapes }
}

/** Of columns: on a time axis with its gaps, or side by side where that is too long; none without times. */
function placesOf(labels: readonly string[]): number[][] {
  const found = times(labels)
  if (!found || found.length < LEAST_COLUMNS) return []
  const step = Math.min(...found.slice(1).map((time, at) => time - (found[at] as number)))
  const slots = found.map(time => Math.floor((time - (found[0] as number)) / step + 0.5))
  const beside = found.map((_time, at) => at)
  return (slots.at(-1) as number) < MOST_SLOTS ? [slots, beside] : [beside]
}

function bars(rows: readonly Row[], width: number): Drawing {
  const longest = longestOf(rows.map(({ label }) => label))
  const isBeside = longest * LETTER <= width * LABEL_PART
  const left = isBeside ? 12 + longest * LETTER : 0
  const [low, high] = range(rows)
  const values = longestOf(rows.map(({ written }) => written)) * LETTER + 10
  const below = rows.filter(({ value }) => value < 0).map(({ written }) => written)
  const before = below.length > 0 ? longestOf(below) * LETTER + 8 : 0
  const scale = Math.max(width - left - values - before, width * 0.2) / (high - low)
  const zero = left + before - low * scale
  const shapes: Shape[] = []
  let top = 3
  for (const { label, value, written } of rows) {
    if (isBeside) shapes.push(text(label, left - 7, top + BAR - 3, "end", LABEL))
    else
      for (const line of wrapped(label, Math.floor(width / LETTER))) {
        shapes.push(text(line, 0, top + LINE - 3, "", LABEL))
        top += LINE
      }
    const long = Math.abs(value) * scale
    const start = value < 0 ? zero - long : zero
    shapes.push(...filled(label, start, top, long, BAR))
    shapes.push(
      value < 0
        ? text(written, start - 6, top + BAR - 3, "end", VALUE)
        : text(written, zero + long + 6, top + BAR - 3, "", VALUE),
    )
    // Where labels stand above their bars it keeps off them.
    const [above, under] = isBeside ? [3, ROW - 3] : [1, BAR + 1]
    shapes.push(axis(zero, top - above, zero, top + under))
    top += ROW
  }
  return { width, height: top - 1, shapes }
}

/** From the least value to the most, zero among them. */
function range(rows: readonly Row[]): [number, number] {
  const values = rows.map(({ value }) => value)
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)]
  return [low, low === high ? 1 : high]
}

/** Plans are hatched, so that they are told from facts in black and white. */
function filled(label: string, left: number, top: number, width: number, height: number): Shape[] {
  if (!width || !height) return []
  const isPlanned = label.search(PLANNED) >= 0
  const place = { x: tenths(left), y: tenths(top), width: tenths(width), height: tenths(height) }
  const whole = { tag: "rect", attributes: { ...place, ...(isPlanned ? LATER : FILL) }, words: "" } as const
  if (!isPlanned) return [whole]
  return [whole, { tag: "path", attributes: { d: hatch(left, top, width, height), ...STROKE }, words: "" }]
}

function hatch(left: number, top: number, width: number, height: number): string {
  let strokes = ""
  for (let at = HATCH; at < Math.floor(width + height); at += HATCH) {
    const start = `${tenths(left + Math.max(0, at - height))} ${tenths(top + Math.min(at, height))}`
    const end = `${tenths(left + Math.min(at, width))} ${tenths(top + Math.max(0, at - width))}`
    strokes += `M${start}L${end}`
  }
  return strokes
}

function axis(left: number, top: number, right: number, bottom: number): Shape {
  const ends = { x1: tenths(left), y1: tenths(top), x2: tenths(right), y2: tenths(bottom) }
  return { tag: "line", attributes: { ...ends, ...AXIS }, words: "" }
}

function text(
  words: string,
  left: number,
  base: number,
  anchor: string,
  look: Record<string, string>,
): Shape {
  const anchored: Record<string, string> = anchor ? { "text-anchor": anchor } : {}
  return { tag: "text", attributes: { x: tenths(left), y: tenths(base), ...anchored, ...look }, words }
}

/** Lines of at most so many letters; a word that is longer is cut. */
function wrapped(label: string, most: number): string[] {
  const lines = [""]
  for (const word of label.split(" ")) {
    let rest = [...word]
    const last = lines.at(-1) as string
    if (last && lengthOf(last) + 1 + rest.length <= most) {
      lines[lines.length - 1] = `${last} ${word}`
      continue
    }
    for (; rest.length > most; rest = rest.slice(most)) lines.push(rest.slice(0, most).join(""))
    lines.push(rest.join(""))
  }
  return lines.slice(1)
}
