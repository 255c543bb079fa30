// SPDX-License-Identifier: Apache-2.0 OR MIT

const escapes: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\\": "\\\\",
  '"': '\\"',
};

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function controlEscape(c: string): string {
  const code = c.charCodeAt(0);
  return code < 0x80 ? byteEscape(code) : `\\u{${code.toString(16)}}`;
}

function byteEscape(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}

function quoteText(text: string): string {
  return text.replace(/[\\"\p{Cc}]/gu, (c) => escapes[c] ?? controlEscape(c));
}

function quoteBytes(bytes: Uint8Array): string {
  return Array.from(
    bytes,
    (byte) => byte < 0x80 ? quoteText(String.fromCharCode(byte)) : byteEscape(byte),
  ).join("");
}

/** A Lua string literal for `bytes`: text stays readable, what is no UTF-8 becomes `\xNN`. */
export function quote(bytes: Uint8Array): string {
  try {
    return `"${quoteText(strict.decode(bytes))}"`;
  } catch (error) {
    if (error instanceof TypeError) return `"${quoteBytes(bytes)}"`;
    throw error;
  }
}
