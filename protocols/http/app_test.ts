// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { KernelError } from "../../lib/errors.ts";
import { count, testApp } from "./testing.ts";

const REQUESTS = "llmspell_http_requests_total";
const REJECTED = "llmspell_http_rejected_total";

Deno.test("createApp() answers every path of its index", async () => {
  const { get } = testApp();
  const { paths } = await (await get("/")).json();
  assert.deepEqual(Object.keys(paths), [
    "/",
    "/health",
    "/health/live",
    "/health/ready",
    "/health/startup",
    "/metrics",
    "/info",
  ]);
  for (const path of Object.keys(paths)) assert.equal((await get(path)).status, 200, path);
});

Deno.test("createApp() calls the Router on control, as the client that asks", async () => {
  const { get, router } = testApp();
  await get("/health");
  const [context] = router.contexts;
  assert.equal(context?.client, "http-1");
  assert.equal(context?.session, "main");
  assert.equal(context?.channel, "control");
});

Deno.test("createApp() lets nobody store, frame or sniff an answer, be it a failure", async () => {
  const { get } = testApp();
  for (const path of ["/", "/health", "/metrics", "/nowhere"]) {
    const { headers } = await get(path);
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("cross-origin-resource-policy"), "same-origin");
    assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/);
    assert.equal(headers.get("access-control-allow-origin"), null);
  }
});

Deno.test("createApp() answers HEAD as GET without the body", async () => {
  const { get } = testApp();
  const answer = await get("/health", { method: "HEAD" });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("content-type"), "application/json");
  assert.equal(await answer.text(), "");
});

Deno.test("createApp() answers problem details when there is no such path or method", async () => {
  const { get } = testApp();
  const missing = await get("/health/");
  assert.equal(missing.status, 404);
  assert.equal(missing.headers.get("content-type"), "application/problem+json");
  assert.deepEqual(await missing.json(), {
    type: "about:blank",
    title: "Not Found",
    status: 404,
    detail: 'Cannot find "/health/": nothing is served there',
    code: "http.not_found",
    hint: "GET / lists the paths",
  });
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    const refused = await get("/health", { method });
    assert.equal(refused.status, 405, method);
    assert.equal(refused.headers.get("allow"), "GET, HEAD");
    assert.equal((await refused.json()).code, "http.method_not_allowed");
  }
});

Deno.test("createApp() asks for the token everywhere but at the probes", async () => {
  const { get, router } = testApp({ token: "correct-horse" });
  for (const path of ["/", "/health", "/metrics", "/info", "/nowhere"]) {
    const refused = await get(path);
    assert.equal(refused.status, 401, path);
    assert.equal(refused.headers.get("www-authenticate"), 'Bearer realm="llmspell"');
  }
  assert.equal(router.contexts.length, 0);
  for (const path of ["/health/live", "/health/ready", "/health/startup"]) {
    assert.equal((await get(path)).status, 200, path);
  }
  const headers = { authorization: "Bearer correct-horse" };
  assert.equal((await get("/metrics", { headers })).status, 200);
});

Deno.test("createApp() refuses a wrong token, even at the probes", async () => {
  const { get, registry, log } = testApp({ token: "correct-horse" });
  const headers = { authorization: "Bearer battery-staple" };
  const refused = await get("/health/live", { headers });
  assert.equal(refused.status, 401);
  assert.match(refused.headers.get("www-authenticate") ?? "", /error="invalid_token"/);
  assert.equal(count(registry, REJECTED, "token"), 1);
  assert(!log.lines.join().includes("battery-staple"));
});

Deno.test("createApp() refuses foreign hosts and pages on TCP, before it looks at the path", async () => {
  const { get, registry } = testApp({ allowedHosts: ["kernel.example.org"] });
  const foreign = await get("/nowhere", { headers: { host: "evil.example" } });
  assert.equal(foreign.status, 421);
  assert.match((await foreign.json()).detail, /evil\.example/);
  assert.equal((await get("/", { headers: { host: "kernel.example.org:80" } })).status, 200);
  assert.equal((await get("/", { headers: { origin: "https://evil.example" } })).status, 403);
  assert.equal((await get("/", { headers: { "sec-fetch-site": "cross-site" } })).status, 403);
  assert.equal(count(registry, REJECTED, "host"), 1);
  assert.equal(count(registry, REJECTED, "origin"), 2);
});

Deno.test("createApp() does not look at the Host on a Unix socket", async () => {
  const { get } = testApp();
  const headers = { host: "anything" };
  assert.equal((await get("/health", { headers }, { client: "http-1" })).status, 200);
});

Deno.test("createApp() counts by route, method and status, and gathers unknown ones", async () => {
  const { get, registry } = testApp();
  await get("/health");
  await get("/health?format=text");
  await get("/secret/1");
  await get("/secret/2", { method: "POST" });
  assert.equal(count(registry, REQUESTS, "/health", "GET", "200"), 2);
  assert.equal(count(registry, REQUESTS, "_other", "GET", "404"), 1);
  assert.equal(count(registry, REQUESTS, "_other", "POST", "404"), 1);
  const seconds = registry.snapshot().find(({ name }) => name === "llmspell_http_request_seconds");
  assert.deepEqual(seconds?.samples.map(({ labels }) => labels["route"]), ["/health", "_other"]);
});

Deno.test("createApp() answers 503 with code and hint when the kernel refuses", async () => {
  const { get, router } = testApp();
  router.report = () => Promise.reject(new KernelError("kernel.stopping", "Cannot serve", "Wait"));
  for (const path of ["/health", "/health/ready", "/health/startup"]) {
    const answer = await get(path);
    assert.equal(answer.status, 503);
    const { code, detail, hint } = await answer.json();
    assert.deepEqual([code, detail, hint], ["kernel.stopping", "Cannot serve", "Wait"]);
  }
});

Deno.test("createApp() answers 500 to a bug, and shows it to the log alone", async () => {
  const { get, router, log } = testApp();
  router.report = () => Promise.reject(new Error("inner secret"));
  const answer = await get("/health");
  assert.equal(answer.status, 500);
  const body = await answer.text();
  assert.match(body, /"code": "internal"/);
  assert(!body.includes("inner secret"));
  assert(log.lines.some((line) => line.startsWith("error: ") && line.includes("inner secret")));
});
