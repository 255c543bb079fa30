// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { RequestRefused } from "./errors.ts";
import { DEFAULT_HTTP_LIMITS } from "./options.ts";
import { parseRequestHead, type RequestHead } from "./request_head.ts";

function parse(...lines: string[]): RequestHead {
  return parseRequestHead(lines.join("\r\n"), DEFAULT_HTTP_LIMITS);
}

/** Status and text of the refusal. */
function refusal(...lines: string[]): string {
  try {
    parse(...lines);
  } catch (error) {
    assert(error instanceof RequestRefused, `${error}`);
    return `${error.status} ${error.message}`;
  }
  return "200";
}

Deno.test("parseRequestHead() reads method, target and fields", () => {
  const head = parse("GET /a?b=c HTTP/1.1", "Host: localhost", "accept:a", "Accept: \t b ");
  assert.equal(head.method, "GET");
  assert.equal(head.target, "/a?b=c");
  assert.equal(head.headers.get("accept"), "a, b");
  assert.deepEqual([head.bodyBytes, head.keepAlive, head.expectsContinue], [0, true, false]);
});

Deno.test("parseRequestHead() takes the host of an absolute target before the field", () => {
  const head = parse("GET http://other:80/a HTTP/1.1", "Host: localhost");
  assert.equal(head.target, "/a");
  assert.equal(head.headers.get("host"), "other:80");
  assert.equal(parse("GET HTTP://other?a HTTP/1.1").target, "/?a");
});

Deno.test("parseRequestHead() ends the connection where the client or its version wants that", () => {
  assert.equal(parse("GET / HTTP/1.0").keepAlive, false);
  assert.equal(parse("GET / HTTP/1.1", "Host: a", "Connection: x, Close").keepAlive, false);
});

Deno.test("parseRequestHead() reads length and expectation of a body", () => {
  const fields = ["Host: a", "Content-Length: 5", "Expect: 100-Continue"];
  const { bodyBytes, expectsContinue } = parse("POST / HTTP/1.1", ...fields);
  assert.deepEqual([bodyBytes, expectsContinue], [5, true]);
  assert.equal(parse("GET / HTTP/1.1", "Host: a", "Expect: 100-continue").expectsContinue, false);
});

Deno.test("parseRequestHead() refuses what two readers could read in two ways", () => {
  const get = "GET / HTTP/1.1";
  const cases: [status: number, problem: RegExp, ...lines: string[]][] = [
    [400, /first line/, ""],
    [400, /first line/, "GET /"],
    [400, /first line/, "GET  / HTTP/1.1"],
    [400, /first line/, " GET / HTTP/1.1"],
    [400, /first line/, "GET\t/ HTTP/1.1"],
    [400, /first line/, "GET / HTTP/1.1 "],
    [400, /first line/, "GET / http/1.1"],
    [400, /first line/, "GET /ä HTTP/1.1"],
    [400, /first line/, "GET / HTTP/1.1\nHost: a"],
    [400, /first line/, "G@T / HTTP/1.1"],
    [505, /HTTP\/2.0/, "PRI * HTTP/2.0"],
    [505, /HTTP\/0.9/, "GET / HTTP/0.9"],
    [501, /TRACE/, "TRACE / HTTP/1.1", "Host: a"],
    [501, /get/, "get / HTTP/1.1", "Host: a"],
    [400, /target/, "OPTIONS * HTTP/1.1", "Host: a"],
    [400, /target/, "GET /a#b HTTP/1.1", "Host: a"],
    [400, /target/, "GET ftp://a/ HTTP/1.1", "Host: a"],
    [400, /target/, "GET http://user@a/ HTTP/1.1", "Host: a"],
    [400, /no Host/, get],
    [400, /Host more than once/, get, "Host: a", "Host: a"],
    [400, /no header field/, get, "Host: a", " folded"],
    [400, /no header field/, get, "Host : a"],
    [400, /no header field/, get, ": a"],
    [400, /no header field/, get, "Host: a\nX: b"],
    [400, /no header field/, get, "Host: a\rX: b"],
    [400, /no header field/, get, "Host: a", "X: \0"],
    [400, /no header field/, get, "Host: a", "Häder: b"],
    [400, /Content-Length is no number/, get, "Host: a", "Content-Length: +5"],
    [400, /Content-Length is no number/, get, "Host: a", "Content-Length: 5, 5"],
    [400, /Content-Length is no number/, get, "Host: a", "Content-Length: 0x5"],
    [400, /Content-Length is no number/, get, "Host: a", "Content-Length:"],
    [400, /more than once/, get, "Host: a", "Content-Length: 5", "content-length: 5"],
    [411, /without Content-Length/, get, "Host: a", "Transfer-Encoding: chunked"],
    [400, /and Transfer-Encoding/, get, "Host: a", "Transfer-Encoding: x", "Content-Length: 5"],
    [400, /HTTP\/1.0 has no/, "GET / HTTP/1.0", "Transfer-Encoding: chunked"],
    [413, /a body of 65537 bytes: the limit is 65536/, get, "Host: a", "Content-Length: 65537"],
    [417, /only 100-continue/, get, "Host: a", "Expect: 200-ok"],
    [431, /more than 100 fields/, get, ...Array.from({ length: 101 }, (_, at) => `X-${at}: a`)],
  ];
  for (const [status, problem, ...lines] of cases) {
    const found = refusal(...lines);
    assert(found.startsWith(`${status} Cannot `), `${JSON.stringify(lines)}: ${found}`);
    assert.match(found, problem);
  }
});

Deno.test("parseRequestHead() throws nothing but refusals, whatever the bytes", () => {
  const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
  const piece = fc.oneof(
    fc.constantFrom("GET", " ", "/", "HTTP/1.1", "\r\n", "Host: a", "http://", ":", "[", "%"),
    fc.string({ unit: byte }),
  );
  fc.assert(fc.property(fc.array(piece), (pieces) => void refusal(pieces.join(""))));
  fc.assert(fc.property(fc.string({ unit: byte }), (text) => {
    refusal(`GET /${text} HTTP/1.1`, "Host: a");
    refusal("GET / HTTP/1.1", "Host: a", text);
  }));
});
