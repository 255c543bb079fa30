// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { Logger } from "../../lib/contracts/mod.ts";
import type { RequestRefused } from "./errors.ts";
import type { HttpMetrics } from "./metrics.ts";

/** Statuses behind which somebody stands who should not be there, or a server that is overrun. */
const SERIOUS: ReadonlySet<number> = new Set([401, 403, 421, 503]);

/** Counts a refusal and tells the log: as a warning what may be an attack, as a detail what is a slip. */
export function noteRefusal(
  { status, code, message }: RequestRefused,
  { metrics, log }: { readonly metrics: HttpMetrics; readonly log: Logger },
): void {
  metrics.rejected(code);
  const [text, properties] = ["Refused a request: {reason}", { reason: message, code, status }];
  if (SERIOUS.has(status)) log.warn(text, properties);
  else log.debug(text, properties);
}
