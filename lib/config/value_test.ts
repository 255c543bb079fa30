// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { settingAt } from "./table.ts";
import { readText, readValue } from "./value.ts";

function value(path: string, written: unknown): unknown {
  const read = readValue(settingAt(path)!, written);
  return "value" in read ? read.value : read.problem;
}

function text(path: string, written: string): unknown {
  const read = readText(settingAt(path)!, written);
  return "value" in read ? read.value : read.problem;
}

Deno.test("readValue() takes numbers, and sizes and durations as texts", () => {
  assert.equal(value("limits.memoryBytes", 8 * 2 ** 20), 8 * 2 ** 20);
  assert.equal(value("limits.memoryBytes", "8MiB"), 8 * 2 ** 20);
  assert.equal(value("kernel.graceMs", "2s"), 2_000);
  assert.equal(value("kernel.idleTimeoutSeconds", "1h"), 3_600);
  assert.equal(value("health.errorRateDegraded", 0.25), 0.25);
});

Deno.test("readValue() says what was found and what is wanted", () => {
  assert.equal(value("log.level", "loud"), '"loud" is not one of debug, info, warning, error');
  assert.equal(
    value("kernel.graceMs", -1),
    '-1 is not a whole number from 0 to 600000 or a duration such as "5s"',
  );
  assert.match(String(value("kernel.graceMs", "1.5ms")), /^"1.5ms" is not a whole number/);
  assert.match(String(value("kernel.port", "9555")), /^"9555" is not a whole number/);
  assert.match(
    String(value("log.compress", new Date(0))),
    /^"1970-01-01T00:00:00.000Z" is not true/,
  );
  assert.match(String(value("http.listen", "9560")), /^"9560" is not auto, off, address:port/);
  assert.match(String(value("kernel.graceMs", Number.NaN)), /^NaN is not a whole number/);
});

Deno.test("readValue() takes every form of address to listen on, and no other", () => {
  const good = [
    "auto",
    "off",
    "127.0.0.1:0",
    "[::1]:9600",
    "localhost:65535",
    "unix:/run/x y.sock",
  ];
  for (const listen of good) assert.equal(value("http.listen", listen), listen);
  const bad = [
    "",
    "127.0.0.1",
    "host:1",
    ":80",
    "127.0.0.1:65536",
    "::1:80",
    "unix:x",
    "http://a:1",
    "a b:1",
  ];
  for (const listen of bad) assert.match(String(value("http.listen", listen)), /is not auto, off/);
});

Deno.test("readValue() wants an absolute path for the log's file", () => {
  assert.equal(value("log.file", "/var/log/x y.log"), "/var/log/x y.log");
  assert.equal(value("log.file", ""), "");
  assert.equal(value("log.file", "~/x.log"), '"~/x.log" is not an absolute path');
});

Deno.test("readValue() flattens nested tables of log categories and names the wrong one", () => {
  const nested = { llmspell: { jupyter: "debug" }, "llmspell.kernel": "info" };
  assert.deepEqual(value("log.categories", nested), {
    "llmspell.jupyter": "debug",
    "llmspell.kernel": "info",
  });
  const read = readValue(settingAt("log.categories")!, { llmspell: { jupyter: "loud" } });
  assert.ok("problem" in read);
  assert.deepEqual([read.below, read.word], [["llmspell.jupyter"], "loud"]);
  assert.match(String(value("log.categories", { jupyter: "debug" })), /"jupyter" is no category/);
  assert.match(String(value("log.categories", "debug")), /is not a table of categories/);
});

Deno.test("readValue() never shows a secret", () => {
  const problem = String(value("http.token", "short"));
  assert.match(problem, /is not a token of at least 16 characters/);
  assert.ok(!problem.includes('"short"'));
});

Deno.test("readText() reads each form from the text of a variable", () => {
  assert.equal(text("kernel.port", "0"), 0);
  assert.equal(text("health.errorRateUnhealthy", "0.75"), 0.75);
  assert.equal(text("limits.memoryBytes", "1GiB"), 2 ** 30);
  assert.equal(text("kernel.graceMs", "5"), 5);
  assert.equal(text("log.level", "INFO"), "info");
  assert.equal(text("log.compress", "0"), false);
  assert.equal(text("policy.env", "True"), true);
  assert.deepEqual(text("policy.read", "/a, /b,"), ["/a", "/b"]);
  assert.deepEqual(text("http.allowedHosts", "a"), ["a"]);
  assert.deepEqual(text("log.categories", "llmspell.a=debug, llmspell.b=INFO"), {
    "llmspell.a": "debug",
    "llmspell.b": "info",
  });
});

Deno.test("readText() says what is wrong with the text of a variable", () => {
  assert.match(String(text("kernel.port", "x")), /^"x" is not a whole number from 0 to 65531$/);
  assert.match(String(text("kernel.port", "1.5")), /^1.5 is not a whole number/);
  assert.match(String(text("log.compress", "yes")), /^"yes" is not true or false$/);
  assert.match(String(text("log.categories", "debug")), /^"debug" is not NAME=VALUE$/);
  assert.match(String(text("log.categories", "llmspell.a=loud")), /^"loud" is not one of debug/);
});
