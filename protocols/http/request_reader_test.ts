// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { RequestRefused } from "./errors.ts";
import { DEFAULT_HTTP_LIMITS } from "./options.ts";
import { RequestReader } from "./request_reader.ts";

/** A reader of text that arrives in pieces of these sizes, then of the rest. */
function readerOf(text: string, sizes: readonly number[] = []): RequestReader {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const wanted = [...sizes];
  let at = 0;
  const read = (into: Uint8Array): Promise<number | null> => {
    const count = Math.min(wanted.shift() ?? into.length, into.length, bytes.length - at);
    into.set(bytes.subarray(at, at += count));
    return Promise.resolve(count === 0 ? null : count);
  };
  return new RequestReader(read, { ...DEFAULT_HTTP_LIMITS, maxHeaderBytes: 256 });
}

/** Reads all requests as `METHOD target`. */
async function readAll(reader: RequestReader): Promise<string[]> {
  const requests: string[] = [];
  while (await reader.begins()) {
    const { method, target, bodyBytes } = await reader.head();
    await reader.skip(bodyBytes);
    requests.push(`${method} ${target}`);
  }
  return requests;
}

Deno.test("RequestReader reads the same requests, however their bytes are cut", async () => {
  const text = "\r\nGET /1 HTTP/1.1\r\nHost: a\r\n\r\n" +
    "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n\r\n\r\nGET /" +
    "\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n";
  const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: text.length });
  await fc.assert(fc.asyncProperty(sizes, async (sizes) => {
    assert.deepEqual(await readAll(readerOf(text, sizes)), ["GET /1", "POST /2", "GET /3"]);
  }));
});

Deno.test("begins() is false when the client sends nothing, or blank lines alone", async () => {
  assert.equal(await readerOf("").begins(), false);
  assert.equal(await readerOf("\r\n\r\n\r").begins(), false);
});

Deno.test("head() refuses a request that ends early", async () => {
  await assert.rejects(readerOf("GET / HTTP/1.1\r\nHost: a\r\n").head(), /ends within its header/);
  await assert.rejects(readerOf("abc").skip(4), /ends within its body/);
});

Deno.test("head() refuses what is longer than its bound, and takes what is not", async () => {
  const refused = async (text: string) => {
    const error = await readerOf(text).head().catch((error) => error);
    assert(error instanceof RequestRefused, `${error}`);
    return error.status;
  };
  const first = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
  assert.equal(await refused(`GET /${"x".repeat(300)}`), 414);
  assert.equal(await refused(`GET /${"x".repeat(300)} HTTP/1.1\r\nHost: a\r\n\r\n`), 414);
  assert.equal(await refused(first + "x".repeat(300)), 431);
  assert.equal(await refused(`${first}${"x".repeat(300)}\r\n\r\n`), 431);
  assert.equal(await refused(`${first}${"x".repeat(257 - first.length)}\r\n\r\n`), 431);
  await readerOf(`${first}${"x".repeat(256 - first.length)}\r\n\r\n`).head();
});
