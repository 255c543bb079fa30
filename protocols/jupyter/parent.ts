// SPDX-License-Identifier: Apache-2.0 OR MIT
// What travels through the Router with each request and comes back with its events.

import { EMPTY_JSON, type Message } from "./messages.ts";

/** The request that caused something; opaque to the kernel (`RequestContext.parent`). */
export class JupyterParent {
  /** @param client id of the peer; @param header raw header; @param identities its routing frames */
  constructor(
    readonly client: string,
    readonly header: Uint8Array,
    readonly identities: readonly Uint8Array[],
  ) {}

  /** Parent of everything that a message causes. */
  static of(message: Message): JupyterParent {
    return new JupyterParent(clientOf(message.identities), message.rawHeader, message.identities);
  }
}

/** Raw parent header for an event; `{}` when the cause is unknown or came by another protocol. */
export function parentHeader(parent: unknown): Uint8Array {
  return parent instanceof JupyterParent ? parent.header : EMPTY_JSON;
}

/**
 * Name of a client among all protocols: `jupyter:` and its identities. One of letters, digits and dashes, as front ends
 * choose them, stands as it is, any other in hexadecimal after `0x`; no two are named alike.
 */
export function clientOf(identities: readonly Uint8Array[]): string {
  let name = "jupyter:";
  identities.forEach((identity, index) => {
    if (index > 0) name += "/";
    name += readable(identity) ?? hexadecimal(identity);
  });
  return name;
}

/** The identity as text; `undefined` when it has other characters, or could be taken for hexadecimal. */
function readable(identity: Uint8Array): string | undefined {
  let text = "";
  for (const byte of identity) {
    const character = READABLE[byte];
    if (character === undefined) return undefined;
    text += character;
  }
  return text.startsWith("0x") ? undefined : text;
}

function hexadecimal(identity: Uint8Array): string {
  let text = "0x";
  for (const byte of identity) text += HEX[byte];
  return text;
}

const READABLE: readonly (string | undefined)[] = Array.from({ length: 128 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return /[\w-]/.test(character) ? character : undefined;
});

const HEX: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => byte.toString(16).padStart(2, "0"),
);
