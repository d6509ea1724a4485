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

/** Methods that nobody calls, in packages that are indented by four. */
const members = (...names: readonly string[]): readonly Cut[] =>
  names.map(name =>
    nothing(
      new RegExp(`^ {4}(?:static |get )?${name}\\(.*\\) \\{(?: .* \\}|\\n(?:.*\\n)*? {4}\\})\\n`, "gm"),
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
  "@codemirror/lang-markdown/dist/index.js": [
    { what: /GFM, Subscript, Superscript, Emoji/g, by: "GFM" },
    // Nothing is folded, and no grammar tells how far a line is to be indented.
    nothing(
      /^ {8}\/\*@__PURE__\*\/(?:foldNodeProp|headingProp|indentNodeProp)\.add\((?:.*\),|(?:.*\n)*? {8}\}\),?)\n/gm,
    ),
  ],
  "@lezer/common/dist/index.js": members(
    "matchContext",
    "enterUnfinishedNodesBefore",
    "resolveStack",
    "cursorAt",
    "isSkipped",
  ),
  // Markdown has a parser of the newer kind.
  "@codemirror/language/dist/index.js": [
    ...members("isWorking", "getSkippingParser", "skipUntilInView", "findRegions"),
    nothing(/^for \(let \[legacyName, name\][\s\S]*?createTokenType\(noTokens, name\);$/m),
    // What is seen first is read before it is drawn, as far as export/note/first_paint.py draws it: a slow processor would
    // show its marks, and move each line when it has read them.
    { what: /3000(?= \/\* Work\.InitViewport)/, by: "6000" },
    { what: /20(?= \/\* Work\.Apply \*\/, vpTo)/, by: "2000" },
  ],
  // Browsers know by themselves which signs go with the one before.
  "@marijn/find-cluster-break/src/index.js": [
    nothing(/^let rangeFrom = [\s\S]*?^\}\)\(\)\n/m),
    {
      what: /^ {2}if \(code < 768\) return false\n {2}for \([\s\S]*?^ {2}\}\n/m,
      by: "  return code >= 768 && /[\\p{M}\\p{Grapheme_Extend}\\p{Emoji_Modifier}\\u0e33\\u0eb3]/u.test(String.fromCodePoint(code))\n",
    },
  ],
  "@codemirror/state/dist/index.js": [
    ...members("reconfigured", "computeN", "invert", "composeDesc"),
    // No state is written down as JSON, only what a text has become.
    nothing(
      /^ {4}(?:toJSON\(fields\)|static fromJSON\(json, config = \{\}, fields\)) \{\n(?:.*\n)*? {4}\}\n/gm,
    ),
    nothing(
      /^ {4}static fromJSON\(json\) \{\n(?:(?! {4}\}\n).*\n)*?.*representation (?:for|of ChangeDesc).*\n(?:.*\n)*? {4}\}\n/gm,
    ),
  ],
  // The page draws what only other editors have: gutters, a caret and a selection of their own, panels, dialogs.
  "@codemirror/view/dist/index.js": [
    rules(
      "\\.cm-(?:selection|cursor|dropCursor|iso|activeLine|specialChar|gutter|lineNumbers|panels|dialog|highlight|trailing|button|textfield)",
      "\\.cm-focused > \\.cm-scroller > \\.cm-(?:selection|cursor)Layer",
      "&\\.cm-focused > \\.cm-scroller > \\.cm-cursorLayer",
      "@keyframes cm-blink",
    ),
    ...members(
      "findFromDOM",
      "baseTheme",
      "setTabFocusMode",
      "scrollSnapshot",
      "setRoot",
      "visualLineSide",
      "viewportLineBlocks",
      "documentPadding",
      "heightChanged",
      "viewportMoved",
      "hasHeight",
      "setWindow",
    ),
    // Runs of another direction are found in the letters alone.
    {
      what: /^(function getIsolatedRanges\(view, line\) \{\n)(?:.*\n)*?\}$/m,
      by: "$1    return view.state.facet(bidiIsolatedRanges);\n}",
    },
    // Nobody has come with Internet Explorer.
    { what: /browser\.ie_version/g, by: "0" },
    { what: /browser\.ie\b/g, by: "false" },
    nothing(/^const ie(?:_\w+)? = .*$/gm),
    nothing(/^ {4}ie,$/m),
    nothing(/^ {4}ie_version: .*$/m),
    { what: /!ie && /g, by: "" },
  ],
  // HTML is text in a note.
  "@lezer/markdown/dist/index.js": [
    nothing(/^ {4}HTML(?:Block|Tag)\(cx.*\{\n(?:.*\n)*? {4}\},?\n/gm),
    { what: /,\n {4}\(p, line\) => isHTMLBlock\(line, p, true\) >= 0\n/, by: "\n" },
    ...members("getDelimiterAt", "startComposite", "addMarker"),
    { what: /parse: (?=parseSubSuper)/g, by: "parse: /*@__PURE__*/" },
    // The names of nodes tell how they look.
    nothing(/^const markdownHighlighting = styleTags\(\{\n(?:.*\n)*?\}\);$/m),
    nothing(/\.extend\(markdownHighlighting\)/),
    nothing(/,\s+style: (?:\{ .* \}(?= \}|$)|tags\.[\w.()]+)/gm),
    nothing(/^ {16}if \(style\) \{\n(?:.*\n)*? {16}\}\n/m),
    nothing(/^ {12}if \(styles\)\n.*styleTags\(styles\)\);\n/m),
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
    { what: /convertUpdateFormatV2ToV1\(update\)/, by: "update" },
    // What has changed is told as letters that came, went or stayed.
    nothing(/^ {12}case ContentType:\n {12}case ContentEmbed:\n(?:.*\n)*?(?= {12}case ContentString:)/m),
    nothing(/^ {12}case ContentFormat: \{\n {14}const \{ key[\s\S]*?\n {12}\}\n(?= {10}\})/m),
    nothing(/^ {18}if \(currentAttributes\.size > 0\) \{\n(?:.*\n)*? {18}\}\n/m),
    nothing(/^ {18}if \(!object\.isEmpty\(attributes\)\) \{\n.*\n {18}\}\n/m),
    nothing(/^ {8}const (?:currentAttributes|oldAttributes) = new Map\(\);.*\n/gm),
    nothing(/^ {2}get (?:path|keys|changes) \(\) \{\n(?:.*\n)*? {2}\}\n/gm),
    nothing(/^ {10}if \(type\._dEH\.l\.length > 0 .*\n(?:.*\n)*? {10}\}\n/m),
    methods("(?:un)?observeDeep", "_copy", "clone"),
    { what: /env\.getVariable\('node_env'\) === 'development'/, by: "false" },
  ],
}
