// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Writes the examples in `services/systemd` and `services/launchd` from the templates that `kernel install-service`
 * uses. Run it by `deno run -A tools/gen_services.ts`; with `--check` it exits with 1 when one is not current.
 *
 * @module
 */

import { launchdPlist } from "../daemon/install/launchd_plist.ts";
import { makeServiceSpec, type ServiceRequest } from "../daemon/install/service_spec.ts";
import { systemdUnit } from "../daemon/install/systemd_unit.ts";
import { type GeneratedFiles, runGenerator } from "./generated_files.ts";

const request = {
  name: "llmspell",
  port: "9555",
  program: ["/usr/local/bin/llmspell"],
  standalone: true,
} as const satisfies Partial<ServiceRequest>;

/** The examples by path. They are for any version of systemd, and any user. */
export function serviceFiles(): GeneratedFiles {
  const home = "/home/you";
  const system = makeServiceSpec({
    ...request,
    scope: "system",
    manager: "systemd",
    userHome: `${home}/.llmspell`,
  });
  const user = makeServiceSpec({
    ...request,
    scope: "user",
    manager: "systemd",
    userHome: `${home}/.llmspell`,
  });
  const agent = makeServiceSpec({
    ...request,
    scope: "user",
    manager: "launchd",
    userHome: "/Users/you/.llmspell",
  });
  return {
    "services/systemd/llmspell.service": systemdUnit(system, undefined),
    "services/systemd/llmspell.user.service": systemdUnit(user, undefined)
      .replaceAll(home, "%h"),
    "services/launchd/org.llmspell.llmspell.plist": launchdPlist(agent),
  };
}

if (import.meta.main) Deno.exit(await runGenerator(serviceFiles(), Deno.args));
