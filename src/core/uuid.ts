/**
 * A UUID version 7 (RFC 9562, section 5.7): 48 bits of time, 74 bits of chance. PostHog sorts sessions by it.
 *
 * @param now milliseconds since the Unix epoch
 * @param random ten bytes of chance
 */
export function uuidv7(now: number, random: Uint8Array): string {
  const [version = 0, , variant = 0] = random
  random[0] = 0x70 | (version & 0x0f)
  random[2] = 0x80 | (variant & 0x3f)
  let digits = now.toString(16).padStart(12, '0')
  for (const byte of random) digits += (byte + 256).toString(16).slice(1)
  return digits.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
