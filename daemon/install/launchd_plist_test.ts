// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../../lib/errors.ts";
import { launchdPlist, writePlist } from "./launchd_plist.ts";
import { makeServiceSpec, type ServiceRequest } from "./service_spec.ts";

const request: ServiceRequest = {
  name: "work",
  scope: "user",
  manager: "launchd",
  port: "9600",
  program: ['/Applications/My <Tools> & "more"/llmspell'],
  standalone: true,
  userHome: "/Users/u/.llmspell",
};

/** What Python's plistlib makes of a property list. */
async function parse(plist: string): Promise<Record<string, unknown>> {
  const code =
    "import json, plistlib, sys; json.dump(plistlib.loads(sys.stdin.buffer.read()), sys.stdout)";
  const child = new Deno.Command("python3", { args: ["-c", code], stdin: "piped", stdout: "piped" })
    .spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(plist));
  await writer.close();
  const { success, stdout } = await child.output();
  assert.ok(success, plist);
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("launchdPlist() is read by a parser as it was meant, with every special character", async () => {
  const list = await parse(launchdPlist(makeServiceSpec(request)));
  assert.equal(list["Label"], "org.llmspell.work");
  assert.equal((list["ProgramArguments"] as string[])[0], request.program[0]);
  assert.deepEqual(list["KeepAlive"], { SuccessfulExit: false });
  assert.deepEqual(list["EnvironmentVariables"], { LLMSPELL_HOME: "/Users/u/.llmspell" });
  assert.equal(list["Umask"], 0o027);
  assert.equal(list["RunAtLoad"], true);
  assert.equal("UserName" in list, false);
});

Deno.test("launchdPlist() reads the variables of a file before it becomes the program", async () => {
  const list = await parse(launchdPlist(makeServiceSpec({ ...request, envFile: "/etc/my keys" })));
  const words = list["ProgramArguments"] as string[];
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/a file`;
    await Deno.writeTextFile(file, "KEY='a value'\n");
    const [shell, ...args] = words.slice(0, words.indexOf("/etc/my keys"));
    const { stdout } = await new Deno.Command(shell!, {
      args: [...args, file, "/bin/sh", "-c", 'echo "$KEY $1"', "sh", "an argument"],
    }).output();
    assert.equal(new TextDecoder().decode(stdout), "a value an argument\n");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("launchdPlist() names the account of a daemon of the machine", async () => {
  const account = { name: "u", uid: 501, gid: 20 };
  const list = await parse(launchdPlist(makeServiceSpec({ ...request, scope: "system", account })));
  assert.equal(list["UserName"], "u");
});

Deno.test("writePlist() refuses what XML cannot hold", () => {
  assert.throws(
    () => writePlist("a\x01"),
    (error) => error instanceof KernelError && error.code === "service.path",
  );
});
