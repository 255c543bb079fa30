// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Length of the UTF-8 sequence that `lead` opens; 1 for what opens none. */
function sequenceLength(lead: number): number {
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  if (lead >= 0xe0) return lead <= 0xef ? 3 : 1;
  return lead >= 0xc2 ? 2 : 1;
}

/**
 * Where to cut UTF-8 so that no character is split.
 *
 * @param bytes text, valid or not
 * @param length bytes of `bytes` that count
 * @returns `length`, or up to 3 less when an unfinished character is at the end
 */
export function utf8Boundary(bytes: Uint8Array, length: number): number {
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    return sequenceLength(byte) > back ? length - back : length;
  }
  return length;
}
