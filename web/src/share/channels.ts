/** Messengers that take a link by URL, without a script of theirs. */
import { t } from "../words.ts"

export interface Channel {
  readonly name: string
  readonly icon: string
  readonly href: string
}

/** `subject` heads the e-mail; never the note's title, which a mailbox would keep. */
export function channels(link: string, subject: string): readonly Channel[] {
  const url = encodeURIComponent(link)
  return [
    { name: "WhatsApp", icon: "message-circle", href: `https://wa.me/?text=${url}` },
    { name: "Telegram", icon: "send", href: `https://t.me/share/url?url=${url}` },
    { name: t("share.sms"), icon: "smartphone", href: `sms:?&body=${url}` },
    {
      name: t("share.mail"),
      icon: "mail",
      href: `mailto:?subject=${encodeURIComponent(subject)}&body=${url}`,
    },
  ]
}
