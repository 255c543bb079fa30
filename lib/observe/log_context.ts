// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a request is, as properties that every record about it has.

import type { Logger } from "../contracts/mod.ts";

/** Whom and what records are about; what is not known is left out. */
export interface LogContext {
  /** Id of the request: Jupyter's `msg_id`. */
  readonly requestId?: string | undefined;
  /** Id of the session it is for. */
  readonly sessionId?: string | undefined;
  /** Id of the client that asks. */
  readonly clientId?: string | undefined;
  /** Id of the trace it is part of, by W3C Trace Context: 32 hexadecimal digits. */
  readonly traceId?: string | undefined;
}

/**
 * A logger whose records all have the context as properties `request_id`, `session_id`, `client_id` and `trace_id`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import type { Logger } from "../contracts/mod.ts";
 * const seen: unknown[] = [];
 * const log = { info: (_: string, properties: unknown) => seen.push(properties) } as unknown as Logger;
 * withContext(log, { sessionId: "main" }).info("Took {ms} ms", { ms: 3 });
 * assert.deepEqual(seen, [{ session_id: "main", ms: 3 }]);
 * ```
 */
export function withContext(logger: Logger, context: LogContext): Logger {
  const { requestId, sessionId, clientId, traceId } = context;
  const given = Object.entries({
    request_id: requestId,
    session_id: sessionId,
    client_id: clientId,
    trace_id: traceId,
  }).filter(([, value]) => value !== undefined);
  return withProperties(logger, Object.fromEntries(given));
}

function withProperties(logger: Logger, own: Readonly<Record<string, unknown>>): Logger {
  return {
    debug: (message, properties) => logger.debug(message, { ...own, ...properties }),
    info: (message, properties) => logger.info(message, { ...own, ...properties }),
    warn: (message, properties) => logger.warn(message, { ...own, ...properties }),
    error: (message, properties) => logger.error(message, { ...own, ...properties }),
    getChild: (subcategory) => withProperties(logger.getChild(subcategory), own),
  };
}
