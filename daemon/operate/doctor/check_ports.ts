// SPDX-License-Identifier: Apache-2.0 OR MIT
// Whether the ports that a kernel takes by default are free, and who has them.

import { processCommand } from "../../../lib/daemon/mod.ts";
import { checkConfig } from "../../../lib/config/mod.ts";
import { configSources } from "../../config_files.ts";
import { findKernels } from "../discovery.ts";
import { type DoctorContext, type Finding, reasonOf } from "./finding.ts";
import { listeningProcess } from "./listening_process.ts";

/** Tries to listen on the base port of the configuration and the four that follow. */
export async function checkPorts(context: DoctorContext): Promise<Finding[]> {
  const { config } = await checkConfig(configSources({}, context.env));
  const { ip, port, transport } = config.kernel;
  if (transport === "ipc" || port === 0) {
    return [{ check: "ports", status: "ok", text: "free ports are picked at each start" }];
  }
  const ports = [0, 1, 2, 3, 4].map((offset) => port + offset);
  const taken = (await Promise.all(ports.map((each) => tryPort(ip, each, context))))
    .filter((finding) => finding !== undefined);
  if (taken.length > 0) return taken;
  return [{ check: "ports", status: "ok", text: `ports ${port} to ${port + 4} of ${ip} are free` }];
}

async function tryPort(
  hostname: string,
  port: number,
  { env, places }: DoctorContext,
): Promise<Finding | undefined> {
  try {
    Deno.listen({ hostname, port }).close();
    return undefined;
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) {
      const text = `port ${port} of ${hostname} cannot be used: ${reasonOf(error)}`;
      return { check: "ports", status: "problem", text, remedy: "llmspell config show kernel.ip" };
    }
  }
  const kernel = (await findKernels(env, places)).find(({ record, state }) =>
    state === "running" && Object.values(record.ports).includes(port)
  );
  if (kernel !== undefined) {
    return { check: "ports", status: "ok", text: `port ${port} is kernel "${kernel.record.id}"'s` };
  }
  return {
    check: "ports",
    status: "warning",
    text: `port ${port} is taken by ${holder(port)}`,
    remedy: "llmspell kernel start --port N takes others, --port 0 free ones",
  };
}

function holder(port: number): string {
  const pid = listeningProcess(port);
  if (pid === undefined) return "another process";
  return `process ${pid} (${processCommand(pid) ?? "unknown"})`;
}
