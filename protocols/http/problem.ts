// SPDX-License-Identifier: Apache-2.0 OR MIT
// Answers: the fields that all of them have, and how a failure looks.

import { KernelError } from "../../lib/errors.ts";
import { RequestRefused } from "./errors.ts";

/** Header fields of every answer: nothing is stored, framed, sniffed or read by another site. */
export const commonHeaders: Readonly<Record<string, string>> = Object.freeze({
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
});

/** Reason phrases of the statuses in use. */
const phrases: Readonly<Record<number, string>> = Object.freeze({
  200: "OK",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  411: "Length Required",
  413: "Content Too Large",
  414: "URI Too Long",
  417: "Expectation Failed",
  421: "Misdirected Request",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  501: "Not Implemented",
  503: "Service Unavailable",
  505: "HTTP Version Not Supported",
});

/** The words for a status; empty for one that is not in use here. */
export function reasonPhrase(status: number): string {
  return phrases[status] ?? "";
}

/** Writes a value as indented JSON with a newline at the end, for people with curl. */
export function json(value: unknown, status = 200): Response {
  return new Response(`${JSON.stringify(value, null, 2)}\n`, {
    status,
    headers: { ...commonHeaders, "content-type": "application/json" },
  });
}

/** Writes text. */
export function text(content: string, status = 200): Response {
  return new Response(content, {
    status,
    headers: { ...commonHeaders, "content-type": "text/plain; charset=utf-8" },
  });
}

/**
 * Shapes a failure for the client. A `KernelError` of the kernel is 503, for it may pass; a bug is 500 and shows
 * nothing of itself.
 *
 * @returns `application/problem+json` with `code` and `hint` beside the members of the specification
 * @see RFC 9457, "Problem Details for HTTP APIs"
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { pathUnknown } from "./errors.ts";
 * const answer = problem(pathUnknown("/nowhere"));
 * assert.equal(answer.status, 404);
 * assert.equal((await answer.json()).code, "http.not_found");
 * ```
 */
export function problem(error: unknown): Response {
  const known = error instanceof KernelError;
  const refused = error instanceof RequestRefused;
  const status = refused ? error.status : known ? 503 : 500;
  const body = {
    type: "about:blank",
    title: reasonPhrase(status),
    status,
    detail: known ? error.message : "Cannot answer: the kernel failed",
    code: known ? error.code : "internal",
    hint: known ? error.hint : "See the kernel's log: llmspell kernel logs",
  };
  return new Response(`${JSON.stringify(body, null, 2)}\n`, {
    status,
    headers: {
      ...commonHeaders,
      ...(refused ? error.headers : {}),
      "content-type": "application/problem+json",
    },
  });
}
