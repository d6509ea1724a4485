// What every page offers to whoever measures it: `window.ready(place)`, where `place()` puts the caret in mid-text.
export async function begin(start) {
  const text = await (await fetch("note.md")).text();
  window.place = await start(text, document.getElementById("editor"));
  document.body.dataset.ready = "1";
}

// The caret goes to the end of the first paragraph behind the middle of a ProseMirror document.
export function placeIn(view, TextSelection) {
  let at = 0;
  view.state.doc.nodesBetween(view.state.doc.content.size >> 1, view.state.doc.content.size, (node, position) => {
    if (!at && node.type.name === "paragraph" && node.content.size > 80) at = position + node.nodeSize - 1;
    return !at;
  });
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at)).scrollIntoView());
  view.focus();
}
