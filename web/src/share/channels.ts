/** Messengers that take a link by URL, without a script of theirs; and those that take none. */
import { t } from "../words.ts"

export interface Channel {
  readonly name: string
  readonly icon: string
  readonly href: string
}

/** An address, and what is said of it: `what` is a few words in the language of the page. */
export interface Message {
  readonly url: string
  readonly what: string
}

/** The words before the address, as they are sent. */
export const asText = ({ url, what }: Message) => t("share.message", { what, url })

/** `subject` heads the e-mail; never the note's title, which a mailbox would show in its list. */
export function channels(message: Message, subject: string): readonly Channel[] {
  const text = encodeURIComponent(asText(message))
  const [url, what] = [encodeURIComponent(message.url), encodeURIComponent(message.what)]
  return [
    { name: "WhatsApp", icon: "message-circle", href: `https://wa.me/?text=${text}` },
    { name: "Telegram", icon: "send", href: `https://t.me/share/url?url=${url}&text=${what}` },
    { name: t("share.sms"), icon: "smartphone", href: `sms:?&body=${text}` },
    {
      name: t("share.mail"),
      icon: "mail",
      href: `mailto:?subject=${encodeURIComponent(subject)}&body=${text}`,
    },
  ]
}

/** They have no address that opens them with a text: it is copied, and the page says where to paste it. */
export const PASTED = ["Signal", "Mattermost", "Slack"] as const
