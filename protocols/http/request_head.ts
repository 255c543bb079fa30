// SPDX-License-Identifier: Apache-2.0 OR MIT
// A request's first line and header fields. What the specification lets a server be lenient about is refused: two
// readers of a lenient request may read two different ones.

import {
  bodyTooLarge,
  expectationFailed,
  headersTooLarge,
  lengthRequired,
  malformed,
  methodUnknown,
  versionUnknown,
} from "./errors.ts";
import type { HttpLimits } from "./options.ts";

/** A request without its body. */
export interface RequestHead {
  readonly method: string;
  /** Path and query, beginning with `/`. */
  readonly target: string;
  /** Field values by name; a field that came several times is one list. */
  readonly headers: Headers;
  /** Length of the body that follows, at most `maxRequestBytes`. */
  readonly bodyBytes: number;
  /** The client waits for an interim answer before it sends the body. */
  readonly expectsContinue: boolean;
  /** The client may send a further request on the same connection. */
  readonly keepAlive: boolean;
}

/** Methods that `Request` can hold. */
const METHODS: ReadonlySet<string> = new Set([
  ...["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
]);

const REQUEST_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([\x21-\x7e]+) HTTP\/(\d\.\d)$/;
const FIELD_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*$/;

/** Fields that may come only once, since a second one would have to be believed or not. */
const SINGLE = ["host", "content-length", "transfer-encoding", "authorization", "origin"];

/**
 * Reads a request's head.
 *
 * @param text everything before the empty line, one character per byte, lines parted by CR LF
 * @throws {RequestRefused} 400, 411, 413, 417, 431, 501 or 505
 * @see RFC 9112, sections 2 to 6
 */
export function parseRequestHead(text: string, limits: HttpLimits): RequestHead {
  const [first = "", ...lines] = text.split("\r\n");
  const [, method = "", target = "", version = ""] = REQUEST_LINE.exec(first) ??
    refuse("its first line is not method, target and version");
  if (version !== "1.1" && version !== "1.0") throw versionUnknown(version);
  if (lines.length > limits.maxHeaderFields) {
    throw headersTooLarge(`${limits.maxHeaderFields} fields`);
  }
  const headers = readFields(lines);
  if (!METHODS.has(method)) throw methodUnknown(method);
  const [path, host] = readTarget(target, headers.get("host"));
  if (host === null && version === "1.1") refuse("it has no Host");
  if (host !== null) headers.set("host", host);
  const bodyBytes = readLength(headers, version);
  if (bodyBytes > limits.maxRequestBytes) throw bodyTooLarge(bodyBytes, limits.maxRequestBytes);
  return {
    method,
    target: path,
    headers,
    bodyBytes,
    expectsContinue: readExpectation(headers) && bodyBytes > 0,
    keepAlive: version === "1.1" && !hasToken(headers.get("connection"), "close"),
  };
}

function readFields(lines: readonly string[]): Headers {
  const headers = new Headers();
  for (const line of lines) {
    const [, name = "", value = ""] = FIELD_LINE.exec(line) ?? refuse("a line is no header field");
    if (headers.has(name) && SINGLE.includes(name.toLowerCase())) {
      refuse(`it has ${name} more than once`);
    }
    headers.append(name, value);
  }
  return headers;
}

/** The target's path with its query, and the host that counts: an absolute target's own goes before the field. */
function readTarget(target: string, field: string | null): [path: string, host: string | null] {
  if (/^\/[^#]*$/.test(target)) return [target, field];
  const absolute = /^https?:\/\/([^/?#@]+)([/?][^#]*)?$/i.exec(target);
  if (absolute === null) refuse("its target is neither a path nor a URL");
  const [, host = "", path = "/"] = absolute;
  return [path.startsWith("/") ? path : `/${path}`, host];
}

function readLength(headers: Headers, version: string): number {
  const [length, coding] = [headers.get("content-length"), headers.get("transfer-encoding")];
  if (coding !== null) {
    if (length !== null) refuse("it has Content-Length and Transfer-Encoding");
    if (version === "1.0") refuse("HTTP/1.0 has no Transfer-Encoding");
    throw lengthRequired();
  }
  if (length === null) return 0;
  if (!/^\d{1,15}$/.test(length)) refuse("its Content-Length is no number");
  return Number(length);
}

function readExpectation(headers: Headers): boolean {
  const expected = headers.get("expect");
  if (expected === null) return false;
  if (expected.toLowerCase() !== "100-continue") throw expectationFailed();
  return true;
}

function hasToken(list: string | null, token: string): boolean {
  return list?.split(",").some((item) => item.trim().toLowerCase() === token) ?? false;
}

function refuse(problem: string): never {
  throw malformed(problem);
}
