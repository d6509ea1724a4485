// Tiptap with what a note needs, as its documentation sets up collaboration.
import { Editor } from "@tiptap/core";
import Collaboration from "@tiptap/extension-collaboration";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { TableKit } from "@tiptap/extension-table";
import { Markdown } from "@tiptap/markdown";
import { TextSelection } from "@tiptap/pm/state";
import StarterKit from "@tiptap/starter-kit";
import * as Y from "yjs";
import { begin, placeIn } from "./place.mjs";

begin((text, element) => {
  const extensions = [
    StarterKit.configure({ undoRedo: false }),
    TableKit,
    TaskList,
    TaskItem,
    Markdown,
    Collaboration.configure({ document: new Y.Doc() }),
  ];
  const editor = new Editor({ element, extensions });
  editor.commands.setContent(text, { contentType: "markdown" });
  return () => placeIn(editor.view, TextSelection);
});
