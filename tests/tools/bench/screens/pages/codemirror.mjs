// CodeMirror as its own package sets it up, with Markdown and Yjs.
import { markdown } from "@codemirror/lang-markdown";
import { EditorView, basicSetup } from "codemirror";
import { yCollab } from "y-codemirror.next";
import * as Y from "yjs";
import { begin } from "./place.mjs";

begin((text, parent) => {
  const body = new Y.Doc().getText("body");
  body.insert(0, text);
  const extensions = [basicSetup, markdown(), EditorView.lineWrapping, yCollab(body, null)];
  const view = new EditorView({ doc: text, extensions, parent });
  return () => {
    const middle = view.state.doc.toString().indexOf("\n\n", view.state.doc.length >> 1);
    view.dispatch({ selection: { anchor: middle }, scrollIntoView: true });
    view.focus();
  };
});
