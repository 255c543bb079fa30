// SPDX-License-Identifier: Apache-2.0 OR MIT
// What tests of the service share.

import type { Logger } from "../../lib/contracts/mod.ts";

/** A logger that keeps its lines as `level: message`, placeholders as they are. */
export function recordingLog(): { readonly log: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const level = (name: string) => (message: string) => void lines.push(`${name}: ${message}`);
  const log: Logger = {
    debug: level("debug"),
    info: level("info"),
    warn: level("warn"),
    error: level("error"),
    getChild: () => log,
  };
  return { log, lines };
}
