const WIDTH = 16

/** Bytes as people read them: where, sixteen of them, and the letters that they are. */
export function hexDump(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += WIDTH) {
    const row = [...bytes.subarray(at, at + WIDTH)]
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const letters = row.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')).join('')
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(WIDTH * 3 - 1)}  ${letters}`)
  }
  return lines.join('\n')
}

export const byteLength = (text: string): number => new TextEncoder().encode(text).length
