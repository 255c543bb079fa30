// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { TestHome } from "../testing.ts";
import { checkJupyter, checkSystemd } from "./check_integration.ts";
import { checkConfiguration } from "./check_config.ts";
import type { DoctorContext } from "./finding.ts";

function context(
  home: TestHome,
  answers: Readonly<Record<string, string>> = {},
): DoctorContext {
  return {
    env: home.env,
    now: Date.now,
    run: (program) => {
      const stdout = answers[program];
      return Promise.resolve(stdout === undefined ? undefined : { code: 0, stdout });
    },
  };
}

async function kernelspec(home: TestHome, name: string, content: unknown): Promise<void> {
  const folder = join(home.path, "jupyter", "kernels", name);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "kernel.json"), JSON.stringify(content));
}

Deno.test("checkJupyter() finds a kernelspec whose program is gone, and passes over other kernels", async () => {
  await using home = new TestHome();
  home.variables["JUPYTER_DATA_DIR"] = join(home.path, "jupyter");
  assert.equal(checkJupyter(context(home))[0]!.remedy, "llmspell kernel install --user");
  const words = ["kernel", "start", "--connection-file", "{connection_file}"];
  await kernelspec(home, "good", { argv: [Deno.execPath(), "run", "-A", ...words] });
  await kernelspec(home, "lost", { argv: [Deno.execPath(), "run", "/no/such/main.ts", ...words] });
  await kernelspec(home, "python3", { argv: ["/no/python", "-m", "ipykernel"] });
  await kernelspec(home, "odd", null);
  const findings = checkJupyter(context(home));
  assert.deepEqual(findings.map(({ status }) => status).sort(), ["ok", "problem"]);
  const lost = findings.find(({ status }) => status === "problem")!;
  assert.match(lost.text, /lost" starts "\/no\/such\/main\.ts", which is not there$/);
});

Deno.test("checkSystemd() tells whether services of the user work, and whether they stay", async () => {
  await using home = new TestHome();
  if (Deno.build.os !== "linux") return assert.deepEqual(await checkSystemd(context(home)), []);
  const look = async (answers: Readonly<Record<string, string>>) => {
    const [finding] = await checkSystemd(context(home, answers));
    return `${finding!.status}: ${finding!.text}`;
  };
  assert.match(await look({}), /^ok: there is no systemd/);
  assert.match(
    await look({ systemctl: "offline" }),
    /^warning: systemd has no instance for this user/,
  );
  assert.match(await look({ systemctl: "running", loginctl: "no" }), /^warning: .* at logout/);
  assert.match(
    await look({ systemctl: "degraded", loginctl: "yes" }),
    /^ok: systemd runs services/,
  );
});

Deno.test("checkConfiguration() lists all that is wrong", async () => {
  await using home = new TestHome();
  assert.equal((await checkConfiguration(context(home)))[0]!.status, "ok");
  await Deno.writeTextFile(join(home.path, "config.toml"), '[log]\nlevle = "info"\nformat = "x"\n');
  const findings = await checkConfiguration(context(home));
  assert.deepEqual(findings.map(({ status }) => status), ["problem", "problem"]);
  assert.match(findings[0]!.text, /config\.toml:2: log\.levle/);
});
