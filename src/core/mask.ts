import type { PageLocation } from './location.js'

/** What stands where a secret stood. */
export const MASK = '***'

/** Names whose values are for nobody else: of query keys, route params and properties. */
const SECRET_NAME =
  /token|secret|passw|credential|signature|e-?mail|authoriz|api[-_]?key|(^|[-_.[])(auth|code|jwt|key|otp|pin|pwd?|sid|sig)s?(]|$)/i
/** The same inside of a word. */
const SECRET_WORD = /[a-z](Auth|Code|Jwt|Key|Otp|Pin|Pwd|Sig)s?$/
/** Codes and keys that say nothing of anybody. */
const HARMLESS =
  /(country|currency|error|exit|http|lang(uage)?|postal|response|status|zip|foreign|primary|sort)[-_]?(code|key)$/i

export const isSecretName = (name: string): boolean =>
  (SECRET_NAME.test(name) || SECRET_WORD.test(name)) && !HARMLESS.test(name)

/** `name=value`, wherever it stands: a query, a hash, a title. */
const PAIR = /(^|[?&#;\s])([^?&#=;\s/]+)=([^&#;\s"'<>]+)/g
const TOKEN = /eyJ[\w-]{8,}\.[\w-]+(\.[\w-]*)?/g
const EMAIL = /[^\s/?#&=:;,<>"'()*]{1,64}(@|%40)([\w-]{1,63}\.)+[a-z]{2,}/gi
const USER = /\/\/[^/?#\s@]{1,256}@/g
const QUERIED_UUID = /=[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi
/** What may be a key or a hash: a run of letters and digits, and what base64 has beside them. A host is none. */
const RUN = /(\/\/[^/?#\s]*)|([\w+~-]|%2[BF]|%3D){16,}={0,2}/gi

/** Without any of these there is no secret: most texts are short and plain. */
const SUSPECT = /[=@]|%[234]|eyJ|[\w+~-]{16}/i

/** Keys and hashes mix digits and letters. Words, and the ids that hyphens divide, do not. */
function isKey(run: string): boolean {
  const pieces = run.split(/[-_~+]|%../)
  return pieces.some(
    (piece) =>
      (piece.length >= 16 && /\d[a-z]+\d/i.test(piece)) ||
      (run.length >= 20 &&
        piece.length >= 6 &&
        /\d/.test(piece) &&
        /[a-z]/.test(piece) &&
        /[A-Z]/.test(piece)),
  )
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Shorter values say too little to be looked for elsewhere. */
const SHORTEST = 4
/** How many values are remembered. */
const MOST = 50

/**
 * Masks secrets in texts: by the names that they go by, by their shape, and by their value once a page was seen that
 * has one in its query, its hash or its route's params. Words around them stay.
 */
export function createMask() {
  /** As they may be written. */
  const known = new Set<string>()
  let seen: PageLocation | undefined

  function learn(value: string) {
    const plain = decode(value)
    if (plain.length < SHORTEST || plain === MASK) return
    for (const written of [value, plain, encodeURIComponent(plain)]) known.add(written)
    for (const oldest of known) {
      if (known.size <= 3 * MOST) break
      known.delete(oldest)
    }
  }

  return {
    /** Remembers the secrets of a page. */
    learn(page: PageLocation) {
      if (page === seen) return
      seen = page
      for (const [, , name = '', value = ''] of page.url.matchAll(PAIR))
        if (isSecretName(decode(name))) learn(value)
      for (const [name, value] of Object.entries(page.route?.params ?? {}))
        if (isSecretName(name)) for (const one of [value].flat()) learn(one)
    },
    /**
     * Masks what is secret in a text.
     *
     * @param isId the text is an id, which may look like a key
     */
    text(text: string, isId?: boolean): string {
      for (const value of known) text = text.split(value).join(MASK)
      if (!SUSPECT.test(text)) return text
      text = text
        .replace(PAIR, (all, before: string, name: string) =>
          isSecretName(decode(name)) ? `${before}${name}=${MASK}` : all,
        )
        .replace(USER, `//${MASK}@`)
        .replace(TOKEN, MASK)
        .replace(EMAIL, MASK)
        .replace(QUERIED_UUID, `=${MASK}`)
      return isId ? text : text.replace(RUN, (run, host?: string) => (!host && isKey(run) ? MASK : run))
    },
  }
}
export type Mask = ReturnType<typeof createMask>
