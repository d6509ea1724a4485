// One edit as somebody at a keyboard makes it, chosen by numbers that the driver draws (each from 0 to below 1).
const PIECES = ["a", "e ", "\n", "é", "œ", "— ", "😀", "👨‍👩‍👧 ", "**gras** ", "## Titre\n", "« oui » "];
const LONGEST = 4000;

// `kind` below 0.7 writes, below 0.95 erases a few characters, else takes back the last edit of this peer.
export function edit(text, undo, { kind, place, piece }) {
  const characters = Array.from(text.toString());
  const at = Math.floor(place * (characters.length + 1));
  const units = characters.slice(0, at).join("").length;
  if (kind >= 0.95) {
    undo.undo();
  } else if (kind < 0.7 && characters.length < LONGEST) {
    text.insert(units, PIECES[Math.floor(piece * PIECES.length)]);
  } else {
    const some = characters.slice(at, at + 1 + Math.floor(piece * 6)).join("");
    if (some.length > 0) text.delete(units, some.length);
  }
}
