// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { addonPath, detectLibc, libcName, thisTarget } from "./platform.ts";

const build = new URL("../../node_modules/zeromq/build/", import.meta.url);
const machines = [
  { os: "linux", arch: "x86_64", libc: "glibc" },
  { os: "linux", arch: "x86_64", libc: "musl" },
  { os: "linux", arch: "aarch64", libc: "glibc" },
  { os: "linux", arch: "aarch64", libc: "musl" },
  { os: "darwin", arch: "x86_64" },
  { os: "darwin", arch: "aarch64" },
] as const;

Deno.test("addonPath() names a file of the package that exports libzmq for each machine", async () => {
  for (const machine of machines) {
    const bytes = await Deno.readFile(new URL(addonPath(machine), build));
    const text = new TextDecoder("latin1").decode(bytes);
    for (const symbol of ["zmq_msg_recv", "zmq_curve_keypair", "zmq_socket_get_peer_state"]) {
      assert.ok(text.includes(`${symbol}\0`), `${addonPath(machine)} lacks ${symbol}`);
    }
  }
});

Deno.test("addonPath() needs glibc 2.28 at most", async () => {
  for (const arch of ["x86_64", "aarch64"]) {
    const bytes = await Deno.readFile(new URL(addonPath({ os: "linux", arch }), build));
    const text = new TextDecoder("latin1").decode(bytes);
    for (const [, minor] of text.matchAll(/\0GLIBC_2\.(\d+)/g)) {
      assert.ok(Number(minor) <= 28, `${arch} needs glibc 2.${minor}`);
    }
  }
});

Deno.test("addonPath() takes Node's names of CPUs", () => {
  assert.equal(
    addonPath({ os: "linux", arch: "x64", libc: "musl" }),
    "linux/x64/node/musl-127-Release/addon.node",
  );
  assert.equal(
    addonPath({ os: "darwin", arch: "arm64" }),
    addonPath({ os: "darwin", arch: "aarch64" }),
  );
});

Deno.test("addonPath() names the machine when there is no library for it", () => {
  assert.throws(() => addonPath({ os: "windows", arch: "x86_64" }), {
    code: "zmq.platform",
    message: "Cannot find libzmq for this machine: windows x86_64",
  });
});

Deno.test("libcName() knows each C library", () => {
  assert.deepEqual(machines.map(libcName), [
    "libc.so.6",
    "libc.musl-x86_64.so.1",
    "libc.so.6",
    "libc.musl-aarch64.so.1",
    "libSystem.B.dylib",
    "libSystem.B.dylib",
  ]);
  assert.throws(() => libcName({ os: "windows", arch: "x86_64" }), { code: "zmq.platform" });
});

Deno.test("detectLibc() and thisTarget() agree with the running Deno", () => {
  const expected = Deno.build.os !== "linux"
    ? undefined
    : Deno.build.target.endsWith("musl")
    ? "musl"
    : "glibc";
  assert.equal(detectLibc(), expected);
  assert.equal(thisTarget().libc, expected);
});
