// Milkdown with CommonMark, GFM and its own collaboration.
import { Editor, editorViewCtx, rootCtx } from "@milkdown/kit/core";
import { commonmark } from "@milkdown/kit/preset/commonmark";
import { gfm } from "@milkdown/kit/preset/gfm";
import { TextSelection } from "@milkdown/kit/prose/state";
import { collab, collabServiceCtx } from "@milkdown/plugin-collab";
import * as Y from "yjs";
import { begin, placeIn } from "./place.mjs";

begin(async (text, root) => {
  const editor = await Editor.make()
    .config(ctx => ctx.set(rootCtx, root))
    .use(commonmark)
    .use(gfm)
    .use(collab)
    .create();
  return editor.action(ctx => {
    ctx.get(collabServiceCtx).bindDoc(new Y.Doc()).applyTemplate(text).connect();
    return () => placeIn(ctx.get(editorViewCtx), TextSelection);
  });
});
