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

/**
 * Reads the id of the trace out of a `traceparent`.
 *
 * @returns 32 hexadecimal digits; `undefined` where there is none
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const id = "4bf92f3577b34da6a3ce929d0e0e4736";
 * assert.equal(traceIdOf(`00-${id}-00f067aa0ba902b7-01`), id);
 * assert.equal(traceIdOf("nonsense"), undefined);
 * ```
 */
export function traceIdOf(traceparent: unknown): string | undefined {
  if (typeof traceparent !== "string") return undefined;
  const id = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(traceparent)?.[1];
  return id === undefined || /^0+$/.test(id) ? undefined : id;
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
