const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')

/**
 * A UUID version 7 (RFC 9562, section 5.7): 48 bits of time, 74 bits of chance. PostHog sorts sessions by it.
 *
 * @param now milliseconds since the Unix epoch
 * @param random 16-bit numbers of chance; ten bytes' worth (five numbers) are used
 */
export function uuidv7(now: number, random: (length: 5) => ArrayLike<number>): string {
  const time = hex(Math.trunc(now), 12)
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = Array.from(random(5))
  return [
    time.slice(0, 8),
    time.slice(8),
    hex(0x7000 | (a & 0x0fff), 4),
    hex(0x8000 | (b & 0x3fff), 4),
    hex(c, 4) + hex(d, 4) + hex(e, 4),
  ].join('-')
}
