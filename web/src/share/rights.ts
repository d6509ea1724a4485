/** The rights that a link may give, with their words for a note, a pochette and a classeur. */
import { html } from "lit-html"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"
import type { Kind, Listing } from "./api.ts"
import type { Right } from "./wish.ts"

export const RIGHTS: readonly { readonly right: Right; readonly icon: string }[] = [
  { right: "print", icon: "printer" },
  { right: "read", icon: "eye" },
  { right: "comment", icon: "message-circle" },
  { right: "edit", icon: "pencil" },
]

export const WORDS = {
  note: {
    title: "share.title",
    list: "share.list",
    subject: "share.subject",
    print: ["share.print", "share.printText"],
    read: ["share.read", "share.readText"],
    comment: ["share.comment", "share.commentText"],
    edit: ["share.edit", "share.editText"],
  },
  folder: {
    title: "folder.shareTitle",
    list: "folder.shareList",
    subject: "folder.shareSubject",
    print: ["folder.printShort", "folder.printText"],
    read: ["folder.read", "folder.readText"],
    comment: ["share.comment", "share.commentText"],
    edit: ["folder.edit", "folder.editText"],
  },
  binder: {
    title: "guests.shareTitle",
    list: "guests.shareList",
    subject: "guests.shareSubject",
    print: ["share.print", "share.printText"],
    read: ["share.read", "share.readText"],
    comment: ["share.comment", "share.commentText"],
    edit: ["share.edit", "share.editText"],
  },
} as const

/** What somebody may do by a link with this right; of a classeur the server says it, in numbers. */
export const givesText = (of: Kind, right: Right, told: Listing["gives"]) =>
  html`<p class="gives">${icon(RIGHTS.find(one => one.right === right)?.icon ?? "link")}<span>${told?.[right] ?? t(WORDS[of][right][1])}</span></p>`
