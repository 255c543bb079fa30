// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { openNotify, socketAddress } from "./notify.ts";
import { startProcess, testFolder } from "./testing.ts";

/** Receives datagrams on the socket it is given and writes each as one line of JSON. */
const receiver = `
import json, socket, sys
name = sys.argv[1]
own = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
own.bind("\\0" + name[1:] if name.startswith("@") else name)
print("bound", flush=True)
while True:
    print(json.dumps(own.recv(4096).decode()), flush=True)
`;

async function messagesOver(name: string): Promise<string[]> {
  await using process = startProcess(["python3", "-c", receiver, name]);
  assert.equal(await process.line(), "bound");
  using notify = openNotify((variable) => variable === "NOTIFY_SOCKET" ? name : undefined);
  assert.equal(notify.active, true);
  notify.ready("Listening on port 9555");
  notify.reloading();
  notify.status("two\nlines");
  notify.watchdog();
  notify.stopping("Saving\tstate");
  const messages: string[] = [];
  for (let count = 0; count < 5; count++) messages.push(JSON.parse(await process.line() ?? ""));
  return messages.map((text) => text.replace(/USEC=\d+/, "USEC=<time>"));
}

const expected = [
  `READY=1\nMAINPID=${Deno.pid}\nSTATUS=Listening on port 9555`,
  "RELOADING=1\nMONOTONIC_USEC=<time>",
  "STATUS=two lines",
  "WATCHDOG=1",
  "STOPPING=1\nSTATUS=Saving state",
];

/** Only Linux has such supervisors; elsewhere nothing may be sent. */
const onLinux = Deno.build.os === "linux";

Deno.test("openNotify() sends each message as one datagram to a path", async () => {
  using folder = testFolder();
  if (onLinux) assert.deepEqual(await messagesOver(folder.file("notify")), expected);
});

Deno.test("openNotify() sends to an abstract name", async () => {
  if (onLinux) assert.deepEqual(await messagesOver(`@notify-${crypto.randomUUID()}`), expected);
});

Deno.test("openNotify() sends nothing where no supervisor, or one it cannot reach, is named", () => {
  const names = [undefined, "", "/", "relative", "vsock:2:1234", `/${"x".repeat(200)}`];
  for (const name of names) {
    using notify = openNotify(() => name);
    assert.equal(notify.active, false);
    notify.ready();
    notify.reloading();
  }
});

Deno.test("openNotify() does not mind a supervisor that has gone", () => {
  using folder = testFolder();
  const notify = openNotify(() => folder.file("gone"));
  notify.ready();
  notify[Symbol.dispose]();
  notify.stopping();
  notify[Symbol.dispose]();
});

Deno.test("socketAddress() lays out paths with their end, and abstract names without", () => {
  assert.deepEqual(socketAddress("/r"), new Uint8Array([1, 0, 47, 114, 0]));
  assert.deepEqual(socketAddress("@r"), new Uint8Array([1, 0, 0, 114]));
});
