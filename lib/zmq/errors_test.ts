// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { errnoNames } from "./errno.ts";
import { callFailed } from "./errors.ts";
import { frames, testContext, texts } from "./testing.ts";

Deno.test("bind() picks a port and returns it", () => {
  using context = testContext();
  const ports = ["*", "0", "*"].map((port) => {
    const endpoint = context.socket("ROUTER").bind(`tcp://127.0.0.1:${port}`);
    return Number(/^tcp:\/\/127\.0\.0\.1:(\d+)$/.exec(endpoint)?.[1]);
  });
  assert.equal(new Set(ports).size, 3);
  assert.ok(ports.every((port) => port > 0 && port < 65536));
});

Deno.test("bind() names the endpoint that is in use", () => {
  using context = testContext();
  const endpoint = context.socket("ROUTER").bind("tcp://127.0.0.1:*");
  assert.throws(() => context.socket("REP").bind(endpoint), {
    name: "KernelError",
    code: "zmq.address_in_use",
    message: `Cannot bind REP socket to "${endpoint}": address already in use`,
    hint: "choose another port, or stop the process that holds it",
  });
});

Deno.test("bind() names the endpoint held by something else than ZeroMQ", () => {
  using context = testContext();
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const endpoint = `tcp://127.0.0.1:${listener.addr.port}`;
  assert.throws(() => context.socket("REP").bind(endpoint), { code: "zmq.address_in_use" });
});

Deno.test("bind() and connect() tell apart what is wrong with an endpoint", () => {
  using context = testContext();
  const cases: readonly (readonly [endpoint: string, code: string])[] = [
    ["tcp://192.0.2.1:*", "zmq.address_not_available"],
    ["tcp://nosuchdevice0:5555", "zmq.address_not_available"],
    ["carrier-pigeon://home", "zmq.protocol_not_supported"],
    ["udp://127.0.0.1:5555", "zmq.protocol_not_supported"],
    ["nonsense", "zmq.bad_endpoint"],
    ["tcp://127.0.0.1", "zmq.bad_endpoint"],
    ["tcp://127.0.0.1:99999", "zmq.bad_endpoint"],
    [`ipc:///tmp/${"x".repeat(200)}`, "zmq.bad_endpoint"],
    ["ipc:///nonexistent/directory/socket", "zmq.unknown_endpoint"],
  ];
  for (const [endpoint, code] of cases) {
    using socket = context.socket("ROUTER");
    assert.throws(() => socket.bind(endpoint), (error: Error & { code: string }) => {
      assert.equal(error.code, code, endpoint);
      assert.ok(error.message.startsWith(`Cannot bind ROUTER socket to "${endpoint}": `));
      return true;
    });
  }
  assert.throws(() => context.socket("ROUTER").connect("nonsense"), { code: "zmq.bad_endpoint" });
  assert.throws(() => context.socket("ROUTER").bind("ipc://a\0b"), TypeError);
});

Deno.test("bind() listens on IPv6 where the machine has it, and says so where not", async () => {
  await using context = testContext();
  const server = context.socket("REP", { ipv6: true });
  if (!hasIpv6()) {
    assert.throws(() => server.bind("tcp://[::1]:*"), /^KernelError: Cannot bind REP socket/);
    return;
  }
  const endpoint = server.bind("tcp://[::1]:*");
  assert.match(endpoint, /^tcp:\/\/\[::1\]:\d+$/);
  const client = context.socket("REQ", { ipv6: true });
  client.connect(endpoint);
  await client.send(frames("six"));
  assert.deepEqual(texts(await server.receive()), ["six"]);
});

function hasIpv6(): boolean {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}

Deno.test("bind() makes a Unix socket for ipc", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await using context = testContext();
    const server = context.socket("REP");
    const endpoint = `ipc://${folder}/kernel-1`;
    assert.equal(server.bind(endpoint), endpoint);
    assert.equal((await Deno.stat(`${folder}/kernel-1`)).isSocket, true);
    const client = context.socket("REQ");
    client.connect(endpoint);
    await client.send(frames("local"));
    assert.deepEqual(texts(await server.receive()), ["local"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("callFailed() gives each error number its code, hint and cause", () => {
  const expected: Readonly<Record<string, string>> = {
    EPERM: "zmq.permission_denied",
    EACCES: "zmq.permission_denied",
    ENODEV: "zmq.address_not_available",
    EADDRNOTAVAIL: "zmq.address_not_available",
    EADDRINUSE: "zmq.address_in_use",
    EPROTONOSUPPORT: "zmq.protocol_not_supported",
    ENOCOMPATPROTO: "zmq.protocol_not_supported",
    EMFILE: "zmq.too_many_sockets",
    ENFILE: "zmq.too_many_sockets",
    ETERM: "zmq.context_terminated",
    EHOSTUNREACH: "zmq.unroutable",
    EFSM: "zmq.wrong_state",
    ENOTSUP: "zmq.not_supported",
    ENOENT: "zmq.unknown_endpoint",
    EINVAL: "zmq.bad_endpoint",
    EMTHREAD: "zmq.failed",
  };
  for (const [errno, name] of errnoNames(Deno.build.os)) {
    const error = callFailed({ action: "try", errno, text: "words" });
    if (expected[name] !== undefined) assert.equal(error.code, expected[name], name);
    assert.ok(error.message.startsWith("Cannot try: "));
    assert.notEqual(error.hint, "");
    assert.equal((error.cause as Error).message, `${name} ${errno}: words`);
  }
  const unknown = callFailed({ action: "try", errno: 9999, text: "words" });
  assert.equal(unknown.code, "zmq.failed");
  assert.equal(unknown.message, "Cannot try: words");
});

Deno.test("errnoNames() knows the same names on Linux and darwin", () => {
  const linux = new Set(errnoNames("linux").values());
  const darwin = new Set(errnoNames("darwin").values());
  assert.deepEqual([...linux].filter((name) => !darwin.has(name)), []);
  assert.deepEqual([...darwin].filter((name) => !linux.has(name)), ["EOPNOTSUPP"]);
});
