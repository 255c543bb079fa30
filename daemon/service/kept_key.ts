// SPDX-License-Identifier: Apache-2.0 OR MIT
// The key of a kernel that comes back: its clients go on with it after a restart.

import { dirname } from "node:path";
import { writeFileAtomically } from "../../lib/store/mod.ts";

/** As `newConnection` makes it. */
const keyPattern = /^[0-9a-f]{64}$/;

/** Keeps the key for the next kernel of this id, for its owner alone. */
export function keepKey(path: string, key: string): void {
  if (!keyPattern.test(key)) return; // Somebody else's choice, who will make it again.
  Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileAtomically(path, `${key}\n`, 0o600);
}

/** The key that an earlier kernel kept; `undefined` when there is none that nobody else could have read or written. */
export function keptKey(path: string): string | undefined {
  try {
    const { mode, uid } = Deno.lstatSync(path);
    if (((mode ?? 0) & 0o077) !== 0 || uid !== Deno.uid()) return undefined;
    const key = Deno.readTextFileSync(path).trimEnd();
    return keyPattern.test(key) ? key : undefined;
  } catch {
    return undefined;
  }
}
