// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { startFakeKernel, TestHome } from "../testing.ts";
import { checkPorts } from "./check_ports.ts";
import type { Finding } from "./finding.ts";
import { listeningInodes, listeningProcess } from "./listening_process.ts";

async function look(home: TestHome, port: number): Promise<readonly Finding[]> {
  home.variables["LLMSPELL_KERNEL_PORT"] = String(port);
  const run = () => Promise.resolve(undefined);
  return await checkPorts({ env: home.env, now: Date.now, run, places: { system: "/nowhere" } });
}

/** A port with room for four more behind it. */
function listen(): { listener: Deno.TcpListener; port: number } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return { listener, port: Math.min(listener.addr.port, 65_531) };
}

Deno.test("checkPorts() names the process that has a port", async () => {
  await using home = new TestHome();
  const { listener, port } = listen();
  using _listener = listener;
  const finding = (await look(home, port)).find(({ text }) =>
    text.startsWith(`port ${listener.addr.port} `)
  );
  assert.equal(finding?.status, "warning");
  if (Deno.build.os === "linux") assert.match(finding.text, new RegExp(`by process ${Deno.pid} `));
});

Deno.test("checkPorts() names the kernel that has a port", async () => {
  await using home = new TestHome();
  const { listener, port } = listen();
  using _listener = listener;
  const held = listener.addr.port;
  const ports = { shell: held, iopub: held, stdin: held, control: held, hb: held };
  await using _kernel = await startFakeKernel(home, "work");
  home.write(home.record("work", { ports }));
  const findings = await look(home, port);
  assert.ok(findings.some(({ text }) => text === `port ${held} is kernel "work"'s`));
});

Deno.test("checkPorts() has nothing to look at when ports are picked", async () => {
  await using home = new TestHome();
  const [finding] = await look(home, 0);
  assert.deepEqual([finding!.status, finding!.text], ["ok", "free ports are picked at each start"]);
});

Deno.test("checkPorts() finds an address that this machine does not have", async () => {
  await using home = new TestHome();
  home.variables["LLMSPELL_KERNEL_IP"] = "192.0.2.1";
  const [finding] = await look(home, 9_555);
  assert.equal(finding!.status, "problem");
});

Deno.test("listeningInodes() reads addresses of both families, and listening sockets alone", () => {
  const line = (local: string, state: string, inode: number) =>
    `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1`;
  const table = [
    "  sl  local_address rem_address   st",
    line("0100007F:2553", "0A", 11),
    line("00000000000000000000000001000000:2553", "0A", 12),
    line("0100007F:2553", "01", 13),
    line("0100007F:2554", "0A", 14),
    "",
  ].join("\n");
  assert.deepEqual(listeningInodes(table, 0x2553), ["11", "12"]);
  assert.equal(listeningProcess(0), undefined);
});
