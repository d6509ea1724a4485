/** What the first paint does without: fetched ahead once the text is here. */

const together = () => import("./editor-bundle.ts")

/** One line a part. Nothing else may import these modules but as types, or they come with the first script again. */
const PARTS = {
  authors: together,
  chart: together,
  comments: together,
  card: together,
  copy: together,
  editions: () => import("../proof/editions.ts"),
  paste: together,
  picture: together,
  search: together,
  share: () => import("../share/share.ts"),
  slash: together,
  status: together,
  table: together,
  target: together,
} as const
export type PartName = keyof typeof PARTS
export type Part<Name extends PartName> = Awaited<ReturnType<(typeof PARTS)[Name]>>

const here = new Map<PartName, unknown>()

/** The module of a part that has come, at once: what is typed next finds done what was asked. */
export const partHere = <Name extends PartName>(name: Name) => here.get(name) as Part<Name> | undefined

/** The module of a part; undefined where it has not come yet and there is no network to bring it. */
export async function part<Name extends PartName>(name: Name): Promise<Part<Name> | undefined> {
  try {
    const module = (await PARTS[name]()) as Part<Name>
    here.set(name, module)
    return module
  } catch {
    return undefined
  }
}

/** Fetches every part while nothing else is to do, so that each works when the network is gone; marks when all came. */
export function fetchAhead(): void {
  const whenIdle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 200))
  const fetched = (Object.keys(PARTS) as PartName[]).map(
    name => new Promise<unknown>(came => whenIdle(() => came(part(name)))),
  )
  void Promise.all(fetched).then(() => performance.mark("parts-fetched"))
}
