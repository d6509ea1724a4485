/** Gestures by name: each as steps for an editor, and as what it makes of the blocks of a model. */

import { BOXES, type BoxName } from "../preview/fences.ts"
import { type Block, isParagraph, isRow, type Place } from "./blocks.testing.ts"
import { boxOfBoth, chosenFor } from "./boxing.testing.ts"
import { escapeAt } from "./escapes.ts"
import type { Model } from "./model.testing.ts"
import { type Chance, plainWords } from "./notes.testing.ts"
import type { Read } from "./reader.testing.ts"
import { pasted } from "./rows.testing.ts"
import { Grid, MOVES } from "./table.testing.ts"

/** One step of a gesture, for an editor of any kind. */
export type Step =
  | { readonly select: readonly [anchor: number, head: number] }
  | { readonly press: string }
  | { readonly type: string }
  | { readonly paste: string }
  /** A press on the picture of the line that begins there. */
  | { readonly choose: number }
  | { readonly cut: true }
  /** A kind of box is chosen; with none, the box is taken off. */
  | { readonly box: BoxName | "" }
  | { readonly drag: { readonly from: number; readonly to: number; readonly into: number } }

export interface Scene {
  readonly source: string
  readonly reads: readonly Read[]
  readonly model: Model
  readonly chance: Chance
  readonly from: Place
  readonly to: Place
  at(place: Place): number
}

const own = ({ model, from }: Scene): Block => model.blocks[from.block] as Block
const head = ({ from }: Scene): Place => ({ block: from.block, at: 0 })
const end = (scene: Scene): Place => ({ block: scene.from.block, at: own(scene).text.length })
/** Behind a letter, and before one that is seen. */
const isAmongWords = (scene: Scene) => scene.from.at > 0 && own(scene).text.slice(scene.from.at).trim() !== ""
const isTable = ({ model }: Scene) => model.blocks[model.caret.block]?.kind === "table"

type Do = (scene: Scene) => Step[] | undefined

const key =
  (place: (scene: Scene) => Place, press: string, act: (model: Model) => void, times = 1, said = ""): Do =>
  scene => {
    const { model } = scene
    model.caret = place(scene)
    const at = scene.at(model.caret)
    const steps: Step[] = [{ select: [at, at] }]
    for (let time = 0; time < times; time += 1) {
      if (isTable(scene)) return undefined
      steps.push({ press })
      act(model)
      model.level()
    }
    if (!said) return steps
    if (isTable(scene)) return undefined
    model.type(said)
    return [...steps, { type: said }]
  }

const over =
  (range: (scene: Scene) => readonly [Place, Place], said: string, step: Step): Do =>
  scene => {
    const [from, to] = range(scene)
    if (from.block === to.block && from.at === to.at) return undefined
    scene.model.replace(from, to, said)
    return [{ select: [scene.at(from), scene.at(to)] }, step]
  }

const toHere = (scene: Scene) => [head(scene), scene.from] as const
const whole = (scene: Scene) => [head(scene), end(scene)] as const
const any = ({ from, to }: Scene) => [from, to] as const
const backspace = (model: Model) => model.backspace()
const del = (model: Model) => model.del()
const enter = (model: Model) => model.enter()
const breakLine = (model: Model) => model.enter(true)

/** The line of the picture that a gesture begins in. */
function lineOfFigure(scene: Scene): readonly [number, number] {
  const { source, from } = scene
  const at = scene.reads[from.block]?.from ?? 0
  const start = source.lastIndexOf("\n", at - 1) + 1
  const end = source.indexOf("\n", at)
  return [start, end < 0 ? source.length : end]
}

const chosen =
  (act: (model: Model) => void, ...steps: readonly Step[]): Do =>
  scene => {
    const { model, from } = scene
    if (own(scene).kind !== "figure") return undefined
    model.choose(from.block)
    act(model)
    return [{ choose: lineOfFigure(scene)[0] }, ...steps]
  }

