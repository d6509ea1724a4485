/** Parts: modules that the first paint does without, fetched ahead after the first sync. */

import { toast } from "../screen/toast.ts"
import { t } from "../words.ts"
import { typedAhead } from "./ahead.ts"

const bundle = () => import("./editor-bundle.ts")

/** One line a part. Others import these modules only as types, or they would be in the first script. */
const PARTS = {
  authors: bundle,
  comments: bundle,
  card: bundle,
  counts: bundle,
  editions: () => import("../proof/editions.ts"),
  faces: bundle,
  findInNote: bundle,
  follow: bundle,
  format: bundle,
  late: bundle,
  moved: bundle,
  link: bundle,
  outline: bundle,
  passage: bundle,
  paste: bundle,
  picture: bundle,
  search: () => import("./search-here.ts"),
  share: () => import("../share/share.ts"),
  slash: bundle,
  status: bundle,
  table: bundle,
  target: bundle,
  title: bundle,
  tools: bundle,
  wentBack: bundle,
} as const
type PartName = keyof typeof PARTS
export type Part<Name extends PartName> = Awaited<ReturnType<(typeof PARTS)[Name]>>

/** Loaded modules, used without waiting: the next key must find done what the last click asked for. */
const loaded = new Map<PartName, unknown>()

/** The module of a part; undefined where it is not loaded yet and there is no network. */
export async function part<Name extends PartName>(name: Name): Promise<Part<Name> | undefined> {
  try {
    const module = (await PARTS[name]()) as Part<Name>
    loaded.set(name, module)
    return module
  } catch {
    return undefined
  }
}

/** Uses a part at once where it is loaded; what is typed meanwhile waits for it. Says so where it cannot be loaded. */
export async function openPart<Name extends PartName>(
  name: Name,
  use: (module: Part<Name>) => unknown,
): Promise<void> {
  const here = loaded.get(name) as Part<Name> | undefined
  if (here) {
    use(here)
    return
  }
  await typedAhead(async () => {
    const come = await part(name)
    if (come) await use(come)
    else toast(t("editor.noPart"))
    return come !== undefined
  })
}

/** Loads every part while idle, so that each works without a network; leaves a performance mark at the end. */
export function fetchAhead(): void {
  const whenIdle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 200))
  const fetched = (Object.keys(PARTS) as PartName[]).map(
    name => new Promise<unknown>(came => whenIdle(() => came(part(name)))),
  )
  void Promise.all(fetched).then(() => performance.mark("parts-fetched"))
}
