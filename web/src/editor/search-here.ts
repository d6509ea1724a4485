/** The dialog of the search with the commands of the open note. Part, loaded late. */

import type { EditorPage } from "../note/page.ts"
import { openSearch } from "../search/dialog.ts"
import type { Command } from "../search/here.ts"

/** What it needs of the editor, which loads it. */
interface Open {
  readonly page: EditorPage
  /** The path of the note. */
  readonly note: string
  readonly view: { readonly state: { readonly readOnly: boolean } } | undefined
  action(name: string): (() => unknown) | undefined
}

export function searchHere(editor: Open, goTo: (quote: string) => void): void {
  openSearch({ note: editor.page.note, goTo, commands: commandsOf(editor) }, () => "")
}

function commandsOf(editor: Open): Command[] {
  const { page, note, view } = editor
  const press = (name: string) => () => void editor.action(name)?.()
  const mayWrite = page.role === "edit" || page.role === "manage"
  const writing: Command[] = [
    { label: "finding.act.share", icon: "share-2", run: () => document.getElementById("share")?.click() },
    { label: "finding.act.card", icon: "file-text", run: press("card") },
    { label: "finding.act.history", icon: "history", href: `${note}/history` },
  ]
  return [
    ...(mayWrite && view && !view.state.readOnly
      ? [{ label: "finding.act.link", icon: "link", run: press("insertLink"), isOfPlace: true } as const]
      : []),
    { label: "finding.act.inNote", icon: "search", keys: "Ctrl F", run: press("findInNote") },
    { label: "finding.act.print", icon: "printer", href: `${note}/print` },
    ...(mayWrite ? writing : []),
    { label: "finding.act.read", icon: "eye", href: page.reader },
  ]
}
