// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { KernelError } from "../../lib/errors.ts";
import { MetricRegistry } from "../../lib/observe/mod.ts";
import { createHttpProtocol, type HttpOptions, type HttpProtocol } from "./mod.ts";
import { HealthRouter, KeptLog, RawClient, startServer } from "./testing.ts";

function make(options: Partial<HttpOptions> = {}): HttpProtocol {
  return createHttpProtocol({
    listen: "127.0.0.1:0",
    session: "main",
    scrape: () => [],
    info: () => ({}),
    metrics: new MetricRegistry(),
    log: new KeptLog(),
    now: Date.now,
    ...options,
  });
}

function coded(code: string): (error: unknown) => boolean {
  return (error) => error instanceof KernelError && error.code === code;
}

Deno.test("createHttpProtocol() serves fetch() on a free port", async () => {
  const protocol = make();
  assert.throws(() => protocol.endpoint, coded("http.not_listening"));
  await using server = await protocol.listen(new HealthRouter(), new AbortController().signal);
  assert.match(protocol.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(server.endpoint, protocol.endpoint);
  // Its fetch keeps connections, and with them a resource, for later: the client is closed here.
  using client = Deno.createHttpClient({});
  const answer = await fetch(`${protocol.endpoint}/health`, { client });
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).status, "Healthy");
});

Deno.test("createHttpProtocol() serves IPv6", async () => {
  await using kernel = await startServer({ listen: "[::1]:0" });
  assert.match(kernel.server.endpoint, /^http:\/\/\[::1\]:\d+$/);
  using client = await kernel.connect();
  await client.get("/health/live");
  assert.equal((await client.answer()).status, 200);
});

Deno.test("createHttpProtocol() refuses to be reached from beyond this machine without a token, or in plaintext unasked", () => {
  for (const listen of ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"]) {
    assert.throws(() => make({ listen }), (error) => {
      assert(coded("http.token_missing")(error));
      assert.match(`${error}`, /it can be reached from beyond this machine/);
      return true;
    });
    assert.throws(() => make({ listen, token: "correct-horse" }), coded("http.unencrypted"));
    make({ listen, token: "correct-horse", plaintext: true });
  }
});

Deno.test("createHttpProtocol() takes the address connected to as Host, when it listens on all", async () => {
  const options = { listen: "[::]:0", token: "correct-horse", plaintext: true };
  await using kernel = await startServer(options);
  const port = Number(/\d+$/.exec(kernel.server.endpoint)?.[0]);
  using client = await RawClient.connect(`http://127.0.0.1:${port}`);
  const fields = "Host: 127.0.0.1\r\nAuthorization: Bearer correct-horse";
  await client.send(`GET /info HTTP/1.1\r\n${fields}\r\n\r\n`);
  assert.equal((await client.answer()).status, 200);
});

Deno.test("listen() names the address when it is taken", async () => {
  await using kernel = await startServer();
  const listen = kernel.server.endpoint.replace("http://", "");
  const failed = make({ listen }).listen(new HealthRouter(), new AbortController().signal);
  await assert.rejects(failed, (error) => {
    assert(error instanceof KernelError);
    assert.equal(error.code, "http.address_in_use");
    assert.equal(error.message, `Cannot listen on "${listen}": address in use`);
    return true;
  });
});

Deno.test("listen() says what is wrong when the address is not this machine's", async () => {
  const protocol = make({ listen: "192.0.2.1:0", token: "correct-horse", plaintext: true });
  const failed = protocol.listen(new HealthRouter(), new AbortController().signal);
  await assert.rejects(failed, coded("http.listen_failed"));
});

Deno.test("listen() takes the port again as soon as it was given back", async () => {
  const first = await startServer();
  using client = await first.connect();
  await client.get("/health/live");
  await client.answer();
  await first[Symbol.asyncDispose]();
  const listen = first.server.endpoint.replace("http://", "");
  await using second = await startServer({ listen });
  assert.equal(second.server.endpoint, first.server.endpoint);
});

Deno.test("listen() refuses to listen twice, and may be tried again after a failure", async () => {
  const protocol = make();
  const signal = new AbortController().signal;
  await using _server = await protocol.listen(new HealthRouter(), signal);
  await assert.rejects(protocol.listen(new HealthRouter(), signal), coded("http.listening"));
  const failing = make({ listen: protocol.endpoint.replace("http://", "") });
  for (let tries = 0; tries < 2; tries++) {
    await assert.rejects(failing.listen(new HealthRouter(), signal), coded("http.address_in_use"));
  }
});

/** The part of the answer of `deno info --json` that is read here. */
interface Graph {
  readonly roots: readonly string[];
  readonly redirects: Readonly<Record<string, string>>;
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly { readonly code?: { readonly specifier?: string } }[];
  }[];
}

/** Names of the packages that importing a file loads; types alone load nothing. */
function packagesOf({ roots, redirects, modules }: Graph): Set<string> {
  const known = new Map(modules.map((module) => [module.specifier, module]));
  const [seen, found] = [new Set<string>(), new Set<string>()];
  const visit = (specifier: string): void => {
    if (seen.has(specifier)) return;
    seen.add(specifier);
    const name = /^npm:\/?(@[^/]+\/[^@/]+|[^@/]+)/.exec(specifier)?.[1];
    if (name !== undefined) found.add(name);
    for (const { code } of known.get(redirects[specifier] ?? specifier)?.dependencies ?? []) {
      if (code?.specifier !== undefined) visit(code.specifier);
    }
  };
  for (const root of roots) visit(root);
  return found;
}

Deno.test("mod.ts loads no packages but Hono and the log's, for the daemon waits for it", async () => {
  const args = ["info", "--json", new URL("./mod.ts", import.meta.url).href];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
  const packages = packagesOf(JSON.parse(new TextDecoder().decode(stdout)));
  packages.delete("@logtape/logtape");
  assert.deepEqual(packages, new Set(["hono"]));
});
