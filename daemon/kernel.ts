// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel in the foreground: composes its parts, serves until something ends it, takes the parts down again.

import { join, resolve } from "node:path";
import type { Config } from "../lib/config/mod.ts";
import { type Context, openContext } from "../lib/zmq/mod.ts";
import { ActivityRouter } from "./activity.ts";
import { openAssets } from "./assets.ts";
import type { Terminal } from "./cli/terminal.ts";
import { type Core, mainSession, openCore } from "./core.ts";
import { exitCodes } from "./exit_codes.ts";
import { listenJupyter, planConnection } from "./jupyter.ts";
import { historyPlace, llmspellHome } from "./paths.ts";
import { parentProcess, type StopReason, watchParent, watchSignals } from "./stop_reasons.ts";

/** What a kernel is started with. */
export interface StartKernelOptions {
  readonly config: Config;
  /** Connection or registration file; without it a connection file is made in `LLMSPELL_HOME`. */
  readonly connectionFile: string | undefined;
  readonly ip: string;
  readonly transport: "tcp" | "ipc";
  readonly terminal: Terminal;
  readonly env: (name: string) => string | undefined;
}

/**
 * Runs a kernel until it is told to end; the result is the exit code.
 *
 * @throws {KernelError} when the connection file is wrong or a port is taken
 */
export async function startKernel(options: StartKernelOptions): Promise<number> {
  const { config, terminal, env } = options;
  const home = llmspellHome(env);
  const path = resolve(
    options.connectionFile ?? join(home, "kernels", `kernel-${crypto.randomUUID()}.json`),
  );
  const assets = openAssets(env);
  const history = historyPlace(home);
  await using stack = new AsyncDisposableStack();
  const core = stack.use(
    await openCore({
      config,
      assets,
      env,
      language: "lua",
      historyPath: history.path,
      moduleFolders: [Deno.cwd()],
      writeLog: (line) => terminal.writeError(line),
    }),
  );
  if (history.problem !== undefined) {
    core.log.warn("Cannot keep history in {home}: {problem}; it will not outlive this kernel", {
      home,
      problem: history.problem,
    });
  }
  const plan = await planConnection(path, options);
  const context = stack.use(openContext({ library: await assets.file("libzmq") }));
  const router = new ActivityRouter(core.kernel);
  const stop = new AbortController();
  stack.defer(() => stop.abort());
  stack.use(
    await listenJupyter({ plan, path, core, router, context, config, signal: stop.signal }),
  );
  if (plan.created) {
    terminal.write(`Kernel is ready. To connect: jupyter console --existing ${path}\n`);
  }
  const reason = await stopReason(core, router, context, env);
  core.log.info("The kernel stops: {reason}", { reason });
  await core.kernel.stop(config.kernel.graceMs);
  return exitCodes.success;
}

/** Waits for the first reason to stop; meanwhile SIGINT interrupts what runs. */
async function stopReason(
  { kernel }: Core,
  router: ActivityRouter,
  context: Context,
  env: (name: string) => string | undefined,
): Promise<StopReason> {
  const { promise, resolve: stop } = Promise.withResolvers<StopReason>();
  const parent = parentProcess(env);
  using _signals = watchSignals({
    busy: () => router.busy,
    interrupt: () =>
      void kernel.call("interrupt", {}, {
        client: "signal",
        session: mainSession,
        channel: "control",
        parent: undefined,
        signal: new AbortController().signal,
      }),
    stop,
    owned: parent !== undefined,
  });
  using _parent = parent === undefined
    ? undefined
    : watchParent(context, parent, () => stop("parent ended"));
  void kernel.stopRequested.then(() => stop("shutdown request"));
  return await promise;
}
