/** Addresses of this server in a text: those of links, which give a right, and own ones, which give nothing. */

export interface Address {
  readonly from: number
  readonly to: number
  /** Path of the target: `/n/` and a token of 32 characters, or an id of 22. */
  readonly path: string
  /** With its sign, or empty. */
  readonly hash: string
}

const TOKEN_LENGTH = 32
/** What goes on behind a token: another page, or a question. */
const TAIL = String.raw`(?:[/?][\w\-./?=&%]*[\w/=&%-]|[/?])?`
const HASH = String.raw`(#[^\s<>()\[\]"'|\\]*)?`

/** `hosts`: the names of this server, with ports. */
export function finder(hosts: readonly string[]): (text: string) => Address[] {
  const host = hosts.map(one => one.replace(/[^\w-]/g, "\\$&")).join("|")
  const pattern = new RegExp(
    String.raw`(?<![\w.@/-])(?:https?://)?(?:${host})(/[npc]/(?:[\w-]{32}|[\w-]{22}))(?![\w-])${TAIL}${HASH}`,
    "gi",
  )
  return text =>
    [...text.matchAll(pattern)].map(({ 0: whole, 1: path = "", 2: hash = "", index }) => ({
      from: index,
      to: index + whole.length,
      path,
      hash,
    }))
}

/** Whether it gives a right to whoever has it. */
export const givesRight = ({ path }: Pick<Address, "path">): boolean => path.length === TOKEN_LENGTH + 3

/** A link of Markdown by this title; in a cell of a table a bar ends the cell. */
export function linkTo(title: string, url: string): string {
  return `[${title.replace(/[\\[\]|]/g, "\\$&")}](${url})`
}
