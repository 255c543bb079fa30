// SPDX-License-Identifier: Apache-2.0 OR MIT

const chunkBytes = 0x6000;

/** Base64 of bytes, as Jupyter wants images. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  // Three divides the chunk, so that the parts join without padding between them.
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    parts.push(btoa(String.fromCharCode(...bytes.subarray(start, start + chunkBytes))));
  }
  return parts.join("");
}

/** True for MIME types whose content is bytes. */
export function isBinaryType(mime: string): boolean {
  if (/^image\/svg\+xml\b/.test(mime)) return false;
  return /^(image|audio|video)\/|^application\/(pdf|octet-stream)\b/.test(mime);
}

const signatures: readonly (readonly [mime: string, offset: number, bytes: readonly number[]])[] = [
  ["image/png", 0, [0x89, 0x50, 0x4e, 0x47]],
  ["image/jpeg", 0, [0xff, 0xd8, 0xff]],
  ["image/gif", 0, [0x47, 0x49, 0x46, 0x38]],
  ["image/bmp", 0, [0x42, 0x4d]],
  ["image/webp", 8, [0x57, 0x45, 0x42, 0x50]],
];

/** Type of an image by its first bytes. */
export function imageType(bytes: Uint8Array): string | undefined {
  const found = signatures.find(([, offset, expected]) =>
    expected.every((byte, i) => bytes[offset + i] === byte)
  );
  if (found !== undefined) return found[0];
  const head = new TextDecoder().decode(bytes.subarray(0, 256)).trimStart();
  return /^<(\?xml|svg)/.test(head) ? "image/svg+xml" : undefined;
}