/** A kind of box for what is chosen: the box around it is turned, or one comes around its blocks. */
const boxing: Do = scene => {
  const { model, source, reads, chance, from, to } = scene
  // What the editor reads as code in an item belongs to it whole.
  if (model.blocks.some(({ kind }) => /[A-Z]{4}/.test(kind))) return undefined
  // A box that holds nothing has no block.
  if (/^::: \w+\n+:::$/m.test(source)) return undefined
  const kind = chance.pick(BOXES)
  const isInBox = boxOfBoth(model.blocks, from, to)
  const isNone = from.block === to.block && from.at === to.at
  if (isNone && !isInBox) return undefined
  if (isInBox) model.turn(from.block, kind)
  else {
    const chosen = chosenFor(model.blocks, reads, source, from, to)
    if (!chosen) return undefined
    if (chosen !== "refused") model.wrap(chosen.first, chosen.last, kind)
  }
  return [{ select: [scene.at(from), scene.at(to)] }, { box: kind }]
}

/** A row or a column of any table of the note. */
const inTable: Do = scene => {
  const { model, reads, source, chance } = scene
  const tables = model.blocks.flatMap(({ kind, box }, index) => (kind === "table" && !box ? [index] : []))
  if (tables.length === 0) return undefined
  const block = chance.pick(tables)
  const { from, to } = reads[block] as Read
  const [grid, shown] = [Grid.of(source.slice(from, to)), Grid.of(model.blocks[block]?.text ?? "")]
  if (!grid || !shown) return undefined
  const row = chance.pick([0, ...Array.from({ length: grid.size.rows - 2 }, (_, index) => index + 2)])
  const [column, press] = [chance.below(grid.size.columns), chance.pick(MOVES)]
  Object.assign(model.blocks[block] as Block, { text: shown.moved(row, column, press) })
  const at = from + grid.at(row, column)
  return [{ select: [at, at] }, { press }]
}

/** In any row of the charts of the note. */
const inRow =
  (act: (scene: Scene) => Step[] | undefined): Do =>
  scene => {
    const rows = scene.model.blocks.flatMap((block, index) => (isRow(block) ? [index] : []))
    if (rows.length === 0) return undefined
    const block = scene.chance.pick(rows)
    const { text } = scene.model.blocks[block] as Block
    const cut = text.lastIndexOf(";")
    const from = { block, at: scene.chance.pick([0, cut, cut + 1, text.length]) }
    scene.model.caret = from
    return act({ ...scene, from })
  }

/** To another cell, whose words are chosen: by letters they are replaced. */
const toCell = (press: string, way: 1 | -1) =>
  inRow(scene => {
    const { from, model } = scene
    const isOfValue = from.at > own(scene).text.lastIndexOf(";")
    const block = isOfValue === way > 0 ? from.block + way : from.block
    const { object } = own(scene)
    if (model.blocks[block]?.object !== object || !isRow(model.blocks[block] as Block)) {
      if (way < 0) return undefined
      model.blocks.splice(block, 0, { ...own(scene), text: ";" })
    }
    const row = model.blocks[block] as Block
    const [label = "", value = ""] = row.text.split(/;(?=[^;]*$)/)
    row.text = isOfValue ? `mot;${value}` : `${label};mot`
    const at = scene.at(from)
    return [{ select: [at, at] }, { press }, { type: "mot" }]
  })

/** From the place in a row to one in the same row, or in the next of the chart. */
const overRows = (said: string, step: Step) =>
  inRow(scene => {
    const { from, model, chance } = scene
    const next = model.blocks[from.block + 1]
    const isOn = next?.object === own(scene).object && chance.below(2) > 0
    const to = { block: isOn ? from.block + 1 : from.block, at: 0 }
    to.at = chance.below((model.blocks[to.block]?.text.length ?? 0) + 1)
    if (!isOn && to.at <= from.at) return undefined
    model.replace(from, to, said)
    return [{ select: [scene.at(from), scene.at(to)] }, step]
  })

/** A key, then letters. */
const inRows = (press: string, act: (model: Model) => void) =>
  inRow(scene => {
    const { from, model } = scene
    act(model)
    model.level()
    if (isTable(scene)) return undefined
    model.type("9")
    const at = scene.at(from)
    return [{ select: [at, at] }, { press }, { type: "9" }]
  })

