// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { formatOption, writeValue } from "../cli/output_format.ts";
import { exitCodes } from "../exit_codes.ts";
import { serviceOptions, serviceScope } from "./service_options.ts";

/** Has the system start a kernel and keep it running. */
export const kernelInstallServiceCommand = defineCommand({
  name: "kernel install-service",
  summary: "Have systemd or launchd start a kernel and keep it running",
  usage: "[options]",
  description:
    "Writes a unit for systemd, or a property list for launchd, that starts this very program: the binary where it " +
    "lies now, or this checkout. The kernel never ends for idleness and takes up what the last one saved. A system " +
    "service of systemd runs as a user of its own, sees no home folders, and keeps its files in /var/lib/NAME, " +
    "/var/cache/NAME and /var/log/NAME; a name that does not begin with llmspell gets llmspell- before it there.",
  options: {
    ...serviceOptions,
    "id": {
      type: "value",
      placeholder: "ID",
      completes: "nothing",
      description: "Id of the kernel; the service's name when not given",
    },
    "port": {
      type: "value",
      placeholder: "PORT",
      completes: "nothing",
      default: "9555",
      description: "First of five ports in a row, 0 for free ones",
    },
    "log-file": {
      type: "value",
      placeholder: "FILE",
      completes: "file",
      description: "File the log goes to; the journal of systemd when not given",
    },
    "pid-file": {
      type: "value",
      placeholder: "FILE",
      completes: "file",
      description: "PID file; one in the service's run folder when not given",
    },
    "env-file": {
      type: "value",
      placeholder: "FILE",
      completes: "file",
      description:
        "Lines KEY=value with what must not stand in the unit, such as keys of providers; /etc/llmspell/NAME.env or " +
        "NAME.env in LLMSPELL_HOME when not given and there",
    },
    "enable": { type: "flag", description: "Start it with the machine, or at login" },
    "start": { type: "flag", description: "Start it now" },
    "force": { type: "flag", description: "Replace a different service of this name" },
    "dry-run": { type: "flag", description: "Show the file and its path, and write nothing" },
    "format": formatOption(["text", "json"]),
  },
  positionals: [],
  examples: [
    {
      command: "llmspell kernel install-service --user --enable --start",
      description: "A kernel that runs whenever you are logged in",
    },
    {
      command: "sudo llmspell kernel install-service --system --enable --start",
      description: "A kernel of the machine, in a sandbox",
    },
    {
      command: "llmspell kernel install-service --name work --port 9600 --dry-run",
      description: "See the unit of a second one",
    },
  ],
  async run({ options }, { terminal, env }) {
    const { makeServiceSpec } = await import("../install/service_spec.ts");
    const { callingAccount, openManager } = await import("../install/open_manager.ts");
    const { programCommand } = await import("../kernelspec.ts");
    const { llmspellHome } = await import("../paths.ts");
    const scope = serviceScope(options);
    const dryRun = options["dry-run"];
    const manager = openManager({ env, wanted: options.manager, dryRun });
    const { standalone } = Deno.build;
    const spec = makeServiceSpec({
      name: options.name,
      scope,
      manager: manager.id,
      id: options.id,
      port: options.port,
      logFile: options["log-file"],
      pidFile: options["pid-file"],
      envFile: options["env-file"],
      program: programCommand({
        standalone,
        execPath: Deno.execPath(),
        mainModule: Deno.mainModule,
      }),
      standalone,
      userHome: llmspellHome(env),
      account: callingAccount(env),
    });
    if (dryRun) {
      const plan = { path: manager.path(spec.name, scope), content: await manager.render(spec) };
      terminal.write(
        options.format === "json"
          ? await writeValue("json", plan)
          : `# ${plan.path}\n${plan.content}`,
      );
      return exitCodes.success;
    }
    const { installService } = await import("../install/install_service.ts");
    const { enable, start, force } = options;
    const result = await installService({ manager, spec, enable, start, force });
    terminal.write(
      options.format === "json" ? await writeValue("json", result) : installationText(result),
    );
    return exitCodes.success;
  },
});

function installationText(
  { path, outcome, enabled, started, next }: {
    readonly path: string;
    readonly outcome: string;
    readonly enabled: boolean;
    readonly started: boolean;
    readonly next: readonly { readonly command: string; readonly purpose: string }[];
  },
): string {
  const done = [outcome, ...(enabled ? ["enabled"] : []), ...(started ? ["started"] : [])];
  const steps = next.map(({ command, purpose }) => `  ${command}\n      ${purpose}\n`);
  return `${path}: ${done.join(", ")}\nNext:\n${steps.join("")}`;
}
