// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../../lib/errors.ts";
import {
  makeServiceSpec,
  serviceArguments,
  serviceEnvironment,
  type ServiceRequest,
} from "./service_spec.ts";

const request: ServiceRequest = {
  name: "work",
  scope: "user",
  manager: "systemd",
  port: "9600",
  program: ["/usr/bin/llmspell"],
  standalone: true,
  userHome: "/home/u/.llmspell",
};

function refuses(change: Partial<ServiceRequest>, code: string): void {
  assert.throws(
    () => makeServiceSpec({ ...request, ...change }),
    (error) => error instanceof KernelError && error.code === code,
    JSON.stringify(change),
  );
}

Deno.test("makeServiceSpec() keeps a user's service in the user's own home", () => {
  const spec = makeServiceSpec(request);
  assert.equal(spec.id, "work");
  assert.equal(spec.home, "/home/u/.llmspell");
  assert.equal(spec.envFile, "/home/u/.llmspell/work.env");
  assert.deepEqual(serviceEnvironment(spec), { LLMSPELL_HOME: "/home/u/.llmspell" });
});

Deno.test("makeServiceSpec() gives a system service folders of its own, also for Deno's cache", () => {
  const spec = makeServiceSpec({ ...request, scope: "system", standalone: false });
  assert.equal(spec.envFile, "/etc/llmspell/work.env");
  assert.deepEqual(serviceEnvironment(spec), {
    LLMSPELL_HOME: "/var/lib/llmspell-work",
    LLMSPELL_CACHE: "/var/cache/llmspell-work/files",
    DENO_DIR: "/var/cache/llmspell-work/files/deno",
  });
});

Deno.test("makeServiceSpec() takes the caller's account for launchd alone", () => {
  const account = { name: "u", uid: 501, gid: 20 };
  const system = { ...request, scope: "system", account } as const;
  assert.equal(makeServiceSpec(system).account, undefined);
  const daemon = makeServiceSpec({ ...system, manager: "launchd" });
  assert.deepEqual(daemon.account, account);
  assert.equal(daemon.home, "/usr/local/var/llmspell-work");
});

Deno.test("makeServiceSpec() refuses names, ids and ports that cannot be", () => {
  for (const name of ["", "a b", "../x", ".x", "ü", "a/b", "a".repeat(65)]) {
    refuses({ name }, "service.name");
    refuses({ id: name }, "service.id");
  }
  for (const port of ["", "-1", "65532", "1.5", "http"]) refuses({ port }, "service.port");
});

Deno.test("makeServiceSpec() refuses what a system service may not reach or write", () => {
  const system = { scope: "system" } as const;
  for (const folder of ["/home/u", "/root", "/tmp", "/run/user/1000"]) {
    refuses({ ...system, program: [`${folder}/llmspell`] }, "service.program");
    refuses(
      { ...system, program: ["/usr/bin/deno", "run", `${folder}/main.ts`] },
      "service.program",
    );
  }
  refuses({ ...system, logFile: "/var/log/other.log" }, "service.path");
  refuses({ ...system, pidFile: "/run/llmspell-work.pid" }, "service.path");
  assert.equal(
    makeServiceSpec({ ...request, ...system, logFile: "/var/log/llmspell-work/a.log" }).logFile,
    "/var/log/llmspell-work/a.log",
  );
});

Deno.test("serviceArguments() run a kernel that never ends for idleness and restores its sessions", () => {
  const spec = makeServiceSpec({ ...request, logFile: "/l", pidFile: "/p" });
  assert.equal(
    serviceArguments(spec).join(" "),
    "kernel start --foreground --restore --id work --port 9600 --idle-timeout 0 --log-file /l --pid-file /p",
  );
});
