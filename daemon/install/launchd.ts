// SPDX-License-Identifier: Apache-2.0 OR MIT
// launchd as a manager of services.

import { dirname, join } from "node:path";
import { homeDirectory } from "../paths.ts";
import { serviceCommand } from "./errors.ts";
import { launchdLabel, launchdOutput, launchdPlist } from "./launchd_plist.ts";
import type { ManagerParts, ManagerStatus, ServiceManager } from "./service_manager.ts";
import type { ServiceScope } from "./service_spec.ts";

/** launchd, told by `launchctl`. */
export function launchd({ env, run, root, uid }: ManagerParts): ServiceManager {
  const domain = (scope: ServiceScope): string => scope === "user" ? `gui/${uid ?? 0}` : "system";
  const target = (name: string, scope: ServiceScope): string =>
    `${domain(scope)}/${launchdLabel(name)}`;
  const path = (name: string, scope: ServiceScope): string =>
    join(
      scope === "user"
        ? join(homeDirectory(env) ?? "/", "Library/LaunchAgents")
        : join(root, "Library/LaunchDaemons"),
      `${launchdLabel(name)}.plist`,
    );

  async function launchctl(words: readonly string[]): Promise<string> {
    const command = ["launchctl", ...words];
    const result = await run(command);
    if (result === undefined) throw serviceCommand(command, "there is no such program");
    if (result.code !== 0) {
      throw serviceCommand(command, result.stderr.trim() || `it ended with ${result.code}`);
    }
    return result.stdout;
  }

  async function loaded(name: string, scope: ServiceScope): Promise<string | undefined> {
    const result = await run(["launchctl", "print", target(name, scope)]);
    return result?.code === 0 ? result.stdout : undefined;
  }

  return {
    id: "launchd",
    path,
    render: (spec) => Promise.resolve(launchdPlist(spec)),
    folders: (spec) => [spec.home, dirname(launchdOutput(spec))],
    require: () => Promise.resolve(),
    async reload(name, scope) {
      // A property list is read when it is loaded: what runs by the old one is taken out.
      if (await loaded(name, scope) !== undefined) {
        await launchctl(["bootout", target(name, scope)]);
      }
    },
    async enable(name, scope) {
      await launchctl(["enable", target(name, scope)]);
    },
    async start(name, scope) {
      if (await loaded(name, scope) === undefined) {
        await launchctl(["bootstrap", domain(scope), path(name, scope)]);
      }
      await launchctl(["kickstart", target(name, scope)]);
    },
    async remove(name, scope) {
      if (await loaded(name, scope) !== undefined) {
        await launchctl(["bootout", target(name, scope)]);
      }
    },
    async status(name, scope) {
      const [text, disabled] = [
        await loaded(name, scope),
        (await run(["launchctl", "print-disabled", domain(scope)]))?.stdout ?? "",
      ];
      return readLaunchdStatus(text, disabled, launchdLabel(name));
    },
    command: (content) => {
      const list = /<key>ProgramArguments<\/key>\s*<array>([\s\S]*?)<\/array>/.exec(content)?.[1];
      return [...(list ?? "").matchAll(/<string>([\s\S]*?)<\/string>/g)].map(([, text]) =>
        text!.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&#13;", "\r")
          .replaceAll("&amp;", "&")
      );
    },
    advice: (name, scope) => ({
      start: `launchctl bootstrap ${domain(scope)} ${path(name, scope)}`,
      log: "llmspell kernel logs --follow",
    }),
  };
}

/** Reads what `launchctl print` and `print-disabled` say; no text means that the service is not loaded. */
export function readLaunchdStatus(
  text: string | undefined,
  disabled: string,
  label: string,
): ManagerStatus {
  const field = (name: string): string | undefined =>
    new RegExp(`^\\s*${name} = (.+)$`, "m").exec(text ?? "")?.[1];
  const pid = Number(field("pid"));
  const exit = field("last exit code");
  const off = disabled.split("\n").some((line) =>
    line.includes(`"${label}"`) && /(true|disabled)\s*$/.test(line)
  );
  const state = field("state");
  return {
    enabled: text !== undefined && !off,
    state: text === undefined ? "inactive" : state === "running" ? "active" : "inactive",
    detail: state,
    pid: pid > 0 ? pid : undefined,
    lastExit: exit === undefined || exit.startsWith("(") ? undefined : `exit code ${exit}`,
  };
}
