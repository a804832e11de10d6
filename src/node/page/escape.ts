const CHARACTERS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as the value of an attribute, which it does not get out of. */
export const attribute = (text: string): string => text.replace(/[&<>"']/g, (one) => CHARACTERS[one] ?? one)
