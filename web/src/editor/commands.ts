/** Everything that runs by its name: the toolbar, the menus, the shortcuts. */
import type { Extension } from "@codemirror/state"
import type { Command } from "../hands/command.ts"
import { store } from "../hands/stored.ts"
import { coalesce } from "../screen/coalesce.ts"
import { openModal } from "../screen/modal.ts"
import { at } from "../screen/page.ts"
import { editCommands } from "../writing/commands.ts"
import { keys, pageShortcut, shortcutsOf } from "../writing/keys.ts"
import { followKeyboard, wireToolbar } from "../writing/toolbar.ts"
import type { Editor } from "./editor.ts"
import { openPart, type Part, part } from "./parts.ts"

export interface Commands {
  /** The shortcuts of the text. */
  readonly keys: Extension
  run(name: string): void
}

export function wireCommands(editor: Editor): Commands {
  const bar = at("toolbar")
  const list = at<HTMLDialogElement>("shortcuts")
  const shortcuts = shortcutsOf(list)
  const find = (isReplacing = false) =>
    openPart("findInNote", ({ find }) => editor.view && find(editor.view, isReplacing))
  const link = (isByKey = false) =>
    openPart("link", ({ isAboutLink, linkDialog }) => {
      const { view, page, session } = editor
      const mayWrite = view && !view.state.readOnly
      // With nothing to make a link of, the key searches, as on every page.
      if (isByKey && !(mayWrite && isAboutLink(view.state))) void editor.action("everywhere")?.()
      else if (mayWrite) linkDialog(view, page, session.undo)
    })
  const commands = editCommands(() => editor.session.undo, {
    format: use => openPart("format", use),
    find,
    link: () => link(),
    print: () => location.assign(`${editor.note}/print`),
    shortcuts: () => openModal(list),
  })

  /** A change of a table or a block put in is one step of undo. */
  function apply(all: Record<string, Command>, name: string): void {
    const { view, session } = editor
    const change = all[name]
    if (!change) throw new RangeError(`expected the name of a command, got ${name}`)
    if (!view) return
    session.undo.stopCapturing()
    change(view)
    view.focus()
  }

  function run(name: string): void {
    const action = editor.action(name)
    if (action) void action()
    else if (name.startsWith("table:")) void openPart("table", ({ TABLE }) => apply(TABLE, name))
    else if (!commands[name]) void openPart("slash", ({ BLOCKS }) => apply(BLOCKS, name))
    else if (editor.view) commands[name](editor.view)
  }

  let tools: Part<"tools"> | undefined
  const drawTools = coalesce(requestAnimationFrame, () => {
    if (editor.view) tools?.drawTools(bar, editor.view.state, editor.session.undo)
  })

  editor.use({
    actions: { findInNote: () => find(), insertLink: () => link() },
    updated({ docChanged, selectionSet, focusChanged, transactions }) {
      const isStored = transactions.some(({ effects }) => effects.some(effect => effect.is(store)))
      if (docChanged || selectionSet || focusChanged || isStored) drawTools()
    },
    async synced() {
      tools ??= await part("tools")
      drawTools()
    },
  })
  wireToolbar(bar, run)
  followKeyboard()
  wireButtons(run)
  addEventListener("keydown", event => {
    const name = pageShortcut(event, shortcuts)
    if (!name || !editor.view) return
    event.preventDefault()
    run(name)
  })
  const linkOrSearch: Command = () => {
    void link(true)
    return true
  }
  return { keys: keys(commands, shortcuts, { link: linkOrSearch }), run }
}

/** Buttons and links of the page run the command in their `data-run`. */
function wireButtons(run: (name: string) => void): void {
  document.addEventListener("click", event => {
    const button = (event.target as Element).closest<HTMLElement>("[data-run]")
    if (!button?.dataset.run) return
    // A link that runs a command leads somewhere where there is no script.
    if (button instanceof HTMLAnchorElement) event.preventDefault()
    button.closest<HTMLElement>("[popover]")?.hidePopover()
    run(button.dataset.run)
  })
}
