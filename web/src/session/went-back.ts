/** The server returned to an earlier state: what it lacks of this page is unsent again. */
import { Text } from "@codemirror/state"
import { newDoc } from "../patches/yjs-memory.ts"
import { clock } from "../screen/when.ts"
import { hunks } from "../text/hunks.ts"
import { Provider } from "../transport/provider.ts"
import { t } from "../words.ts"
import type { Lost } from "./save-state.ts"
import type { Session } from "./session.ts"

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu

/** Compares the page, whose text is `shown`, with the server. */
export async function compareWithServer(session: Session, sync: URL, shown: () => string): Promise<Lost> {
  const there = await textThere(sync)
  const here = shown()
  const { unsent } = session
  const saved = unsent.isEmpty ? here : unsent.base.toString()
  unsent.resume(Text.of(there.split("\n")), hunks(there, here))
  let words = 0
  hunks(there, saved).iterChanges((_fromA, _toA, _fromB, _toB, insert) => {
    words += insert.toString().match(WORD)?.length ?? 0
  })
  return told(session, words)
}

/** What to say, and to do, where so many words are gone that were saved. */
function told({ provider, unsent }: Session, words: number): Lost {
  if (words > 0) {
    const about = { count: words, time: clock(new Date(provider.savedAt)) }
    return {
      words,
      advice: { long: t("banner.lost", about), short: t("banner.lostShort", about) },
      label: { long: t("state.lost", about), short: t("state.lostShort", about) },
    }
  }
  if (!unsent.isEmpty)
    return {
      words,
      advice: { long: t("banner.stoppedAdvice"), short: t("banner.stoppedShort") },
      label: undefined,
    }
  provider.foundSaved()
  const nothing = t("banner.lostNothing")
  return { words, advice: { long: nothing, short: nothing }, label: undefined }
}

/** The text of the note on the server, read as by a page that has nothing yet and names no epoch. */
async function textThere(sync: URL): Promise<string> {
  const url = new URL(sync)
  url.searchParams.delete("epoch")
  const doc = newDoc()
  const line: { provider?: Provider } = {}
  try {
    await new Promise<void>((resolve, reject) => {
      line.provider = new Provider(doc, url, "read", {
        synced: resolve,
        changed: () => line.provider?.refusal && reject(new Error(line.provider.refusal)),
      })
    })
    return doc.getText("body").toString()
  } finally {
    line.provider?.destroy()
    doc.destroy()
  }
}
