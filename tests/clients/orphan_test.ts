// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel does not outlive the front end that started it.

import { eachProgram, kernelCommand } from "./program.ts";
import { Workspace } from "./workspace.ts";

eachProgram("kernel ends with the front end that started it", async (program) => {
  await using workspace = await Workspace.create();
  await workspace.script("orphan.py", ...kernelCommand(program));
});
