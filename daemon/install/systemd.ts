// SPDX-License-Identifier: Apache-2.0 OR MIT
// systemd as a manager of services.

import { join } from "node:path";
import { homeDirectory } from "../paths.ts";
import { serviceCommand, serviceNoManager } from "./errors.ts";
import type { ManagerParts, ManagerStatus, ServiceManager } from "./service_manager.ts";
import type { ServiceScope } from "./service_spec.ts";
import { systemdUnit } from "./systemd_unit.ts";
import { parseCommandLine } from "./systemd_words.ts";

const properties = [
  "LoadState",
  "ActiveState",
  "SubState",
  "UnitFileState",
  "StatusText",
  "StateChangeTimestamp",
  "MainPID",
  "Result",
  "ExecMainCode",
  "ExecMainStatus",
  "NRestarts",
  "NeedDaemonReload",
] as const;

/** systemd, told by `systemctl`. */
export function systemd(parts: ManagerParts): ServiceManager {
  const { env, run, root, uid, user } = parts;
  const unit = (name: string): string => `${name}.service`;
  const runtime = env("XDG_RUNTIME_DIR") || join(root, "run/user", String(uid ?? 0));

  async function systemctl(scope: ServiceScope, words: readonly string[]): Promise<string> {
    const command = ["systemctl", ...(scope === "user" ? ["--user"] : []), ...words];
    const variables = scope === "user" ? { XDG_RUNTIME_DIR: runtime } : {};
    const result = await run(command, variables);
    if (result === undefined) throw serviceCommand(command, "there is no such program");
    if (result.code !== 0) throw serviceCommand(command, detail(result.stderr, result.code));
    return result.stdout;
  }

  function present(scope: ServiceScope): Promise<boolean> {
    return exists(
      scope === "user" ? join(runtime, "systemd/private") : join(root, "run/systemd/system"),
    );
  }

  return {
    id: "systemd",
    path: (name, scope) => join(unitFolder(parts, scope), unit(name)),
    render: async (spec) => systemdUnit(spec, await systemdVersion(parts)),
    folders: ({ scope, home }) => scope === "user" ? [home] : [],
    async require(verb, scope) {
      if (!await present(scope)) throw serviceNoManager(verb, scope, user);
    },
    async reload(_name, scope) {
      if (await present(scope)) await systemctl(scope, ["daemon-reload"]);
    },
    async enable(name, scope) {
      await systemctl(scope, ["enable", unit(name)]);
    },
    async start(name, scope, anew) {
      await systemctl(scope, [anew ? "restart" : "start", unit(name)]);
    },
    async remove(name, scope) {
      if (await present(scope)) await systemctl(scope, ["disable", "--now", unit(name)]);
    },
    async status(name, scope) {
      if (!await present(scope)) return { enabled: false, state: "unknown" };
      const output = await systemctl(scope, [
        "show",
        unit(name),
        "--timestamp=unix",
        `--property=${properties.join(",")}`,
      ]);
      return readStatus(output);
    },
    command: (content) => {
      const line = /^ExecStart=(.*)$/m.exec(content)?.[1];
      return line === undefined ? [] : parseCommandLine(line);
    },
    advice: (name, scope) => ({
      start: `${scope === "user" ? "systemctl --user" : "systemctl"} enable --now ${unit(name)}`,
      log: `journalctl ${scope === "user" ? "--user " : ""}-f -u ${unit(name)}`,
      ...(scope === "user" && { linger: `loginctl enable-linger ${user}` }),
    }),
  };
}

/** Version of systemd: 252; `undefined` when it is not there. */
export async function systemdVersion({ run }: Pick<ManagerParts, "run">): Promise<
  number | undefined
> {
  const found = /^systemd (\d+)/.exec((await run(["systemctl", "--version"]))?.stdout ?? "");
  return found === null ? undefined : Number(found[1]);
}

function unitFolder({ env, root }: ManagerParts, scope: ServiceScope): string {
  if (scope === "system") return join(root, "etc/systemd/system");
  return join(env("XDG_CONFIG_HOME") || join(homeDirectory(env) ?? "/", ".config"), "systemd/user");
}

/** Reads what `systemctl show` says. */
export function readStatus(output: string): ManagerStatus {
  const values = new Map(
    output.split("\n").filter((line) => line.includes("=")).map((line) => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
  const value = (name: typeof properties[number]): string | undefined =>
    values.get(name) || undefined;
  const pid = Number(value("MainPID") ?? 0);
  const since = /^@(\d+)/.exec(value("StateChangeTimestamp") ?? "")?.[1];
  return {
    enabled: /^(enabled|linked|static)/.test(value("UnitFileState") ?? ""),
    state: value("ActiveState") ?? "unknown",
    detail: value("SubState"),
    text: value("StatusText"),
    sinceMs: since === undefined ? undefined : Number(since) * 1000,
    pid: pid > 0 ? pid : undefined,
    lastExit: lastExit(value("Result"), value("ExecMainCode"), value("ExecMainStatus")),
    restarts: Number(value("NRestarts") ?? 0),
    outdated: value("NeedDaemonReload") === "yes",
  };
}

/** `ExecMainCode` is the `si_code` of waitid: 0 before the first end, 1 exited, 2 killed, 3 dumped. */
function lastExit(
  result: string | undefined,
  code: string | undefined,
  status: string | undefined,
): string | undefined {
  if (code === undefined || code === "0") {
    return result === undefined || result === "success" ? undefined : result;
  }
  const how = `${code === "1" ? "exit code" : "signal"} ${status}`;
  return result === undefined || ["success", "exit-code", "signal"].includes(result)
    ? how
    : `${result}, ${how}`;
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch {
    return false;
  }
}

function detail(stderr: string, code: number): string {
  return stderr.trim().replaceAll(/\s*\n\s*/g, "; ") || `it ended with ${code}`;
}
