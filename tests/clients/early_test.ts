// SPDX-License-Identifier: Apache-2.0 OR MIT
// Clients that are there before the kernel is.

import { eachProgram, kernelCommand } from "./program.ts";
import { Workspace } from "./workspace.ts";

eachProgram("kernel answers clients that waited for its ports", async (program) => {
  await using workspace = await Workspace.create();
  await workspace.script("early.py", ...kernelCommand(program));
});
