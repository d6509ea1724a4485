/** What packages do at once, or in one piece with what we need, for parts that nobody here uses: taken out by the build. */

/** Every match of `what` becomes `by`; the build fails where there is none any more. */
export interface Cut {
  readonly what: RegExp
  readonly by: string
}

const nothing = (what: RegExp): Cut => ({ what, by: "" })

/** Methods of classes, by their names. */
const methods = (...names: readonly string[]): Cut =>
  nothing(new RegExp(`^ {2}(?:${names.join("|")}) \\(.*\\) \\{\\n(?:.*\\n)*? {2}\\}\\n`, "gm"))

/** The rules of a style, by what their selectors begin with. */
const rules = (...selectors: readonly string[]): Cut =>
  nothing(
    new RegExp(
      `^ {4}"(?:&(?:light|dark) )?(?:${selectors.join("|")})[^"]*": \\{(?:.*\\},?$|(?:\\n.*)*?\\n {4}\\},?$)`,
      "gm",
    ),
  )

export const CUTS: Record<string, readonly Cut[]> = {
  "@codemirror/commands/dist/index.js": [
    // Undo is that of the shared text.
    nothing(/^HistoryState\.empty = .*$/m),
    // Prose has no grammar that tells how far a line is to be indented: a new line begins as the one above.
    {
      what: /run: insertNewlineAndIndent, shift: insertNewlineAndIndent/,
      by: "run: insertNewlineKeepIndent, shift: insertNewlineKeepIndent",
    },
  ],
  "@codemirror/lang-markdown/dist/index.js": [{ what: /GFM, Subscript, Superscript, Emoji/g, by: "GFM" }],
  // Markdown has a parser of the newer kind.
  "@codemirror/language/dist/index.js": [
    nothing(/^for \(let \[legacyName, name\][\s\S]*?createTokenType\(noTokens, name\);$/m),
  ],
  // The page draws what only other editors have: gutters, a caret and a selection of their own, panels, dialogs.
  "@codemirror/view/dist/index.js": [
    rules(
      "\\.cm-(?:selection|cursor|dropCursor|activeLine|specialChar|gutter|lineNumbers|panels|dialog|highlight|trailing|button|textfield)",
      "\\.cm-focused > \\.cm-scroller > \\.cm-(?:selection|cursor)Layer",
      "&\\.cm-focused > \\.cm-scroller > \\.cm-cursorLayer",
      "@keyframes cm-blink",
    ),
  ],
  // HTML is text in a note.
  "@lezer/markdown/dist/index.js": [
    nothing(/^ {4}HTML(?:Block|Tag)\(cx.*\{\n(?:.*\n)*? {4}\},?\n/gm),
    { what: /,\n {4}\(p, line\) => isHTMLBlock\(line, p, true\) >= 0\n/, by: "\n" },
  ],
  "@lezer/highlight/dist/index.js": [
    { what: /^const classHighlighter = (?=tagHighlighter)/m, by: "$&/*@__PURE__*/" },
  ],
  "yjs/dist/yjs.mjs": [
    // A note is one shared text without forms: the server takes no list, map, tree or mark, and none ever comes.
    { what: /^const typeRefs = \[\n {2}readYArray,\n {2}readYMap,\n/m, by: "const typeRefs = [,,\n" },
    nothing(/^(?: {2}readYXml\w+,?\n)+(?=\];)/m),
    { what: /^ {2}readContent(?:JSON|Binary|Embed|Format|Type|Any|Doc), \/\/ \d$/gm, by: "," },
    {
      what: /^class (Content(?:JSON|Binary|Embed|Format|Type|Any|Doc)) \{\n(?:.*\n)*?\}$/gm,
      by: "class $1 {}",
    },
    methods("get(?:Array|Map|XmlElement|XmlFragment)", "applyDelta", "toDelta", "insertEmbed", "format"),
    methods(
      "(?:get|set|remove)Attributes?",
      "load",
      "getSubdocs",
      "getSubdocGuids",
      "(?:read|write)(?:Any|Buf|JSON)",
    ),
    nothing(/^ {2}const negatedAttributes = insertAttributes\(.*;\n(?= {2}\/\/ insert content)/m),
    nothing(/(?<=currPos\.forward\(\);\n) {2}insertNegatedAttributes\(.*;\n/),
    nothing(/^ {2}if \(start\) \{\n {4}cleanupFormattingGap\(.*\n {2}\}\n/m),
    nothing(/^ {10}if \(transaction\._needFormattingCleanup\) \{\n.*\n {10}\}\n/m),
    // Updates that wait for others are kept in the first version of the format, as all are that come and go.
    {
      what: /^class ((?:DS|Update)(?:De|En)coder)V2 (?:extends \w+ )?\{\n(?:.*\n)*?\}$/gm,
      by: "const $1V2 = $1V1",
    },
    { what: /env\.getVariable\('node_env'\) === 'development'/, by: "false" },
  ],
}
