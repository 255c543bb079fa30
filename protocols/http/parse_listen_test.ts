// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { KernelError } from "../../lib/errors.ts";
import { parseListen } from "./parse_listen.ts";

Deno.test("parseListen() reads IPv4, IPv6, localhost and Unix paths", () => {
  const tcp = { transport: "tcp", loopback: true } as const;
  assert.deepEqual(parseListen("127.0.0.1:0"), { ...tcp, hostname: "127.0.0.1", port: 0 });
  assert.deepEqual(parseListen("localhost:80"), { ...tcp, hostname: "127.0.0.1", port: 80 });
  assert.deepEqual(parseListen("[::1]:9600"), { ...tcp, hostname: "::1", port: 9600 });
  assert.deepEqual(parseListen("unix:/run/a b.sock"), { transport: "unix", path: "/run/a b.sock" });
});

Deno.test("parseListen() tells the loopback from what others can reach", () => {
  const loopback = (text: string) => {
    const address = parseListen(text);
    return address.transport === "tcp" && address.loopback;
  };
  for (const text of ["127.255.0.1:1", "[0:0:0:0:0:0:0:1]:1", "[::1]:1"]) assert(loopback(text));
  for (const text of ["0.0.0.0:1", "10.0.0.1:1", "[::]:1", "[fe80::1]:1", "[::ffff:127.0.0.1]:1"]) {
    assert(!loopback(text), text);
  }
});

Deno.test("parseListen() says what is wrong, when the text is no place to listen", () => {
  const cases: [text: string, problem: RegExp][] = [
    ["", /the port is missing/],
    ["9560", /the port is missing/],
    [":9560", /the address before the port is missing/],
    ["127.0.0.1", /the port is missing/],
    ["127.0.0.1:", /the port is ""/],
    ["127.0.0.1:65536", /the port is "65536"; it has to be a number from 0 to 65535/],
    ["127.0.0.1:-1", /the port is "-1"/],
    ["127.0.0.1:http", /the port is "http"/],
    ["127.0.0.256:1", /"127.0.0.256" is no IP address/],
    ["example.org:80", /"example.org" is no IP address/],
    ["::1", /an IPv6 address stands in brackets/],
    ["::1:9560", /an IPv6 address stands in brackets/],
    ["[::1]", /is no IP address/],
    ["[::1]9560", /is no IP address/],
    ["[::g]:1", /"::g" is no IPv6 address/],
    ["[127.0.0.1]:1", /"127.0.0.1" is no IPv6 address/],
    ["unix:", /the path is missing/],
    ["unix:run/llmspell.sock", /the path is relative/],
    ["unix:/a\0b", /NUL/],
    [`unix:/${"x".repeat(107)}`, /the path has 108 bytes; a socket's may have 107 on this system/],
    [`unix:/${"ä".repeat(54)}`, /the path has 109 bytes/],
  ];
  for (const [text, problem] of cases) {
    assert.throws(() => parseListen(text, "linux"), (error) => {
      assert(error instanceof KernelError);
      assert.equal(error.code, "http.listen_invalid");
      assert(error.message.startsWith(`Cannot listen on "${text}": `), error.message);
      assert.match(error.message, problem);
      return true;
    });
  }
});

Deno.test("parseListen() takes paths of the length that the system takes", () => {
  assert.equal(parseListen(`unix:/${"x".repeat(106)}`, "linux").transport, "unix");
  assert.equal(parseListen(`unix:/${"x".repeat(102)}`, "darwin").transport, "unix");
  assert.throws(() => parseListen(`unix:/${"x".repeat(103)}`, "darwin"), KernelError);
});

Deno.test("parseListen() throws nothing but its own error, whatever the text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    try {
      parseListen(text);
    } catch (error) {
      assert(error instanceof KernelError, `${error}`);
    }
  }));
});
