/** The page of the editor: what it is made of. Each feature adds itself to the editor, with what it needs given to it. */
import "./editor.css"
import { loadBeginning } from "../editor/begin.ts"
import { wireCard } from "../editor/card.ts"
import { wireCommands } from "../editor/commands.ts"
import { wireComments } from "../editor/comments.ts"
import { wireDialogs, wirePictures } from "../editor/dialogs.ts"
import { Editor } from "../editor/editor.ts"
import { noteExtensions, wireLateExtensions } from "../editor/extensions.ts"
import { wireLinks } from "../editor/links.ts"
import { wireOverview } from "../editor/overview.ts"
import { wireAuthors, wirePeople } from "../editor/people.ts"
import { wireSaving } from "../editor/saving.ts"
import { wireSearch } from "../editor/search.ts"
import { keepLastRead } from "../history/last-read.ts"
import type { EditorPage } from "../note/page.ts"
import { wirePlain } from "../preview/live-preview.ts"
import { at, readPage } from "../screen/page.ts"
import { reloadByAddress } from "../screen/reload.ts"
import { keepOpened } from "../search/opened.ts"

reloadByAddress()
const editor = new Editor(readPage<EditorPage>())
const saving = wireSaving(editor)
const people = wirePeople(editor, saving.renew)
const commands = wireCommands(editor)
const pasting = wirePictures(editor)
const withComments = wireComments(editor, people)
wireLinks(editor, withComments)
wireSearch(editor)
wireCard(editor, saving.renew)
wireAuthors(editor)
wireOverview(editor, commands.run)
wireDialogs(editor)
wireLateExtensions(editor, commands.run)
wirePlain(at<HTMLInputElement>("plain"), () => editor.view)
keepLastRead(editor.page.note)
keepOpened(`/n/${editor.page.note}`)
void loadBeginning(editor).then(begins =>
  editor.open(saving.recall, session =>
    noteExtensions(editor.page, session, commands.keys, [pasting(session), begins]),
  ),
)
