/** Takes out of packages what nobody here uses, and what would else come along with what is used. */
import type { Plugin } from "vite"
import { CUTS } from "./cuts.ts"

export function unused(): Plugin {
  return {
    name: "pochette:unused",
    apply: "build",
    transform(code, id) {
      const found = Object.entries(CUTS).find(([file]) => id.endsWith(file))
      if (!found) return
      const [file, cuts] = found
      const left = cuts.reduce((text, { what, by }) => {
        if (text.search(what) < 0) this.error(`expected ${what} in ${file}, found it no more`)
        return text.replace(what, by)
      }, code)
      // Where nothing of a package is asked for any more, all of it goes.
      return { code: left, map: null, moduleSideEffects: false }
    },
  }
}