export const GESTURES: Record<string, Do> = {
  "move a row or a column": inTable,
  "wrap in a box": boxing,
  "turn a box": scene => (own(scene).box ? boxing({ ...scene, to: scene.from }) : undefined),
  "take off a box": scene => {
    if (!own(scene).box) return undefined
    scene.model.takeOff(scene.from.block)
    const at = scene.at(scene.from)
    return [{ select: [at, at] }, { box: "" }]
  },
  type: scene => {
    scene.model.type("mot")
    const at = scene.at(scene.from)
    return [{ select: [at, at] }, { type: "mot" }]
  },
  "home, type": scene => {
    scene.model.caret = head(scene)
    scene.model.type("X")
    const at = scene.at(scene.from)
    return [{ select: [at, at] }, { press: "Home" }, { type: "X" }]
  },
  "backspace at the head": key(head, "Backspace", backspace),
  "backspace twice at the head": key(head, "Backspace", backspace, 2),
  "backspace at the head, type": key(head, "Backspace", backspace, 1, "Z"),
  "ctrl-backspace at the head": key(head, "Ctrl-Backspace", backspace),
  "backspace in words": scene =>
    scene.from.at === 0 ? undefined : key(() => scene.from, "Backspace", backspace)(scene),
  "delete at the end": key(end, "Delete", del),
  "delete at the end, type": key(end, "Delete", del, 1, "Z"),
  "ctrl-delete at the end": key(end, "Ctrl-Delete", del),
  "delete in words": scene =>
    scene.from.at >= own(scene).text.length ? undefined : key(() => scene.from, "Delete", del)(scene),
  "enter at the end, type": key(end, "Enter", enter, 1, "suite"),
  "enter twice at the end, type": key(end, "Enter", enter, 2, "suite"),
  "enter at the head": key(head, "Enter", enter),
  "shift-enter at the end, type": key(end, "Shift-Enter", breakLine, 1, "suite"),
  "shift-enter, enter, type": scene => {
    const below = scene.model.blocks[scene.from.block + 1]
    if (!isParagraph(own(scene).kind) || own(scene).told || below?.told) return undefined
    return key(
      end,
      "Enter",
      enter,
      1,
      "suite",
    )(scene)?.flatMap((step): Step[] => ("press" in step ? [{ press: "Shift-Enter" }, step] : [step]))
  },
  "shift-enter in words": scene =>
    isAmongWords(scene) ? key(() => scene.from, "Shift-Enter", breakLine)(scene) : undefined,
  "enter in words": scene => (isAmongWords(scene) ? key(() => scene.from, "Enter", enter)(scene) : undefined),
  "shift-home, type": over(toHere, "tête", { type: "tête" }),
  "triple click, type": over(whole, "neuf", { type: "neuf" }),
  "triple click, delete": over(whole, "", { press: "Delete" }),
  "selection, type": over(any, "neuf", { type: "neuf" }),
  "selection, delete": over(any, "", { press: "Delete" }),
  cut: over(any, "", { cut: true }),
  "cut, paste": scene => {
    const { from, to, model } = scene
    if (from.block !== to.block || from.at === to.at) return undefined
    // Letters come back; marks among them are another gesture, and so is a backslash that a copy takes along.
    const [start, last] = [scene.at(from), scene.at(to)]
    const said = own(scene).text.slice(from.at, to.at)
    // A sign between two cells stays where it is.
    if (own(scene).kind === "code-graphique" && said.includes(";")) return undefined
    if (last - start !== said.length || (from.at === 0 && escapeAt(said) >= 0)) return undefined
    model.replace(from, to, "")
    model.level()
    model.type(said)
    return [{ select: [start, last] }, { cut: true }, { paste: said }]
  },
  "double click, type": scene => {
    const { from, model } = scene
    const { text } = own(scene)
    const start = from.at - (/[\p{L}]*$/u.exec(text.slice(0, from.at))?.[0].length ?? 0)
    const last = from.at + (/^[\p{L}]*/u.exec(text.slice(from.at))?.[0].length ?? 0)
    if (last - start < 2) return undefined
    const [one, other] = [
      { ...from, at: start },
      { ...from, at: last },
    ]
    model.replace(one, other, "neuf")
    return [{ select: [scene.at(one), scene.at(other)] }, { type: "neuf" }]
  },
  "type bold sign by sign": scene => {
    const { from, model, reads } = scene
    const block = reads[from.block]
    const isCode = own(scene).kind.startsWith("code-")
    // Beside or in another mark, a sign may end it.
    if (!block || (!isCode && /[*_~`[\]]/.test(scene.source.slice(block.from, block.to)))) return undefined
    const at = scene.at(from)
    model.type(isCode ? "**gras**" : "gras")
    return [{ select: [at, at] }, { type: "**gras**" }]
  },
  "paste blocks": scene => {
    const { from, model } = scene
    const { kind, object } = own(scene)
    if (kind !== "p" || object) return undefined
    model.pasteBlocks([
      { kind: "h2", text: "Titre" },
      { kind: "ul0", text: "un" },
      { kind: "ul0", text: "deux" },
    ])
    const at = scene.at(from)
    return [{ select: [at, at] }, { paste: "## Titre\n\n- un\n- deux" }]
  },
  "choose a picture, delete": chosen(model => model.backspace(), { press: "Delete" }),
  "choose a picture, backspace": chosen(model => model.backspace(), { press: "Backspace" }),
  "choose a picture, type": chosen(model => model.type("sous"), { type: "sous" }),
  "choose a picture, enter, type": chosen(
    model => {
      model.enter()
      model.level()
      model.type("sous")
    },
    { press: "Enter" },
    { type: "sous" },
  ),
  "cut a picture, type": chosen(
    model => {
      model.drop()
      model.level()
      model.type("lieu")
    },
    { cut: true },
    { type: "lieu" },
  ),
  "paste a picture": scene => {
    const { from, model } = scene
    if (!/^(p|figure|h\d)$/.test(own(scene).kind)) return undefined
    model.pasteFigure("vue")
    const at = scene.at(from)
    return [{ select: [at, at] }, { paste: "![vue](image/53DAaQ_k)" }]
  },
  "drag a picture": scene => {
    const { from, to, model, source } = scene
    const [figure, target] = [own(scene), model.blocks[to.block]]
    if (figure.kind !== "figure" || target?.kind !== "p" || target.object || figure.object === target.object)
      return undefined
    const [start, last] = lineOfFigure(scene)
    if (source.slice(start, last).includes("\\")) return undefined
    model.choose(from.block)
    model.drop()
    model.level()
    model.caret = to
    model.pasteFigure(figure.text)
    return [{ select: [start, last] }, { drag: { from: start, to: last, into: scene.at(to) } }]
  },
  "paste cells": inRow(scene => {
    const { from, model } = scene
    pasted(model.blocks, from, ["2019;1 200,5", "Après, prévu;12.25"])
    const at = scene.at(from)
    return [{ select: [at, at] }, { paste: "2019\t1 200,5\nAprès\tprévu\t12.25\n" }]
  }),
  "tab in a chart, type": toCell("Tab", 1),
  "shift-tab in a chart, type": toCell("Shift-Tab", -1),
  "enter in a chart, type": inRows("Enter", enter),
  "shift-enter in a chart, type": inRows("Shift-Enter", breakLine),
  "backspace in a chart, type": inRows("Backspace", backspace),
  "delete in a chart, type": inRows("Delete", del),
  "selection in a chart, type": overRows("neuf", { type: "neuf" }),
  "selection in a chart, delete": overRows("", { press: "Delete" }),
  "cut in a chart": overRows("", { cut: true }),
  "type the sign of a chart": inRow(scene => {
    const { from, model } = scene
    const cut = own(scene).text.lastIndexOf(";")
    if (from.at <= cut) model.caret = { ...from, at: cut + 1 }
    model.type("9")
    const at = scene.at(from)
    return [{ select: [at, at] }, { type: ";" }, { type: "9" }]
  }),
  "paste a word": scene => {
    scene.model.type("collé")
    const at = scene.at(scene.from)
    return [{ select: [at, at] }, { paste: "collé" }]
  },
  "paste lines": scene => {
    const { chance, model } = scene
    const rows = [plainWords(chance, 2), plainWords(chance, 1), plainWords(chance, 2)]
    model.paste(rows)
    const at = scene.at(scene.from)
    return [{ select: [at, at] }, { paste: rows.join("\n") }]
  },
  "drag a word": scene => {
    const { from, to, model } = scene
    const [source, target] = [model.blocks[from.block], model.blocks[to.block]]
    const said = source?.text.slice(from.at, from.at + 3) ?? ""
    const [start, last] = [scene.at(from), scene.at({ ...from, at: from.at + said.length })]
    if (!source || !target || source === target || !/^\p{L}{3}$/u.test(said) || last - start !== 3)
      return undefined
    source.text = source.text.slice(0, from.at) + source.text.slice(from.at + 3)
    target.text = target.text.slice(0, to.at) + said + target.text.slice(to.at)
    return [{ select: [start, last] }, { drag: { from: start, to: last, into: scene.at(to) } }]
  },
}
