/** What can be done from the search: the commands of the page, and those of every page. */

import { folded } from "../text/fold.ts"
import { t } from "../words.ts"
import type { Command, Here } from "./here.ts"

/** Those of the page first. `choose` shows the classeurs that the page may lead to. */
export function commandsOf(here: Here, choose: () => void): readonly Command[] {
  const { begins, day, binders = [] } = here
  const own = here.commands ?? []
  return [
    ...own.filter(({ isOfPlace }) => isOfPlace),
    ...(begins
      ? [
          begins.binder
            ? ({
                label: "finding.act.newIn",
                name: begins.binder,
                icon: "file-plus",
                post: begins.form,
              } as const)
            : ({ label: "finding.act.new", icon: "file-plus", post: begins.form } as const),
        ]
      : []),
    ...(day ? [{ label: "finding.act.day", icon: "folder-open", href: day } as const] : []),
    ...own.filter(({ isOfPlace }) => !isOfPlace),
    ...(binders.length > 0
      ? [{ label: "finding.act.switch", icon: "notebook", run: choose, isHere: true } as const]
      : []),
    { label: "finding.act.home", icon: "files", href: "/" } as const,
    { label: "finding.act.devices", icon: "smartphone", href: "/devices" } as const,
  ].filter(({ href }: Command) => href !== location.pathname)
}

export const labelOf = ({ label, name = "" }: Command): string => t(label, { name })

/** Those whose words begin with all that is typed. */
export function matching(commands: readonly Command[], typed: string): readonly Command[] {
  const words = split(typed)
  return commands.filter(command => {
    const own = split(labelOf(command))
    return words.every(word => own.some(one => one.startsWith(word)))
  })
}

const split = (text: string): string[] => folded(text, " ").text.split(" ").filter(Boolean)

/** A form is sent, so that what begins by it is no address that a browser may fetch ahead. */
export function send(action: string): void {
  const form = document.createElement("form")
  form.method = "post"
  form.action = action
  document.body.append(form)
  form.submit()
}
