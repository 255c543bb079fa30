// SPDX-License-Identifier: Apache-2.0 OR MIT
// Values that the host and the prelude exchange as text.

/** A value of the host as the prelude reads it: JSON, bytes as text under a key of their own. */
export function toText(value: unknown): string {
  const text = JSON.stringify(value ?? null, (_key, item: unknown) => {
    if (item instanceof Uint8Array) {
      return { "\0bytes": Array.from(item, (byte) => String.fromCharCode(byte)).join("") };
    }
    return typeof item === "bigint" ? Number(item) : item;
  });
  return text ?? "null";
}

/** A value as the prelude writes it. */
export function fromText(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => {
    const bytes: unknown = Object(item)["\0bytes"];
    if (typeof bytes !== "string") return item;
    return Uint8Array.from(bytes, (letter) => letter.charCodeAt(0) & 255);
  });
}
